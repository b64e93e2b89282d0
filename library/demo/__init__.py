"""Demo content: publications in every state, with a file and a cover that are drawn here."""

from io import BytesIO
from pathlib import Path

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image as Picture, ImageDraw, ImageFont

from library.content import file_from
from library.image_intake import image_from
from library.models import Document, Image, Publication
from publishing import demo
from publishing.slugs import slug_of

NAVY, PAPER, MARK = "#0c2348", "#faf8f3", "#f0b34c"


@transaction.atomic
def load(people):
    """`people` are the demo accounts by name."""
    texts, by = demo.texts(Path(__file__).parent, "publication"), people["librarian"]
    files = papers(texts, by)
    for text in texts:
        if words := text.pop("cover_words", ""):
            text["cover"] = cover(words, by)
    demo.load(Publication, texts, by, people["approver"], files=files)


def papers(texts, by):
    """{title: file} of all that the texts name as `papers`; the one that is `revised` has two versions."""
    files = {}
    for text in texts:
        revised = text.pop("revised", "")
        for title, language in text.pop("papers", {}).items():
            files[title] = document(title, language, by)
            text.setdefault("files", []).append(title)
            if title == revised:
                add_version(files[title], f"{title} (revised)", by, "A figure in the table was corrected.")
    return files


def document(title, language, by):
    row = Document(title=title, language=language)
    row.begin(by)
    row.save()
    add_version(row, title, by)
    return row


def add_version(row, words, by, note=""):
    name = f"{slug_of(row.title, 'file')}.pdf"
    row.add_version(file_from(SimpleUploadedFile(name, page(words), "application/pdf")), by, note)


def page(title):
    """A PDF of one page that says what it is."""
    with pikepdf.new() as pdf, BytesIO() as made:
        sheet = pdf.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
        sheet.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        lines = [title, "A page of the demo content: the document itself is not part of it."]
        words = [line.encode("cp1252", "replace").hex().encode() for line in lines]
        drawn = b"BT /F1 18 Tf 60 740 Td <%s> Tj /F1 11 Tf 0 -30 Td <%s> Tj ET" % tuple(words)
        sheet.Contents = pdf.make_stream(drawn)
        pdf.docinfo["/Title"] = title
        pdf.save(made)
        return made.getvalue()


def cover(words, by):
    drawn = Picture.new("RGB", (840, 1188), NAVY)
    pen = ImageDraw.Draw(drawn)
    pen.rectangle([0, 960, 840, 972], fill=MARK)
    pen.multiline_text((70, 140), words, fill=PAPER, font=ImageFont.load_default(92), spacing=26)
    pen.text((70, 1030), "SELEC", fill=PAPER, font=ImageFont.load_default(64))
    encoded = BytesIO()
    drawn.save(encoded, "PNG")
    taken = image_from(SimpleUploadedFile("cover.png", encoded.getvalue(), "image/png"))
    said = " ".join(words.split())
    image = Image(title=f"Cover: {said}", alt=f"Cover with the words “{said}”", credit="SELEC")
    image.take(taken, by)
    image.save()
    return image
