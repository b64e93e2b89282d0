"""What stands before Django's own handlers of uploads: no name is mended unseen, no upload fills the disk."""

import html
from contextlib import suppress
from tempfile import TemporaryFile

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.http.multipartparser import MultiPartParser

from . import content
from .models import image
from .names import MARK, reason

MOST_KEPT = max(content.MOST_BYTES, image.MOST_BYTES) + 1  # enough for the form to see that it is too much


class NameKeepingParser(MultiPartParser):
    """Django cuts `../../x` down to `x` and takes control characters out: nobody would be told."""

    def sanitize_file_name(self, file_name):
        unfit = reason(html.unescape(file_name))
        return MARK + unfit if unfit else super().sanitize_file_name(file_name)


class NameKeepingHandler(FileUploadHandler):
    """Comes first: parses in Django's stead and hands the bytes to the handlers that follow it."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        others = [handler for handler in self.request.upload_handlers if handler is not self]
        try:
            return NameKeepingParser(META, input_data, others, encoding).parse()
        except Exception:  # a full disk above all: what was received must not go on filling it
            for handler in others:
                with suppress(OSError):
                    handler.upload_interrupted()
            raise

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None


class SizeHandler(FileUploadHandler):
    """Comes before those that keep bytes: what is beyond MOST_KEPT is read and dropped, and the form,
    which meets a file over its own limit, says so."""

    def receive_data_chunk(self, raw_data, start):
        return raw_data if start < MOST_KEPT else None

    def file_complete(self, file_size):
        return None


class NamelessFileHandler(TemporaryFileUploadHandler):
    """Where files go on to another machine: a process that is killed leaves nothing of what it was receiving, since
    on a machine without a worker nobody would sweep it up."""

    def new_file(self, *arguments, **options):
        FileUploadHandler.new_file(self, *arguments, **options)
        received = TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115  closed with the request
        self.file = UploadedFile(
            received, self.file_name, self.content_type, 0, self.charset, self.content_type_extra
        )

    def upload_interrupted(self):
        if hasattr(self, "file"):
            self.file.close()
