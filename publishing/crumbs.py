"""Where a page stands on the site: the way down to it."""

from typing import NamedTuple

from .site import path_of


class Crumb(NamedTuple):
    """Without an address it is the page itself."""

    label: str
    url: str = ""


def trail(*above, leaf=""):
    """`above` are (label, name of a URL) from the top down; the page is `leaf`, or where that is empty the last one."""
    crumbs = [Crumb(str(label), path_of(name)) for label, name in above]
    return (*crumbs, Crumb(str(leaf))) if leaf else (*crumbs[:-1], Crumb(crumbs[-1].label))
