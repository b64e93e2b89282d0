"""The search's own jobs for the worker."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _, gettext_noop

from publishing.retention import kept
from publishing.work import job

from .files import read_files
from .index import index_missing
from .spelling import learn
from .vain_searches import KEPT_DAYS, forget_old


@job("read the text of files", pause=30)
def read():
    return read_files(5)


@job("index what the search misses", pause=600)
def index():
    return index_missing(100)


@job("learn the words of new texts", pause=30)
def words():
    return learn()


@kept(
    gettext_noop("Searches in vain"),
    _(
        "The desk shows what they look for; nothing tells who looked, and rare words are kept as a number alone."
    ),
    format_lazy(_("{days} days after the last such search"), days=KEPT_DAYS),
)
def forget(_at):
    return forget_old()
