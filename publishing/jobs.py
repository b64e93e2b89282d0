"""Publishing's own jobs for the worker: batches that are short enough to be stopped between."""

from datetime import timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _, gettext_noop

from .checked import check_items
from .link_visit import check_links
from .readings import read_texts
from .retention import kept
from .work import job
from .writing import Writing


@job("read texts", pause=60)
def read():
    return read_texts(200)


@job("check items", pause=60)
def recheck():
    return check_items(100)


@job("check links", pause=300)
def visit():
    return check_links(5)  # each may take a minute, and the worker shows itself between batches


TYPED_DAYS = 90


@kept(
    gettext_noop("What staff typed and did not save"),
    _("It comes back to whoever typed it, and is shown to nobody else."),
    format_lazy(_("{days} days after the form was last open"), days=TYPED_DAYS),
)
def forget_typed(at):
    number, _by_model = Writing.objects.filter(seen_at__lt=at - timedelta(days=TYPED_DAYS)).delete()
    return number
