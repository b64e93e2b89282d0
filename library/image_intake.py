"""What is taken in as an image: decoded whole, then written anew, so that nothing else rides along."""

import hashlib
from dataclasses import dataclass
from io import BytesIO

import filetype
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext, gettext_lazy as _
from PIL import Image, ImageCms, ImageOps
from PIL.PngImagePlugin import PngImageFile

from .models.image import MOST_BYTES
from .names import fit_name

MOST_PIXELS = 60_000_000
QUALITY = 92
HEAD = 512  # bytes, enough for every signature
# A camera's MPO is a JPEG with a second picture behind the first, which is not kept.
FORMATS = {"jpg": {"JPEG", "MPO"}, "png": {"PNG"}, "webp": {"WEBP"}}
PILLOW = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
OPTIONS = {
    "jpg": {"quality": QUALITY, "progressive": True, "optimize": True},
    "png": {},
    "webp": {"quality": QUALITY, "method": 4},
}
WANTED = _("Give a JPEG, PNG or WebP.")
TOO_MANY = _("too many pixels")
BROKEN = _("The file is damaged or not complete: export or copy it once more.")
MOVING = _("The image moves: give a still one.")
SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True)
class TakenImage:
    """`size` is in bytes; `sha256` is of the bytes as they are kept."""

    content: ContentFile
    format: str
    width: int
    height: int
    size: int
    sha256: str


def image_from(upload):
    """The upload, checked and encoded afresh; ValidationError with one sentence for whoever sent it."""
    fit_name(upload.name)
    if upload.size > MOST_BYTES:
        raise ValidationError(
            gettext("The image is too large: %(most)s MB are the most.") % {"most": MOST_BYTES // 1_000_000}
        )
    upload.seek(0)
    name = _format(upload.read(HEAD))
    try:
        picture = _decoded(upload, name)
        encoded = BytesIO()
        picture.save(encoded, PILLOW[name], **OPTIONS[name])
    except ValidationError:
        raise
    except Exception as error:  # what a broken file makes a decoder raise is beyond counting
        raise ValidationError(BROKEN) from error
    content = encoded.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    return TakenImage(ContentFile(content), name, *picture.size, len(content), digest)


def _format(head):
    """By the first bytes, whatever the name and the browser say."""
    guess = filetype.guess(head)
    if guess and guess.extension in FORMATS:
        return guess.extension
    if guess and guess.extension == "apng":
        raise ValidationError(MOVING)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start:
        raise ValidationError(
            gettext("This is an SVG drawing, which can carry scripts. %(wanted)s") % {"wanted": WANTED}
        )
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<script")) or b"<html" in start:
        raise ValidationError(gettext("This is a web page, not an image. %(wanted)s") % {"wanted": WANTED})
    if guess:
        raise ValidationError(
            gettext("This is a %(extension)s file. %(wanted)s")
            % {"extension": guess.extension.upper(), "wanted": WANTED}
        )
    raise ValidationError(gettext("This is not an image that is known here. %(wanted)s") % {"wanted": WANTED})


def _decoded(upload, name):
    """Upright, in sRGB, with nothing beside its pixels. Its size is read before a pixel is."""
    upload.seek(0)
    try:
        picture = Image.open(upload, formats=sorted(FORMATS[name] - {"MPO"}))
    except Image.DecompressionBombError as error:
        raise ValidationError(_too_large()) from error
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise ValidationError(
            _too_large(
                gettext("%(width)s by %(height)s pixels") % {"width": f"{width:,}", "height": f"{height:,}"}
            )
        )
    if picture.format not in FORMATS[name]:
        raise ValidationError(BROKEN)
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        raise ValidationError(MOVING)
    picture.load()
    if isinstance(picture, PngImageFile) and picture.mode.startswith("I"):
        picture = _in_eight_bits(picture)
    profile = picture.info.get("icc_profile")
    cleaned = _in_srgb(_upright(picture), profile, keeps_alpha=name != "jpg")
    cleaned.info = {}
    return cleaned


def _too_large(measure=TOO_MANY):
    return gettext("The image has %(measure)s; %(most)s million pixels are the most.") % {
        "measure": measure,
        "most": MOST_PIXELS // 1_000_000,
    }


def _in_eight_bits(picture):
    return picture.convert("I").point(lambda value: value / 256).convert("L")


def _upright(picture):
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # a camera's data that cannot be read is no reason to refuse its picture
        return picture


def _in_srgb(picture, profile, *, keeps_alpha):
    alpha = None
    if keeps_alpha and (picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info):
        picture = picture.convert("RGBA")
        alpha = picture.getchannel("A")
    if picture.mode not in ("L", "RGB", "CMYK"):
        picture = picture.convert("L" if picture.mode in ("1", "LA") and alpha is None else "RGB")
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile)) if profile else None
        converted = ImageCms.profileToProfile(picture, source, SRGB, outputMode="RGB") if source else picture
    except (ImageCms.PyCMSError, OSError, ValueError):  # a profile that does not fit the picture
        converted = picture
    if converted.mode == "CMYK":
        converted = converted.convert("RGB")
    if alpha is not None:
        converted.putalpha(alpha)
    return converted
