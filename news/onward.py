"""Where a reader goes from a release: to the one before it, the one after it, and those on the same."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Subquery

from publishing.keeping import kept
from publishing.pages import before, behind

from .models import PressRelease

MOST_RELATED, LATEST = 3, 100


@dataclass(frozen=True)
class Onward:
    earlier: PressRelease | None
    later: PressRelease | None
    related: list = field(default_factory=list)


def onward(release, request):
    """None for what was never public: it has no place in the order yet."""
    if not release.first_public_at:
        return None
    others = PressRelease.objects.public(request.moment).exclude(item=release.item).defer("body")
    place = _place(release)
    earlier = others.filter(behind(*place)).order_by("-first_public_at", "-pk")
    later = others.filter(before(*place)).order_by("first_public_at", "pk")
    both = others.filter(pk__in=[Subquery(rows.values("pk")[:1]) for rows in (earlier, later)])
    beside = {_place(one) > place: one for one in both.select_related("item")}
    return Onward(beside.get(False), beside.get(True), _related(release, others, request))


def _place(release):
    return release.first_public_at, release.pk


def _related(release, others, request):
    """The newest that share a crime area or a state with it: most often they are among the latest."""
    areas, states = release.crime_areas.all(), release.member_states.all()
    if not (areas or states):
        return []
    on_areas = PressRelease.crime_areas.through.objects.filter(crimearea__in=[one.pk for one in areas])
    on_states = PressRelease.member_states.through.objects.filter(memberstate__in=[one.pk for one in states])
    of_it = {"pressrelease": OuterRef("pk")}
    shared = Exists(on_areas.filter(**of_it)) | Exists(on_states.filter(**of_it))
    newest, since = others.filter(shared).newest_first(), _since(request, request.moment)
    latest = newest.filter(first_public_at__gte=since)[:MOST_RELATED] if since else []
    return list(latest if len(latest) == MOST_RELATED else newest[:MOST_RELATED])


@kept
def _since(at):
    """Since when there are the LATEST releases; None where there are no more."""
    hours = PressRelease.objects.public(at).newest_first().values_list("first_public_at", flat=True)
    return next(iter(hours[LATEST : LATEST + 1]), None)
