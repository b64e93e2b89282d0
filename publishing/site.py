"""Where readers find the site: one origin, whatever host a request names, so that what is mailed, signed or kept
never leads elsewhere. And the names by which feeds and calendars know what is published, wherever that is to be found.
"""

from urllib.parse import urljoin

from django.conf import settings

AUTHORITY = "selec.org"  # a part of names that have to stay as they are, even where the site moves


def absolute(path):
    """The whole address of a path of this site."""
    return urljoin(settings.SITE_URL, path)


def tag(name):
    """A URI for good (RFC 4151)."""
    return f"tag:{AUTHORITY},2026:{name}"
