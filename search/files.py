"""The text of files, read by the worker: of each version once, also of one that is not public yet.

Which of it is found is decided by the library's gate, at each search.
"""

import logging
import shutil
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models.signals import post_delete, post_save

from library.models import Document, Version

from .file_reader import READERS
from .models import FileText, Text

READER = Path(__file__).with_name("file_reader.py")
SECONDS = 60
MOST_FAILED = 20  # versions in one batch that the storage does not give
PART = 8000  # words: about twenty pages
OVERLAP = 10  # words of the next part, so that no phrase is torn
MOST_CHARACTERS = 2_000_000


def connect():
    post_save.connect(_retitle, sender=Document, dispatch_uid="search of files")
    post_delete.connect(_forget, sender=FileText, dispatch_uid="search of files")


def read_files(limit):
    """Read as many versions, the newest first; returns how many were read.

    Those that the storage does not give at the moment hold up no older ones, and are tried again.
    """
    unread = Version.objects.exclude(pk__in=FileText.objects.values("version")).filter(
        format__in=["csv", *READERS]
    )
    versions = unread.order_by("-pk")[: limit + MOST_FAILED]
    return sum(islice(filter(None, map(_is_read, versions)), limit))


def _is_read(version):
    try:
        text = text_of_file(version)
    except Exception:  # each storage has its own
        logging.getLogger(__name__).exception("%s could not be read; it is tried again.", version)
        return False
    _store(version, text)
    return True


def text_of_file(version):
    """What can be read of it; empty where nothing can, since a file without text must not be tried for ever."""
    try:
        with version.file.open() as content, tempfile.TemporaryFile() as copy:
            if version.format == "csv":
                return _spaced(content.read(MOST_CHARACTERS))
            shutil.copyfileobj(content, copy)
            copy.seek(0)
            return _spaced(_read(copy, version.format))
    except FileNotFoundError:
        return ""


def _spaced(content):
    text = content.decode("utf-8-sig", errors="replace")
    return " ".join(text[:MOST_CHARACTERS].split())


def _read(copy, form):
    """In a process of its own: a hostile file could hang it, or take all memory."""
    command = [sys.executable, "-I", str(READER), form]
    given = {"stdin": copy, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    try:
        return subprocess.run(command, **given, timeout=SECONDS, check=False).stdout  # noqa: S603  our program
    except subprocess.TimeoutExpired as error:
        return error.stdout or b""


@transaction.atomic
def _store(version, text):
    """Under the title of now: reading takes a while, in which a file may be renamed or deleted."""
    document = Document.objects.select_for_update().filter(pk=version.document_id).first()
    if document is None:
        return
    version.document = document
    words = text.split()
    parts = [" ".join(words[first : first + PART + OVERLAP]) for first in range(0, len(words), PART)] or [""]
    try:
        with transaction.atomic():
            for number, part in enumerate(parts):
                _store_part(version, number, part)
    except IntegrityError:  # another worker was quicker
        return


def _store_part(version, number, text):
    label, title = version.format.upper(), version.document.title
    found = Text.of(title, label, text=text, known_by=version.name)
    found.save()
    FileText.objects.create(text=found, version=version, part=number)


@transaction.atomic
def _retitle(instance, created, **_signal):
    """Texts are never changed: what was read of the file is stored again under its title of now."""
    known = FileText.objects.filter(version__document=instance).exclude(text__title=instance.title)
    for row in known.select_related("text", "version__document") if not created else []:
        row.text.delete()
        row.version.document = instance
        _store_part(row.version, row.part, row.text.text)


def _forget(instance, **_signal):
    Text.objects.filter(pk=instance.pk).delete()
