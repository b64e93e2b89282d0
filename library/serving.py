"""Bytes from the store."""

from django.http import FileResponse


def bytes_response(request, file, *, content_type, name, is_public, as_download):
    """`file` is a FieldFile, `name` what a download is called."""
    response = FileResponse(
        file.open("rb"), content_type=content_type, filename=name, as_attachment=as_download
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, no-cache" if is_public else "private, no-store"
    return response
