"""Publishing's own jobs for the worker: batches that are short enough to be stopped between."""

from .checked import check_items
from .link_visit import check_links
from .readings import read_texts
from .work import job


@job("read texts", pause=60)
def read():
    return read_texts(200)


@job("check items", pause=60)
def recheck():
    return check_items(100)


@job("check links", pause=300)
def visit():
    return check_links(5)  # each may take a minute, and the worker shows itself between batches
