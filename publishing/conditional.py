"""Answers that readers' programs, and scripts of other sites, ask for again and again, and get but once."""

from functools import wraps
from hashlib import sha256

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

READING = ["GET", "HEAD"]


def open_data(view):
    """What visitors get may be read by any site's scripts, and what staff get may not. OPTIONS is what a browser asks
    before a script of another site sends an ETag.
    """

    @wraps(view)
    def opened(request, *args, **kwargs):
        response = _asked_before() if request.method == "OPTIONS" else view(request, *args, **kwargs)
        if not request.staff:
            response["Access-Control-Allow-Origin"] = "*"
            response["Cross-Origin-Resource-Policy"] = "cross-origin"
            response["Access-Control-Expose-Headers"] = "ETag, Link"
        return response

    return opened


def _asked_before():
    told = {"Methods": ", ".join(READING), "Headers": "If-None-Match"}
    headers = {f"Access-Control-Allow-{name}": value for name, value in told.items()}
    return HttpResponse(status=204, headers={"Allow": ", ".join([*READING, "OPTIONS"]), **headers})


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
    return get_conditional_response(request, response["ETag"], compared, response)


def tag_of(content):
    """The `ETag` of bytes."""
    return quote_etag(sha256(content).hexdigest()[:32])
