"""Answers that readers' programs ask for again and again, and get but once."""

from hashlib import sha256

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag


def answered(request, content, content_type, changed_at=None, is_moved_by_the_clock=False, headers=None):
    """`content` (bytes), or 304 where whoever asks has it already.

    `changed_at` is when it last changed. Where the clock alone changes it as well, that hour is told, and only the
    ETag decides: nobody keeps what has left since.
    """
    response = HttpResponse(content, content_type=content_type, headers=headers)
    response["ETag"] = tag_of(content)
    changed = int(changed_at.timestamp()) if changed_at else None
    if changed:
        response["Last-Modified"] = http_date(changed)
    if not request.staff:
        response["Cache-Control"] = "no-cache"
    compared = None if is_moved_by_the_clock else changed
    return open_to_scripts(request, get_conditional_response(request, response["ETag"], compared, response))


def tag_of(content):
    """The `ETag` of bytes."""
    return quote_etag(sha256(content).hexdigest()[:32])


def open_to_scripts(request, response):
    """What visitors get may be read by any site's scripts; what staff get may not."""
    if not request.staff:
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link"
    return response
