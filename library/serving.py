"""Bytes from the store, in whole or in part."""

import hashlib
import re

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.http import content_disposition_header, parse_etags, quote_etag

CHUNK = 64 * 1024
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
SANDBOX = "sandbox; default-src 'none'"
# Browsers show no PDF in a sandbox, and draw their viewer with styles and an object of their own.
OF_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:"


def bytes_response(request, file, *, content_type, name, is_public, as_download, sha256=""):
    """`file` is a FieldFile, `name` what a download is called, `sha256` the content's, if it is known.

    Without it the file's own name stands for the content: it never stands for other bytes.
    """
    tag = quote_etag(sha256 or hashlib.sha256(file.name.encode()).hexdigest()[:32])
    asked = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in asked or tag in [one.removeprefix("W/") for one in asked]:
        response = HttpResponse(status=304)
        del response["Content-Type"]
        return _guarded(response, tag, content_type, is_public)
    if settings.ACCEL_PREFIX and isinstance(file.storage, FileSystemStorage):
        response = HttpResponse()
        response["X-Accel-Redirect"] = iri_to_uri(settings.ACCEL_PREFIX + file.name)
    else:
        response = _streamed(request, file, tag)
    response["Content-Type"] = content_type
    response["Content-Disposition"] = content_disposition_header(as_download, name) or "inline"
    return _guarded(response, tag, content_type, is_public)


def _guarded(response, tag, content_type, is_public):
    response["ETag"] = tag
    response["Accept-Ranges"] = "bytes"
    response["Content-Security-Policy"] = OF_PDF if content_type == "application/pdf" else SANDBOX
    response["Cache-Control"] = "public, no-cache" if is_public else "private, no-store"
    if is_public:
        response["Cross-Origin-Resource-Policy"] = "cross-origin"  # news sites show our pictures
    else:
        response["X-Robots-Tag"] = "noindex"
    return response


def _streamed(request, file, tag):
    size = file.size
    part = _asked_part(request, size, tag)
    if part is None:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    start, stop = part
    is_head = request.method == "HEAD"
    response = HttpResponse() if is_head else StreamingHttpResponse(_pieces(file, start, stop))
    response["Content-Length"] = stop - start
    if part != (0, size):
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return response


def _asked_part(request, size, tag):
    """(start, stop) in bytes; the whole file where no single range is asked for; None where it lies outside."""
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    condition = request.headers.get("If-Range", tag)
    if not asked or not any(asked.groups()) or condition != tag or request.method != "GET":
        return 0, size
    first, last = asked.groups()
    if not first:
        return (max(size - int(last), 0), size) if int(last) and size else None
    if last and int(last) < int(first):
        return 0, size
    return (int(first), min(int(last) + 1 if last else size, size)) if int(first) < size else None


def _pieces(file, start, stop):
    with file.storage.open(file.name, "rb") as stream:
        stream.seek(start)
        while start < stop and (piece := stream.read(min(CHUNK, stop - start))):
            start += len(piece)
            yield piece
