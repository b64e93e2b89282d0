"""ZIP files, and the office formats that are ZIP files inside: judged by their directory, then read with a limit."""

import re
import stat
import struct
import tempfile
import zipfile
import zlib
from copy import copy
from pathlib import PurePosixPath
from xml.etree import ElementTree

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _

MOST_ENTRIES, MOST_PARTS = 1_000, 5_000  # of a ZIP; of an office file
MOST_UNPACKED = 500_000_000  # bytes
MOST_RATIO, SMALL = 100, 1_000_000  # what unpacks to less than SMALL bytes may be as dense as it likes
MOST_DIRECTORY = MOST_RELATIONS = (
    2_000_000  # bytes; of a ZIP's list of files, of a part's list of what it refers to
)
CHUNK = 64 * 1024
END = struct.Struct("<4s4H2LH")
BROKEN = _("The file is a damaged or incomplete ZIP, DOCX, XLSX or ODT: make it once more.")
BOMB = _("The file unpacks to far more than it holds: it could fill a reader's disk.")
TOO_MANY = format_lazy(
    _("The file has more than {most_parts} parts: give fewer."), most_parts=f"{MOST_PARTS:,}"
)
ODT = b"application/vnd.oasis.opendocument.text"
OFFICE = {"docx", "xlsx", "odt", "pptx", "ods", "odp"}
RUNS = set(
    "exe dll com scr msi msp bat cmd ps1 vbs vbe js jse mjs wsf wsh hta jar apk app dmg pkg deb rpm sh bash py pl rb "
    "php cgi lnk url reg inf cpl html htm xhtml shtml mht mhtml svg svgz xml xsl xslt swf docm xlsm pptm class".split()
)
OF_OFFICE = {"xml", "svg", "xsl"}  # what office formats are made of
PROGRAMS, OLE = (b"MZ", b"\x7fELF", b"#!"), b"\xd0\xcf\x11\xe0"
ARCHIVES = set("7z rar gz tgz bz2 xz tar iso cab arj lzh zst".split())
ODD = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
DTD = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)


def archive_format(file):
    """docx, xlsx, odt or zip; ValidationError with a sentence for what could harm."""
    try:
        _refuse_huge_directory(file)
        with zipfile.ZipFile(file) as archive:
            return _judged(archive, file.size)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise ValidationError(BROKEN) from error
    except (zlib.error, struct.error, RuntimeError) as error:
        raise ValidationError(BROKEN) from error


def _refuse_huge_directory(file):
    """Before the directory is read into memory. 50 MB never need the 64-bit form, which could lie again."""
    start = max(file.size - END.size - 65_535 - 20, 0)
    file.seek(start)
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or tail[max(place - 20, 0) : place].startswith(b"PK\x06\x07"):
        raise zipfile.BadZipFile
    if END.unpack_from(tail, place)[5] > MOST_DIRECTORY:
        raise ValidationError(TOO_MANY)


def _judged(archive, size, depth=0):
    entries = archive.infolist()
    _refuse_bombs(entries, size)
    for entry in entries:
        _refuse_entry(entry)
    found = _office_format(archive, {entry.filename for entry in entries})
    if found == "zip" and len(entries) > MOST_ENTRIES:
        raise ValidationError(
            gettext("The ZIP has more than %(most_entries)s files.") % {"most_entries": f"{MOST_ENTRIES:,}"}
        )
    for entry in entries:
        _refuse_kind(entry, depth, found)
        _read(archive, entry, depth, found)
    return found


def _refuse_bombs(entries, size):
    if not entries:
        raise ValidationError(gettext("The ZIP is empty."))
    if len(entries) > MOST_PARTS:
        raise ValidationError(TOO_MANY)
    packed, unpacked = sum(one.compress_size for one in entries), sum(one.file_size for one in entries)
    is_dense = unpacked > SMALL and unpacked > MOST_RATIO * max(packed, 1)
    if packed > size or unpacked > MOST_UNPACKED or is_dense:
        raise ValidationError(BOMB)


def _refuse_entry(entry):
    if not entry.filename:
        raise zipfile.BadZipFile
    name = entry.orig_filename.replace("\\", "/")
    if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
        raise ValidationError(gettext("A name in the file leads out of its folder (../ or a whole path)."))
    if ODD.search(name):
        raise ValidationError(
            gettext("A name in the file holds control characters or turns the direction of writing.")
        )
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ValidationError(gettext("The file holds a link or a device in place of a file."))
    if entry.flag_bits & 0x2041:
        raise ValidationError(gettext("A part of the file is encrypted: give one that everybody can open."))
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValidationError(
            gettext("The file is packed in a way that not everybody can open: make a plain ZIP.")
        )


