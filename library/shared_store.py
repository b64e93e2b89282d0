"""Images and files in an S3-compatible store, which several machines share.

Objects are private, and have no address: visitors get their bytes from the site, past the gate (library/serving.py).
What goes wrong with the store is an OSError, as with a disk.
"""

import io
from functools import wraps

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files import File
from storages.backends.s3 import S3Storage

AT_A_TIME = 64 * 1024  # bytes
NOT_FOUND = 404


def as_of_a_disk(act):
    @wraps(act)
    def tried(*arguments, **options):
        try:
            return act(*arguments, **options)
        except ClientError as error:
            is_missing = error.response["ResponseMetadata"]["HTTPStatusCode"] == NOT_FOUND
            raise (FileNotFoundError if is_missing else OSError)(f"The store of files: {error}") from error
        except (BotoCoreError, Boto3Error) as error:
            raise OSError(f"The store of files: {error}") from error

    return tried


class SharedStore(S3Storage):
    """A name stands for its bytes for good, so what two machines store under one is the same."""

    def get_default_settings(self):
        own = {"bucket_name": settings.S3_BUCKET, "endpoint_url": settings.S3_ENDPOINT or None}
        own |= {"region_name": settings.S3_REGION or None, "default_acl": None, "file_overwrite": True}
        return super().get_default_settings() | own | {"client_config": self._manner()}

    def _manner(self):
        """Without checksums that only Amazon's store knows; in vain for a few seconds at most."""
        sparing = dict.fromkeys(
            ["request_checksum_calculation", "response_checksum_validation"], "when_required"
        )
        style = {"addressing_style": "path" if settings.S3_ENDPOINT else "auto"}
        retries = {"mode": "standard", "total_max_attempts": 3}
        return Config(s3=style, retries=retries, connect_timeout=2, read_timeout=20, **sparing)

    @property
    def bucket(self):
        """Of each thread, as its connection is: boto3's are not to be shared."""
        return self.connection.Bucket(self.bucket_name)

    @as_of_a_disk
    def _open(self, name, mode="rb"):
        if mode != "rb":
            raise ValueError("What is stored is read, and never written to.")
        stored = Stored(self.connection.meta.client, {"Bucket": self.bucket_name, "Key": name})
        file = File(io.BufferedReader(stored, AT_A_TIME), name)
        file.size = stored.size
        return file

    def url(self, name, *_arguments, **_options):
        raise NotImplementedError("A stored file has no address of its own: it is had from the site.")

    _save, delete = as_of_a_disk(S3Storage._save), as_of_a_disk(S3Storage.delete)
    exists, size = as_of_a_disk(S3Storage.exists), as_of_a_disk(S3Storage.size)
    listdir = as_of_a_disk(S3Storage.listdir)
    get_modified_time = as_of_a_disk(S3Storage.get_modified_time)


class Stored(io.RawIOBase):
    """An object's bytes, fetched from where somebody reads: neither what comes before nor the whole is kept."""

    def __init__(self, client, where):
        self.client, self.where = client, where
        self.size = client.head_object(**where)["ContentLength"]
        self.position, self.body = 0, None

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, offset, whence=io.SEEK_SET):
        position = offset + (0, self.position, self.size)[whence]
        if position != self.position:
            self._let_go()
            self.position = position
        return position

    @as_of_a_disk
    def readinto(self, buffer):
        if self.position >= self.size:
            return 0
        if self.body is None:
            self.body = self.client.get_object(**self.where, Range=f"bytes={self.position}-")["Body"]
        piece = self.body.read(len(buffer))
        if not piece:
            raise OSError(f"The store of files: {self.where['Key']} was cut short.")
        buffer[: len(piece)] = piece
        self.position += len(piece)
        return len(piece)

    def close(self):
        self._let_go()
        super().close()

    def _let_go(self):
        body, self.body = self.body, None
        if body:
            body.close()
