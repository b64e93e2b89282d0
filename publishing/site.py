"""Where readers find the site: one origin, whatever host a request names, so that what is mailed, signed or kept
never leads elsewhere."""

from urllib.parse import urljoin

from django.conf import settings


def absolute(path):
    """The whole address of a path of this site."""
    return urljoin(settings.SITE_URL, path)
