"""What a file is, by its content and never by its name; what could harm a reader is refused."""

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_lazy as _

from .archives import archive_format
from .names import fit_name
from .pdf import refuse_harmful_pdf

MOST_BYTES = 50_000_000
CHUNK = 64 * 1024
WANTED = _("Give a PDF, DOCX, XLSX, ODT, CSV or ZIP.")
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}
MARKUP = re.compile(r"<\s*(?:!doctype|\?xml|html|head|body|script|svg|iframe|object|embed)\b", re.IGNORECASE)
LIKE_WORDS = {"bmp", "exe"}  # they begin with BM and MZ, as a table may; what follows tells them apart
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class TakenFile:
    """`size` is in bytes; `format` a key of CONTENT_TYPES."""

    content: UploadedFile
    name: str
    format: str
    size: int
    sha256: str


def file_from(upload):
    """The upload, checked; ValidationError with one sentence for any other content, or a name that lies."""
    name = fit_name(upload.name)
    if not upload.size:
        raise ValidationError(gettext("The file is empty."))
    if upload.size > MOST_BYTES:
        raise ValidationError(
            gettext("The file is too large: %(most)s MB are the most.") % {"most": MOST_BYTES // 1_000_000}
        )
    found = _format(upload)
    if PurePath(name).suffix.lower() != f".{found}":
        raise ValidationError(
            gettext("By its content this is a %(found)s file: its name has to end in .%(suffix)s.")
            % {"found": found.upper(), "suffix": found}
        )
    upload.seek(0)
    digest = hashlib.file_digest(upload, "sha256").hexdigest()
    upload.seek(0)
    return TakenFile(upload, name, found, upload.size, digest)


def _format(file):
    file.seek(0)
    head = file.read(CHUNK)
    if head.startswith(b"%PDF-"):
        refuse_harmful_pdf(file)
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return archive_format(file)
    import filetype  # fifteen modules, for who uploads

    guess = filetype.guess(head)
    if guess and guess.extension not in LIKE_WORDS:
        raise ValidationError(
            gettext("By its content this is a %(extension)s file. %(wanted)s")
            % {"extension": guess.extension.upper(), "wanted": WANTED}
        )
    _refuse_all_but_csv(file)
    return "csv"


def _refuse_all_but_csv(file):
    """UTF-8 text that no browser would take for a page, read piece by piece."""
    file.seek(0)
    decoder, before = codecs.getincrementaldecoder("utf-8-sig")(), ""
    while True:
        chunk = file.read(CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            raise ValidationError(
                gettext("This is not a file that is known here, nor text in UTF-8. %(wanted)s")
                % {"wanted": WANTED}
            ) from error
        if CONTROLS.search(text):
            raise ValidationError(
                gettext("A CSV is text, but this holds control characters. %(wanted)s") % {"wanted": WANTED}
            )
        if MARKUP.search(before + text):
            raise ValidationError(
                gettext("This is a web page, XML or a drawing, not a table. %(wanted)s") % {"wanted": WANTED}
            )
        if not chunk:
            return
        before = text[-32:]
