"""Taking images in, describing them, and refusing to lose them."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from PIL import Image as Pillow, ImageCms
from PIL.PngImagePlugin import PngInfo

from library.image_intake import MOST_BYTES, image_from
from library.models import Image
from library.models.image import is_file_name
from news.models import PressRelease
from tests.library.pictures import drawn, encoded, image, shown, upload
from tests.make import make


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def huge_png(width, height):
    """A bomb: a few hundred bytes that would be gigabytes of pixels."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 9999)) + chunk(b"IEND", b"")


def huge_webp():
    """A bomb whose header claims the largest canvas that the format knows."""
    header = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + b"\xff\x3f\0" * 2
    body = b"WEBP" + header + encoded(drawn((8, 8)), "WEBP")[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def animated(format):
    return encoded(drawn((60, 40)), format, save_all=True, append_images=[drawn((60, 40)).rotate(90)])


JPEG, PNG = encoded(), encoded(format="PNG")
MALICIOUS = {
    "svg": (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "SVG"),
    "svg after a comment": (b"\xef\xbb\xbf<!-- x --><svg><script>1</script></svg>", "SVG"),
    "html": (b"<!DOCTYPE html><script>alert(1)</script>", "web page"),
    "gif": (encoded(drawn().convert("P"), "GIF"), "GIF"),
    "gif and script": (b"GIF89a/*" + b"\0" * 60 + b"*/=1;alert(1)", "GIF"),
    "pdf": (b"%PDF-1.7\n1 0 obj", "PDF"),
    "zip": (b"PK\x03\x04" + b"\0" * 60, "ZIP"),
    "text": (b"hello", "not an image"),
    "nothing but a signature": (b"\xff\xd8\xff\xe0", "damaged"),
    "truncated jpeg": (JPEG[: len(JPEG) // 2], "damaged"),
    "jpeg that ends a byte early": (JPEG[:-200], "damaged"),
    "truncated png": (encoded(format="PNG")[:900], "damaged"),
    "truncated webp": (encoded(format="WEBP")[:300], "damaged"),
    "png inside, jpeg outside": (b"\xff\xd8\xff\xe0" + encoded(format="PNG"), "damaged"),
    "bomb": (huge_png(50_000, 50_000), "60 million pixels"),
    "smaller bomb": (huge_png(9_000, 9_000), "9,000"),
    "webp bomb": (huge_webp(), "60 million pixels"),
    "animated webp": (animated("WEBP"), "still"),
    "animated png": (animated("PNG"), "still"),
    "broken png data": (PNG[:200] + b"\0" * 40 + PNG[240:], "damaged"),
    "tiff": (encoded(format="TIFF"), "TIF"),
    "too heavy": (b"\xff\xd8\xff" + b"\0" * MOST_BYTES, "30 MB"),
}


@pytest.mark.parametrize(("content", "told"), MALICIOUS.values(), ids=MALICIOUS)
def test_what_is_no_sound_image_is_refused_with_a_sentence(content, told):
    with pytest.raises(ValidationError) as refused:
        image_from(upload(content))
    (sentence,) = refused.value.messages
    assert told in sentence
    assert sentence.endswith(".")


def test_a_bomb_is_never_decoded(monkeypatch):
    for name in ("load", "draft"):
        monkeypatch.setattr(Pillow.Image, name, lambda *_: pytest.fail("decoded"))
    for content in (huge_png(50_000, 50_000), huge_png(9_000, 9_000)):
        with pytest.raises(ValidationError):
            image_from(upload(content))


def with_metadata(format):
    exif = Pillow.Exif()
    exif[0x010E], exif[0x0110] = "SECRET place", "SECRET camera"
    exif.get_ifd(0x8825)[2] = (44.0, 26.0, 5.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options = {"exif": exif, "icc_profile": profile, "xmp": b"<x:xmpmeta>SECRET</x:xmpmeta>"}
    if format == "PNG":
        options = {**options, "pnginfo": PngInfo()}
        options["pnginfo"].add_text("Comment", "SECRET words")
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", "SECRET")
    if format == "JPEG":
        options["comment"] = b"SECRET comment"
    return encoded(format=format, **options) + b"<script>SECRET tail</script>"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_only_pixels_are_kept(format):
    taken = image_from(upload(with_metadata(format)))
    content = taken.content.read()
    kept = Pillow.open(BytesIO(content))
    kept.load()
    assert b"SECRET" not in content
    assert kept.format == format
    assert not set(kept.info) & {"exif", "icc_profile", "xmp", "comment", "Comment", "XML:com.adobe.xmp"}
    assert not kept.getexif()
    assert (taken.width, taken.height, taken.size) == (*kept.size, len(content))


def test_it_is_stored_upright():
    exif = Pillow.Exif()
    exif[0x0112] = 6  # the camera was held upright
    taken = image_from(upload(encoded(drawn((90, 60)), exif=exif)))
    assert (taken.width, taken.height) == (60, 90)


def test_colours_become_those_of_the_web():
    """A profile whose red and green are exchanged: its red is the web's green."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ", 128), profile.index(b"gXYZ", 128)
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    red_picture = Pillow.new("RGB", (40, 40), (250, 10, 10))
    taken = image_from(upload(encoded(red_picture, "PNG", icc_profile=bytes(profile))))
    kept = Pillow.open(taken.content).getpixel((20, 20))
    assert kept[1] > 200 > 60 > kept[0]


@pytest.mark.parametrize(
    ("mode", "format"),
    [
        ("L", "JPEG"),
        ("CMYK", "JPEG"),
        ("1", "PNG"),
        ("P", "PNG"),
        ("LA", "PNG"),
        ("RGBA", "PNG"),
        ("RGBA", "WEBP"),
    ],
)
def test_every_usual_kind_of_pixel_is_taken(mode, format):
    taken = image_from(upload(encoded(drawn((90, 60)).convert(mode), format)))
    assert Pillow.open(taken.content).mode in ("L", "RGB", "RGBA", "LA")


def test_transparency_and_sixteen_bits_survive():
    clear = Pillow.new("RGBA", (40, 40), (255, 0, 0, 0))
    assert Pillow.open(image_from(upload(encoded(clear, "PNG"))).content).getpixel((0, 0))[3] == 0
    deep = Pillow.new("I;16", (40, 40), 32768)
    assert Pillow.open(image_from(upload(encoded(deep, "PNG"))).content).getpixel((0, 0)) == 128


@pytest.mark.parametrize(
    "alt", ["IMG_1234.jpg", "photo.PNG", "DSC00123", "IMG 20260101_120000", "the file a-b.webp"]
)
def test_a_files_name_is_no_description(alt):
    assert is_file_name(alt)


@pytest.mark.parametrize(
    "alt", ["", "A lorry at a border", "PXL agency at work", "The 2025 seizure: 120 kg."]
)
def test_a_description_is_no_files_name(alt):
    assert not is_file_name(alt)


# The back office

FORM = {
    "title": "Lorry",
    "alt": "A lorry at a border.",
    "credit": "SELEC",
    "licence": "free",
    "focal_x": "50",
    "focal_y": "50",
}
ADD = "/admin/library/image/add/"
RIGHTS = [f"{act}_image" for act in ("view", "add", "change", "delete")]


@pytest.fixture
def librarian(person):
    client = Client()
    client.force_login(person("lidia", *RIGHTS, "view_pressrelease"))
    return client


def stored_files(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_picture_is_added_and_listed(librarian):
    response = librarian.post(ADD, {**FORM, "upload": upload(JPEG, "what it is called.exe")}, follow=True)
    row = Image.objects.get()
    assert response.status_code == 200
    assert (row.format, row.width, row.height) == ("jpg", 900, 600)
    assert row.added_by.username == "lidia"
    assert row.card_url in librarian.get("/admin/library/image/").content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"alt": ""}, "Say what the image shows"),
        ({"alt": "IMG_1234.jpg"}, "This is the name of a file"),
        ({"credit": ""}, "This field is required"),
        ({"licence": "other"}, "Say what the other terms are"),
        ({"focal_x": "101"}, "less than or equal to 100"),
        ({"upload": upload(MALICIOUS["svg"][0], "a.jpg")}, "SVG drawing"),
        ({"upload": upload(MALICIOUS["truncated jpeg"][0], "a.jpg")}, "damaged"),
        ({"upload": upload(JPEG, "x" * 200 + ".jpg")}, "name is too long"),
        ({"upload": ""}, "This field is required"),
    ],
)
def test_a_faulty_form_is_refused_and_leaves_no_file(librarian, settings, changed, sentence):
    response = librarian.post(ADD, {**FORM, "upload": upload(JPEG), **changed})
    assert sentence in response.content.decode()
    assert not Image.objects.exists()
    assert stored_files(settings) == []


def test_a_mere_decoration_needs_no_words(librarian):
    librarian.post(ADD, {**FORM, "alt": "", "is_decorative": "on", "upload": upload(JPEG)})
    assert Image.objects.get().text == ""


def test_where_it_is_used_stands_above_the_form_for_whoever_may_see_it(librarian, person):
    row = image()
    release = make(PressRelease, title="Lorry stopped", body=shown(row))
    page = f"/admin/library/image/{row.pk}/change/"
    assert "Lorry stopped" in librarian.get(page).content.decode()
    assert f"/admin/news/pressrelease/{release.pk}/change/" in librarian.get(page).content.decode()
    outsider = Client()
    outsider.force_login(person("olga", *RIGHTS))
    text = outsider.get(page).content.decode()
    assert "Lorry stopped" not in text
    assert "Used 1 time where you have no right to look." in text


def test_the_bytes_of_an_image_are_never_replaced(librarian):
    row = image()
    page = f"/admin/library/image/{row.pk}/change/"
    assert 'type="file"' not in librarian.get(page).content.decode()
    before = row.sha256
    librarian.post(page, {**FORM, "title": "Renamed", "upload": upload(encoded(drawn((60, 40))))})
    row.refresh_from_db()
    assert (row.title, row.sha256) == ("Renamed", before)


@pytest.mark.django_db(transaction=True)
def test_what_is_used_stays_and_what_is_not_is_deleted_with_its_files(librarian, settings):
    used, unused = image(), image()
    make(PressRelease, body=shown(used))
    librarian.get(unused.card_url)
    for row in (used, unused):
        response = librarian.post(f"/admin/library/image/{row.pk}/delete/", {"post": "yes"}, follow=True)
        assert ("cannot be deleted" in response.content.decode()) is (row == used)
    assert [*Image.objects.all()] == [used]
    assert [path for path in stored_files(settings) if path.parent.name != "locks"] == [
        Path(used.original.path)
    ]
