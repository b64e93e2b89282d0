"""Bytes from the store."""

import hashlib

from django.http import FileResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag


def bytes_response(request, file, *, content_type, name, is_public, as_download):
    """`file` is a FieldFile whose name never stands for other bytes; `name` is what a download is called."""
    tag = quote_etag(hashlib.sha256(file.name.encode()).hexdigest()[:32])
    response = FileResponse(
        file.open("rb"), content_type=content_type, filename=name, as_attachment=as_download
    )
    response["ETag"] = tag
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, no-cache" if is_public else "private, no-store"
    return get_conditional_response(request, etag=tag, response=response)
