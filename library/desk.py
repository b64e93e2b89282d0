"""The library's section on the desk."""

from django.db.models import Max, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext

from publishing import clock
from publishing.desk import MOST, Line, Section, ago, joined, section

from .models import Version


@section(order=15)
def files_to_approve(person):
    """Versions that wait, are not this person's own, and have not been overtaken."""
    if not person.has_perms(["library.approve_document", "library.view_document"]):
        return None
    siblings = Version.objects.filter(document=OuterRef("document"), effective_at__isnull=False)
    last = Subquery(siblings.order_by().values("document").annotate(last=Max("number")).values("last"))
    waiting = Version.objects.filter(effective_at=None, number__gt=last).exclude(added_by=person)
    now = clock.now()
    lines = [
        Line(
            gettext("%(document)s, version %(number)s")
            % {"document": version.document, "number": version.number},
            reverse("admin:library_document_change", args=[version.document_id]),
            joined(str(version.added_by), ago(version.added_at, now), version.note),
        )
        for version in waiting.select_related("document", "added_by").order_by("added_at")[: MOST + 1]
    ]
    return Section(gettext("Files to approve"), lines, gettext("No file waits to be approved."))
