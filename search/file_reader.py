"""A program of its own, which files.py runs: writes the text of the file on its input, as far as it gets.

A hostile file could take all memory or time: this process has little of both, and what it has written counts.
"""

import resource
import sys
import zipfile

MOST_MEMORY = 1024**3  # bytes
MOST_SECONDS = 20  # of the processor
MOST_PAGES = 500
MOST_BYTES = 50_000_000  # of an archive's part, unpacked
MOST_CHARACTERS = 2_000_000
WORDPROCESSING = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ODF = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def pdf(stream):
    from pypdf import PdfReader

    for number, page in enumerate(PdfReader(stream).pages):
        if number == MOST_PAGES:
            return
        yield page.extract_text()


def docx(stream):
    for name in ("document", "footnotes", "endnotes"):
        for paragraph in _elements(stream, f"word/{name}.xml", f"{WORDPROCESSING}p"):
            parts = (each for each in paragraph.iter() if each.tag.startswith(WORDPROCESSING))
            yield "".join(_said(each) for each in parts)


def _said(element):
    """A tab or a break is a space; deleted text, which has a tag of its own, says nothing."""
    name = element.tag.removeprefix(WORDPROCESSING)
    return element.text or "" if name == "t" else " " if name in ("tab", "br", "cr") else ""


def odt(stream):
    for tag in ("h", "p"):
        for paragraph in _elements(stream, "content.xml", ODF + tag):
            yield "".join(paragraph.itertext())


def xlsx(stream):
    for text in _elements(stream, "xl/sharedStrings.xml", f"{SHEET}si"):
        yield "".join(each.text or "" for each in text.iter(f"{SHEET}t"))


def _elements(stream, name, tag):
    from defusedxml import ElementTree

    with zipfile.ZipFile(stream) as archive:
        if name not in archive.namelist():
            return
        with archive.open(name) as part:
            content = part.read(MOST_BYTES + 1)
    if len(content) <= MOST_BYTES:
        yield from ElementTree.fromstring(content).iter(tag)


READERS = {"pdf": pdf, "docx": docx, "odt": odt, "xlsx": xlsx}


def main(form):
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    written = 0
    with open(0, "rb") as stream:
        for text in READERS[form](stream):
            sys.stdout.buffer.write((text[: MOST_CHARACTERS - written] + "\n").encode(errors="replace"))
            sys.stdout.buffer.flush()
            written += len(text)
            if written >= MOST_CHARACTERS:
                return


if __name__ == "__main__":
    main(sys.argv[1])
