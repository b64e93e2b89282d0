"""Publishing's own jobs for the worker: batches that are short enough to be stopped between."""

from datetime import timedelta

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
    "What staff typed and did not save",
    "It comes back to whoever typed it, and is shown to nobody else.",
    f"{TYPED_DAYS} days after the form was last open",
)
def forget_typed(at):
    number, _by_model = Writing.objects.filter(seen_at__lt=at - timedelta(days=TYPED_DAYS)).delete()
    return number
