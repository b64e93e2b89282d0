"""What an edition may lead to, and what is told of it. A relation to a model that stands not here is not served."""

from collections.abc import Callable
from dataclasses import dataclass

from library.attached import with_versions
from library.models import Document, Image
from organisation.models import CrimeArea, MemberState, Partner, TaskForce
from publishing.clock import today
from publishing.site import absolute

from .shapes import File, Picture, Related


def choice(row, name):
    return {"value": getattr(row, name), "words": str(getattr(row, f"get_{name}_display")())}


def related(row):
    has_page = hasattr(row, "get_absolute_url")
    url = absolute(row.get_absolute_url()) if has_page else None
    return {"slug": row.slug if has_page else None, "name": row.name, "url": url}


def picture(image):
    """It is public, since what refers to it is."""
    told = {name: getattr(image, name) for name in ("caption", "credit", "terms", "width", "height")}
    return {
        "alt": image.text,
        "licence": choice(image, "licence"),
        "url": absolute(image.fallback_url),
        **told,
    }


def file(document):
    """None before its first version is in force."""
    if not document.in_force:
        return None
    version = document.in_force[0]
    told = {name: getattr(version, name) for name in ("format", "size", "sha256")}
    told |= {"title": document.title, "language": choice(document, "language")}
    return {"file_name": version.name, "url": absolute(version.url), **told}


@dataclass(frozen=True)
class Relation:
    """`rows` are those that may be told at an instant, `told` is what is told of one; None leaves it out."""

    shape: type
    rows: Callable
    told: Callable = related


RELATIONS = {
    MemberState: Relation(Related, lambda at: MemberState.objects.announced(today(at))),
    Partner: Relation(Related, lambda at: Partner.objects.admitted(today(at))),
    CrimeArea: Relation(Related, lambda at: CrimeArea.objects.all()),
    TaskForce: Relation(Related, lambda at: TaskForce.objects.established(today(at))),
    Image: Relation(Picture, lambda at: Image.objects.all(), picture),
    Document: Relation(File, lambda at: with_versions(Document.objects, at), file),
}