def _refuse_kind(entry, depth, found):
    suffix = PurePosixPath(entry.filename.lower().rstrip(". ")).suffix[1:]
    if suffix in (RUNS if found == "zip" else RUNS - OF_OFFICE):
        raise ValidationError(
            gettext("The file holds a program, a script or a web page (.%(suffix)s): take it out.")
            % {"suffix": suffix}
        )
    if found != "zip":
        return
    if suffix in ARCHIVES or (depth and suffix == "zip"):
        raise ValidationError(gettext("The ZIP holds archives within archives: unpack them first."))


def _office_format(archive, names):
    if names & {"word/document.xml", "xl/workbook.xml"} and "[Content_Types].xml" in names:
        found = "docx" if "word/document.xml" in names else "xlsx"
    elif "mimetype" in names and archive.open("mimetype").read(100).strip() == ODT and "content.xml" in names:
        found = "odt"
    else:
        return "zip"
    parts = [name.lower() for name in names]
    has_macros = any(one.endswith("vbaproject.bin") or "/activex/" in one for one in parts)
    if has_macros or any(one.startswith(("basic/", "scripts/")) for one in parts):
        raise ValidationError(gettext("The file holds macros: save it without them."))
    return found


def _read(archive, entry, depth, found):
    """To the real end: Python stops where the directory says, while what unpacks it elsewhere may not."""
    if entry.is_dir():
        return
    before, length, checksum = b"", 0, 0
    unbounded = copy(entry)
    unbounded.file_size, unbounded.CRC = MOST_UNPACKED + 1, None
    is_xml = found != "zip" and entry.filename.lower().endswith((".xml", ".rels"))
    with archive.open(unbounded) as part:
        while length <= entry.file_size and (chunk := part.read(CHUNK)):
            if not length:
                _refuse_start(archive, entry, chunk, depth, found)
            length, checksum = length + len(chunk), zlib.crc32(chunk, checksum)
            if is_xml:
                _refuse_xml(entry, (before + chunk).replace(b"\0", b""))
                before = chunk[-32:]
    if (length, checksum) != (entry.file_size, entry.CRC):
        raise zipfile.BadZipFile
    if found != "zip" and entry.filename.lower().endswith(".rels"):
        _refuse_remote(archive, entry)


def _refuse_xml(entry, text):
    if DTD.search(text):
        raise ValidationError(
            gettext("The file's XML defines entities, which can blow up in a reader's memory.")
        )
    if entry.filename == "[Content_Types].xml" and b"macroEnabled" in text:
        raise ValidationError(gettext("The file holds macros: save it without them."))


def _refuse_remote(archive, entry):
    """A template, an object, a picture that is loaded from elsewhere: links that a reader follows are none."""
    if entry.file_size > MOST_RELATIONS:
        raise ValidationError(TOO_MANY)
    try:
        relations = ElementTree.fromstring(archive.read(entry))  # noqa: S314  it defines no entities
    except ElementTree.ParseError as error:
        raise ValidationError(BROKEN) from error
    for one in relations.iter():
        kind = one.get("Type", "").rpartition("/")[2]
        if one.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
            raise ValidationError(
                gettext(
                    "The file loads something from elsewhere when it is opened (%(kind)s): put it into "
                    "the file itself."
                )
                % {"kind": kind}
            )


def _refuse_start(archive, entry, start, depth, found):
    if start.startswith(PROGRAMS):
        raise ValidationError(gettext("The file holds a program, whatever its name says: take it out."))
    if found != "zip":
        if start.startswith(OLE):
            raise ValidationError(
                gettext("The file holds an object of another program: paste it as a picture.")
            )
        return
    suffix = PurePosixPath(entry.filename.lower()).suffix[1:]
    if start.startswith(b"PK\x03\x04") and suffix not in OFFICE:
        _refuse_inner(archive, entry, depth)


def _refuse_inner(archive, entry, depth):
    """A ZIP within, one level deep, under the same rules."""
    if depth:
        raise ValidationError(gettext("The ZIP holds archives within archives: unpack them first."))
    with tempfile.TemporaryFile() as inner, archive.open(entry) as part:
        for chunk in iter(lambda: part.read(CHUNK), b""):
            inner.write(chunk)
        inner.flush()
        _refuse_huge_directory(File(inner))
        with zipfile.ZipFile(inner) as archive_within:
            _judged(archive_within, entry.file_size, depth + 1)
