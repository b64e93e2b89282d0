"""Images and files that a text refers to: each exists, and an image can be told to who cannot see it."""

import re

from django.db.models import ForeignKey
from django.utils.translation import gettext

from publishing.checks import rule
from publishing.checks.piece import is_ours, quoted, split_address

from .models import Document, Image, Publication
from .models.image import is_file_name

IMAGE = re.compile(r"/images/(\d{1,18})(?:/|$)")
FILE = re.compile(r"/files/(\d{1,18})(?:/|$)")
OLD_FILE = re.compile(r"/files/\d{1,18}/(\d{1,18})/.")


def number_in(address, pattern):
    """The id in the path of an address of this site; None for any other."""
    parts = split_address(address)
    match = pattern.match(parts.path) if parts and is_ours(parts) else None
    return int(match[1]) if match else None


def images_of(piece):
    """(where, id or None, src) of each image in the texts, and of those in fields of their own."""
    for text in piece.texts:
        yield from ((text.label, number_in(source, IMAGE), source) for source in text.images)
    for field in piece.edition._meta.concrete_fields:
        if isinstance(field, ForeignKey) and field.related_model is Image:
            number = getattr(piece.edition, field.attname)
            if number is not None:
                yield str(field.verbose_name), number, f"/images/{number}/"


@rule(stops=True)
def image_without_words(piece):
    used = list(dict.fromkeys(images_of(piece)))
    images = Image.objects.in_bulk({number for _where, number, _source in used if number is not None})
    for where, number, source in used:
        image = images.get(number)
        if image is None:
            yield gettext(
                "An image in “%(where)s” (%(source)s) is not in the library: choose another, or take it out."
            ) % {"where": where, "source": quoted(source)}
        elif image.is_decorative:
            continue
        elif not image.alt.strip():
            yield gettext(
                "The image %(title)s in “%(where)s” has no alternative text: say in the library what "
                "it shows, or mark it as decorative."
            ) % {"title": quoted(image.title), "where": where}
        elif is_file_name(image.alt):
            yield gettext(
                "The alternative text of the image %(title)s in “%(where)s” is a file name, %(alt)s: "
                "say in the library what it shows."
            ) % {"title": quoted(image.title), "where": where, "alt": quoted(image.alt)}


@rule(stops=True)
def dead_library_link(piece):
    for text, link in piece.links:
        parts = piece.absolute(link.href)
        if not parts or not is_ours(parts) or not parts.path.startswith(("/files/", "/images/")):
            continue
        if why := why_dead(parts.path, piece.read_at):
            yield (
                gettext(
                    "The link %(words)s in “%(label)s” leads to %(href)s, %(why)s: choose another file, "
                    "or take the link out."
                )
                % {"words": quoted(link.words), "label": text.label, "href": quoted(link.href), "why": why}
            )


def why_dead(path, at):
    """Why nobody would find this address of ours, even if this very text made it public; empty if they would."""
    image, file, old = (pattern.match(path) for pattern in (IMAGE, FILE, OLD_FILE))
    if image and Image.objects.filter(pk=int(image[1])).exists():
        return ""
    document = Document.objects.filter(pk=int(file[1])).first() if file else None
    if document is None:
        return gettext("which is not in the library")
    versions = [version.number for version in document.public_versions(at)]
    is_there = int(old[1]) in versions if old else versions
    return "" if is_there else gettext("a version that readers cannot have")


@rule(stops=False)
def publication_without_files(piece):
    edition = piece.edition
    if isinstance(edition, Publication) and edition.pk and not edition.files.exists():
        yield gettext("It has no file: readers have its abstract alone.")
