"""What an edition refers to in the library, as its page shows it: read in one query for its texts and its files."""

from dataclasses import dataclass, field

from django.db.models import Exists, FilteredRelation, OuterRef, Q, Value
from django.db.models.functions import Now

from publishing.gate import is_in_force
from publishing.lifecycle import Standing
from publishing.moment import shown_at

from .attached import with_versions
from .models import Document, Image, Use


@dataclass(frozen=True)
class Referred:
    """`files` has (file, its versions in force, the newest first) by the file's id, in the order of lists; `attached`
    are the ids of those that stand in the list of its files, whatever its texts link to."""

    images: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    attached: set = field(default_factory=set)


def referred_by(edition, at):
    """Of an edition that is stored, at the moment of its page; read once."""
    if "referred" not in vars(edition):
        edition.referred = _read(edition, at)
    return edition.referred


def files_of(edition, request):
    """(file, its version in force) of each in the list of its files that whoever asks may have: of an edition that is
    public now anybody may have all of them."""
    if edition.standing == Standing.PUBLIC and is_in_force(edition, shown_at(request)):
        found = referred_by(edition, request.moment)
        pairs = [pair for pk, pair in found.files.items() if pk in found.attached]
    else:
        rows = with_versions(edition.files.visible_to(request), request.moment)
        pairs = [(file, file.in_force) for file in rows]
    return [(file, versions[0]) for file, versions in pairs if versions]


def images_of(ids, edition):
    """{id: Image} of these ids. What `edition` does not refer to, as an earlier text of it may, is read beside."""
    known = referred_by(edition, edition.moment).images if ids and edition else {}
    missing = ids - {*known}
    return known | (Image.objects.in_bulk(missing) if missing else {})


def files_with(ids, edition):
    """{id: (file, versions)}, likewise."""
    at = edition and edition.moment
    known = referred_by(edition, at).files if ids and edition else {}
    missing = ids - {*known}
    read = with_versions(Document.objects.filter(pk__in=missing), at) if missing else []
    return known | {one.pk: (one, one.in_force) for one in read}


def _read(edition, at):
    in_force = Q(document__versions__effective_at__lte=at or Now())
    rows = Use.objects.filter(kind=edition._meta.label_lower, edition=edition.pk)
    rows = rows.annotate(
        version=FilteredRelation("document__versions", condition=in_force), is_attached=_is_attached(edition)
    )
    rows = rows.select_related("image", "document", "version")
    found = Referred()
    for row in rows.order_by("document__language", "document__title", "document_id", "-version__number"):
        if row.image_id:
            found.images[row.image_id] = row.image
            continue
        _file, versions = found.files.setdefault(row.document_id, (row.document, []))
        versions += [row.version] if hasattr(row, "version") else []  # none is in force yet
        found.attached.update([row.document_id] if row.is_attached else [])
    return found


def _is_attached(edition):
    if not hasattr(edition, "files"):
        return Value(False)
    of, to = type(edition).files.field.m2m_field_name(), type(edition).files.field.m2m_reverse_field_name()
    chosen = type(edition).files.through.objects
    return Exists(chosen.filter(**{of: edition.pk, to: OuterRef("document")}))
