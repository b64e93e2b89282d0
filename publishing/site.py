"""Where readers find the site: one origin, whatever host a request names, so that what is mailed, signed or kept
never leads elsewhere. And the names by which feeds and calendars know what is published, wherever that is to be found.
"""

from functools import cache, lru_cache
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

AUTHORITY = "selec.org"  # a part of names that have to stay as they are, even where the site moves


def absolute(path):
    """The whole address of a path of this site; one that is whole already, of a store elsewhere, stays as it is."""
    is_path = path.startswith("/") and not path.startswith("//")
    return f"{_origin(settings.SITE_URL)}{path}" if is_path else urljoin(settings.SITE_URL, path)


@cache
def _origin(site):
    """Without a slash at its end; worked out once: a long list has three addresses a row."""
    return urljoin(site, "/").removesuffix("/")


@lru_cache(4_096)
def path_of(name, *values):
    """The path that a name of a URL stands for, with the values in it: worked out once."""
    return reverse(name, args=values)


@cache
def back_office():
    """The path below which its pages are."""
    return path_of("admin:index")


def tag(name):
    """A URI for good (RFC 4151)."""
    return f"tag:{AUTHORITY},2026:{name}"
