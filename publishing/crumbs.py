"""Where a page stands on the site: the way down to it."""

from functools import lru_cache
from typing import NamedTuple

from .site import path_of


class Crumb(NamedTuple):
    """Without an address it is the page itself."""

    label: str
    url: str = ""


def trail(*above, leaf=""):
    """`above` are (label, name of a URL) from the top down; the page is `leaf`, or where that is empty the last one."""
    return _trail(tuple([(str(label), name) for label, name in above]), str(leaf))


@lru_cache(512)
def _trail(above, leaf):
    crumbs = [Crumb(label, path_of(name)) for label, name in above]
    return (*crumbs, Crumb(leaf)) if leaf else (*crumbs[:-1], Crumb(crumbs[-1].label))
