"""One line for each request, and for what goes wrong, without a word on who asked.

No address, browser, account, query or form reaches a line, nor what in a path is a key: of a review, or of somebody's
choice of alerts.
"""

import logging
import re
import time
from secrets import token_hex

from . import metrics
from .request_lines import REQUEST_ID, REQUESTS, without_secrets

log = logging.getLogger(REQUESTS)
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)
KEYS = {"token", "key", "uidb36", "uidb64", "code", "secret"}  # as URL patterns call them


class RequestLog:
    """The outermost middleware: its milliseconds are those of the whole process."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        token = REQUEST_ID.set(given if GIVEN_ID.fullmatch(given) else token_hex(16))
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            seconds = time.perf_counter() - began
            metrics.count(request, response, seconds)
            log.info("request", extra=_line(request, response, seconds))
            return response
        finally:
            REQUEST_ID.reset(token)


def _line(request, response, seconds):
    return {
        "method": request.method,
        "path": _path(request),
        "status": response.status_code,
        "milliseconds": round(seconds * 1000, 1),
    }


def _path(request):
    path, match = request.path, request.resolver_match
    for name, value in (match.captured_kwargs if match else {}).items():
        if name in KEYS:
            path = path.replace(str(value), "[key]")
    return without_secrets(path)
