"""The search's own jobs for the worker."""

from publishing.work import job

from .files import read_files
from .index import index_missing
from .spelling import learn
from .vain_searches import forget_old


@job("read the text of files", pause=30)
def read():
    return read_files(5)


@job("index what the search misses", pause=600)
def index():
    return index_missing(100)


@job("learn the words of new texts", pause=30)
def words():
    return learn()


@job("forget old searches without result", pause=3600)
def forget():
    return forget_old()
