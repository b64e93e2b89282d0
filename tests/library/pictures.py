"""Pictures for tests, drawn when they are needed."""

import hashlib
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow, ImageDraw

from library.models import Image
from tests.make import EARLIER, NUMBERS, account


def drawn(size=(900, 600), mode="RGB"):
    """Not of one colour, so that crops and formats can be told apart."""
    picture = Pillow.linear_gradient("L").resize(size).convert(mode)
    ImageDraw.Draw(picture).ellipse([0, 0, size[0] / 3, size[1] / 3], fill="white" if mode != "P" else 1)
    return picture


def encoded(picture=None, format="JPEG", **options):
    stream = BytesIO()
    (picture or drawn()).save(stream, format, **options)
    return stream.getvalue()


def upload(content, name="picture.jpg"):
    return SimpleUploadedFile(name, content, "image/jpeg")


def image(size=(900, 600), **fields):
    """A stored image, as the back office leaves it."""
    content = encoded(drawn(size))
    fields = {"title": f"Picture {next(NUMBERS)}", "alt": "A lorry at a border.", "credit": "SELEC", **fields}
    row = Image(format="jpg", width=size[0], height=size[1], size=len(content), **fields)
    row.sha256 = hashlib.sha256(content).hexdigest()
    row.added_by, row.added_at = account("old librarian"), EARLIER
    row.original.save("picture", ContentFile(content), save=False)
    row.save(force_insert=True)
    return row


def shown(row):
    """The form in which a text refers to an image."""
    return f'<p><img src="/images/{row.pk}/640.jpg" alt=""></p>'
