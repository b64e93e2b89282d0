"""The files that are attached to an edition, as its page lists them."""

from django.db.models import Prefetch

from .models import Version


def files_of(edition, request):
    """(file, its version in force) of each that whoever asks may have; versions cost one query."""
    versions = Version.objects.in_force(request.moment)
    files = edition.files.visible_to(request).order_by("language", "title", "pk")
    rows = files.prefetch_related(Prefetch("versions", versions, to_attr="in_force"))
    return [(file, file.in_force[0]) for file in rows if file.in_force]
