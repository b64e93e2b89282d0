"""The sizes and formats in which an image is sent, each made once, when it is first asked for."""

import fcntl
import hashlib
import re
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile

WIDTHS = [320, 640, 960, 1280, 1920]
CARD_WIDTHS = [320, 640]
CARD = 3 / 2  # a card's width to its height
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
MADE_IN = ["avif", "webp", "jpg"]
# AVIF at speed 6 takes three times as long for the same size.
ENCODED = {
    "avif": ("AVIF", {"quality": 58, "speed": 8}),
    "webp": ("WEBP", {"quality": 78, "method": 4}),
    "jpg": ("JPEG", {"quality": 80, "progressive": True, "optimize": True}),
}
NAME = re.compile(rf"(card-)?([0-9]{{3,4}})\.({'|'.join(MADE_IN)})")
LOCKS = 16  # so many pictures at most are encoded at one time on a machine


@dataclass(frozen=True)
class Rendition:
    """`width` is what was asked for, in pixels; None is the original."""

    width: int | None
    format: str
    is_card: bool = False

    @classmethod
    def named(cls, name, image):
        """Of an address's last part; None for a name that this image has nothing for."""
        if name == f"original.{image.format}":
            return cls(None, image.format)
        parts = NAME.fullmatch(name)
        if not parts or int(parts[2]) not in (CARD_WIDTHS if parts[1] else WIDTHS):
            return None
        return cls(int(parts[2]), parts[3], bool(parts[1]))

    @property
    def content_type(self):
        return TYPES[self.format]

    def file(self, image):
        """The stored file, made now if this is the first request for it."""
        if self.width is None:
            return image.original
        path = f"{folder(image)}/{self._name(image)}"
        if not default_storage.exists(path):
            with _lock(image):
                if not default_storage.exists(path):
                    _store(path, self._encode(image))
        return FieldFile(image, image.original.field, path)

    def _name(self, image):
        return f"{'card-' if self.is_card else ''}{self._real_width(image)}.{self.format}"

    def _real_width(self, image):
        """Never more than there is: the nearest smaller width, or what little the original has."""
        most = round(min(image.width, image.height * CARD)) if self.is_card else image.width
        return nearest(self.width, CARD_WIDTHS if self.is_card else WIDTHS, most)

    def _encode(self, image):
        from PIL import Image  # 4 MB, for the process that makes a picture: others hand out what was made

        width = self._real_width(image)
        box = _card_box(image) if self.is_card else (0, 0, image.width, image.height)
        height = max(1, round(width * (box[3] - box[1]) / (box[2] - box[0])))
        with image.original.open("rb") as stored, Image.open(stored) as picture:
            scale = width / (box[2] - box[0])
            picture.draft(None, (round(image.width * scale), round(image.height * scale)))
            shrunk = picture.width / image.width  # a JPEG is decoded at a half, a quarter where that will do
            drawn = _plain(picture, has_alpha=self.format != "jpg")
            box = tuple(side * shrunk for side in box)
            drawn = drawn.resize((width, height), Image.Resampling.LANCZOS, box=box)
        encoded, (format_, options) = BytesIO(), ENCODED[self.format]
        drawn.save(encoded, format_, **options)
        return encoded.getvalue()


def nearest(width, widths, most):
    """The largest of `widths` up to `width` and to `most`, in pixels; `most` where all are larger."""
    return max((each for each in widths if each <= min(width, most)), default=min(width, most))


def offered(image):
    """(the width in the name, the real width) of each size that a page may offer."""
    fitting = [(width, width) for width in WIDTHS if width <= image.width]
    return fitting or [(WIDTHS[0], image.width)]


def folder(image):
    """Another one when the focal point moves, so that no old crop is shown."""
    version = f"{image.sha256} {image.focal_x} {image.focal_y}"
    return f"renditions/{image.pk}/{hashlib.sha256(version.encode()).hexdigest()[:12]}"


def delete_all(pk, but=""):
    """Every rendition of the image with this id, except those in the folder `but`."""
    top = f"renditions/{pk}"
    with suppress(OSError):  # such as a folder into which somebody writes at this moment
        for name in default_storage.listdir(top)[0]:
            if f"{top}/{name}" != but:
                for file in default_storage.listdir(f"{top}/{name}")[1]:
                    default_storage.delete(f"{top}/{name}/{file}")
                default_storage.delete(f"{top}/{name}")
        if not but:
            default_storage.delete(top)


def _card_box(image):
    """The largest 3:2 part of the image with the focal point as near its middle as can be."""
    width, height = min(image.width, image.height * CARD), min(image.height, image.width / CARD)
    left = min(max(image.width * image.focal_x / 100 - width / 2, 0), image.width - width)
    top = min(max(image.height * image.focal_y / 100 - height / 2, 0), image.height - height)
    return left, top, left + width, top + height


def _plain(picture, *, has_alpha):
    """In RGB, on white where the format knows no transparency."""
    from PIL import Image

    if "A" not in picture.getbands():
        return picture.convert("RGB")
    picture = picture.convert("RGBA")
    if has_alpha:
        return picture
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")


@contextmanager
def _lock(image):
    """One encoding of an image at a time, among all threads and processes of this machine."""
    locks = Path(settings.MEDIA_ROOT) / "locks"
    locks.mkdir(parents=True, exist_ok=True)
    with (locks / str(image.pk % LOCKS)).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _store(path, content):
    """Under its name only when it is whole: a process that is killed leaves no half of it there."""
    try:
        target = Path(default_storage.path(path))
    except NotImplementedError:  # a store that is no folder keeps a file whole or not at all
        default_storage.save(path, ContentFile(content))
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as unfinished:
        unfinished.write(content)
    Path(unfinished.name).chmod(0o644)
    Path(unfinished.name).replace(target)
