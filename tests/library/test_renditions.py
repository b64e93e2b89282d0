"""Sizes, formats and crops, and that each is made once."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image as Pillow

from library import renditions
from library.models import Image
from library.renditions import CARD_WIDTHS, WIDTHS, Rendition, nearest, offered
from tests.library.pictures import drawn, encoded, image

pytestmark = pytest.mark.django_db


def made(name, row):
    with Rendition.named(name, row).file(row).open("rb") as file:
        return Pillow.open(BytesIO(file.read()))


@pytest.mark.parametrize(("suffix", "format"), [("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")])
def test_each_width_in_each_format_in_the_natural_ratio(suffix, format):
    row = image((2100, 1400))
    for width in WIDTHS:
        picture = made(f"{width}.{suffix}", row)
        assert (picture.format, picture.size) == (format, (width, round(width * 2 / 3)))


def test_nothing_is_ever_made_larger():
    row = image((1000, 500))
    assert offered(row) == [(320, 320), (640, 640), (960, 960)]
    assert made("1920.jpg", row).size == (960, 480)
    small = image((200, 300))
    assert offered(small) == [(320, 200)]
    assert made("320.avif", small).size == (200, 300)
    assert made("card-640.jpg", small).size == (200, 133)
    assert nearest(640, CARD_WIDTHS, 500) == 320


@pytest.mark.parametrize(
    ("size", "focus", "box"),
    [
        ((600, 600), (50, 50), (0, 100, 600, 500)),
        ((600, 600), (50, 0), (0, 0, 600, 400)),
        ((600, 600), (0, 100), (0, 200, 600, 600)),
        ((1200, 400), (0, 50), (0, 0, 600, 400)),
        ((1200, 400), (75, 50), (600, 0, 1200, 400)),
    ],
)
def test_a_card_is_the_largest_part_in_three_to_two_that_keeps_the_focal_point(size, focus, box):
    row = image(size, focal_x=focus[0], focal_y=focus[1])
    assert renditions._card_box(row) == box
    assert made("card-320.webp", row).size == (320, 213)


def test_a_moved_focal_point_gives_new_crops_and_drops_the_old(django_capture_on_commit_callbacks):
    row = image((1200, 400), focal_x=0)
    left = Rendition.named("card-320.jpg", row).file(row)
    row.focal_x = 100
    with django_capture_on_commit_callbacks(execute=True):
        row.save()
    right = Rendition.named("card-320.jpg", row).file(row)
    assert left.name != right.name
    assert not default_storage.exists(left.name)
    assert default_storage.exists(right.name)


@pytest.mark.parametrize(
    "name",
    [
        "319.jpg",
        "640.gif",
        "card-960.jpg",
        "640.jpg.exe",
        "../640.jpg",
        "original.png",
        "640.JPG",
        "٦٤٠.jpg",
        "",
    ],
)
def test_other_names_are_of_nothing(name):
    assert Rendition.named(name, image()) is None


def test_transparency_is_kept_where_the_format_can_and_white_where_it_cannot():
    row = image()
    Path(row.original.path).write_bytes(encoded(Pillow.new("RGBA", (900, 600), (255, 0, 0, 0)), "PNG"))
    assert made("320.webp", row).convert("RGBA").getpixel((5, 5))[3] == 0
    assert made("320.avif", row).convert("RGBA").getpixel((5, 5))[3] == 0
    assert made("320.jpg", row).getpixel((5, 5)) == (255, 255, 255)


def counting(monkeypatch, folder):
    """Each encoding leaves a file in `folder`, whichever thread or process makes it."""
    encode = Rendition._encode

    def counted(self, row):
        count = len(list(folder.iterdir()))
        (folder / f"{multiprocessing.current_process().pid} {count} {id(row)}").touch()
        return encode(self, row)

    monkeypatch.setattr(Rendition, "_encode", counted)


def ask(row):
    return Rendition.named("640.avif", row).file(row).size


def test_many_threads_and_processes_at_once_encode_once(monkeypatch, tmp_path):
    row = image((1600, 1200))
    seen = tmp_path / "seen"
    seen.mkdir()
    counting(monkeypatch, seen)
    # Each asks with a row of its own, as requests do; children fork, and touch no database.
    copies = [Image.objects.get(pk=row.pk) for _ in range(8)]
    with multiprocessing.get_context("fork").Pool(4) as processes, ThreadPoolExecutor(8) as threads:
        from_processes = processes.map_async(ask, copies)
        from_threads = list(threads.map(ask, copies))
        sizes = {*from_processes.get(timeout=60), *from_threads}
    assert len(list(seen.iterdir())) == 1
    assert len(sizes) == 1


def test_a_process_that_is_killed_leaves_no_half_file(monkeypatch):
    row = image()
    rendition = Rendition.named("320.jpg", row)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            rendition.file(row)
    assert not default_storage.exists(f"{renditions.folder(row)}/320.jpg")
    assert rendition.file(row).size > 1000


def test_an_upright_picture_stays_upright_from_a_large_jpeg():
    """Large JPEGs are decoded at a part of their size: the ratio and the crop must not suffer."""
    row = image((2000, 3001))
    assert made("640.jpg", row).size == (640, 960)
    bright = made("card-320.jpg", image((3000, 2000), focal_x=0)).convert("L").resize((3, 2))
    whole = drawn((3000, 2000)).convert("L").resize((3, 2))
    assert all(abs(a - b) < 12 for a, b in zip(bright.tobytes(), whole.tobytes(), strict=True))
