"""Files for tests, small ones; what each call says is what the test is about."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from library.content import file_from
from library.models import Document, Version
from tests.make import EARLIER, NUMBERS, account


def table(words=""):
    """A CSV like no other."""
    return f"country,seizures\n{words or next(NUMBERS)},4\n".encode()


def upload(name="table.csv", content=None):
    return SimpleUploadedFile(name, content or table(), "text/plain")


def taken(name="table.csv", content=None):
    """As the form hands it on."""
    return file_from(upload(name, content))


def document(*versions, **fields):
    """A stored file; `versions` are the fields of each, of one that is in force since long where none is given."""
    fields = {"title": f"File {next(NUMBERS)}", "added_by": account("old librarian"), **fields}
    row = Document.objects.create(added_at=EARLIER, **fields)
    for one in versions or [{}]:
        version(row, **one)
    return row


def version(row, at=EARLIER, content=None, name="table.csv", **fields):
    """One more, in force from `at` on; waiting for a colleague where `at` is None."""
    content = content or table()
    fields = {"added_by": account("old librarian"), "added_at": at or EARLIER, "effective_at": at, **fields}
    made = Version(document=row, number=row.versions.count() + 1, name=name, format="csv", **fields)
    made.size, made.sha256 = len(content), hashlib.sha256(content).hexdigest()
    made.file.save(name, ContentFile(content), save=False)
    made.save()
    return made


def linked(row):
    """The form in which a text refers to a file."""
    return f'<p>See <a href="/files/{row.pk}/table.csv">the table</a>.</p>'
