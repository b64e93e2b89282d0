"""Where a reader goes from a release: to the one before it, the one after it, and those on the same."""

from dataclasses import dataclass, field
from itertools import islice

from django.db.models import Exists, OuterRef, Subquery

from publishing.keeping import kept
from publishing.pages import before, behind
from publishing.prepared import prepared

from .models import PressRelease

MOST_RELATED, LATEST = 3, 100


@dataclass(frozen=True)
class Onward:
    earlier: PressRelease | None
    later: PressRelease | None
    related: list = field(default_factory=list)


def onward(release, relations, request):
    """None for what was never public: it has no place in the order yet. `relations` has the rows of each."""
    if not release.first_public_at:
        return None
    latest = _latest(request, request.moment)
    related = _related(release, _subjects(**relations), latest, request.moment)
    return Onward(*_beside(release, latest, request.moment), related)


def _beside(release, latest, at):
    """(the one before it, the one after it): most often they are among the latest, too."""
    items = [one.item_id for _subjects, one in latest]
    place = items.index(release.item_id) if release.item_id in items else LATEST
    if place + 1 < LATEST:
        earlier, later = latest[place + 1 : place + 2], latest[place - 1 : place]
        return tuple(found[0][1] if found else None for found in (earlier, later))
    here = release.first_public_at, release.pk
    found = _beside_ever(PressRelease, at, *here, release.item_id)
    beside = {(one.first_public_at, one.pk) > here: one for one in found}
    return beside.get(False), beside.get(True)


@prepared
def _beside_ever(kind, at, hour, pk, item):
    others = kind.objects.public(at).exclude(item=item)
    earlier = others.filter(behind(hour, pk)).order_by("-first_public_at", "-pk")
    later = others.filter(before(hour, pk)).order_by("first_public_at", "pk")
    both = kind.objects.filter(pk__in=[Subquery(rows.values("pk")[:1]) for rows in (earlier, later)])
    return both.listed()


def _related(release, subjects, latest, at):
    """The newest that share a crime area or a state with it."""
    if not subjects:
        return []
    item = release.item_id
    sharing = (one for of, one in latest if not subjects.isdisjoint(of) and one.item_id != item)
    found = [*islice(sharing, MOST_RELATED)]
    is_all = len(found) == MOST_RELATED or len(latest) < LATEST
    return found if is_all else _related_ever(PressRelease, at, release.pk, item)


def _subjects(crime_areas, member_states, **_rest):
    return frozenset((type(one), one.pk) for one in [*crime_areas, *member_states])


@kept
def _latest(at):
    rows = PressRelease.objects.public(at).newest_first().listed()
    rows = rows.prefetch_related("crime_areas", "member_states")[:LATEST]
    return [(_subjects(one.crime_areas.all(), one.member_states.all()), one) for one in rows]


@prepared
def _related_ever(kind, at, pk, item):
    """By the ids of the release and of its item."""
    of_areas, of_states = kind.crime_areas.through.objects, kind.member_states.through.objects
    of_one = {"pressrelease": OuterRef("pk")}
    areas = of_areas.filter(pressrelease=pk).values("crimearea")
    states = of_states.filter(pressrelease=pk).values("memberstate")
    on_same = Exists(of_areas.filter(crimearea__in=areas, **of_one))
    on_same |= Exists(of_states.filter(memberstate__in=states, **of_one))
    others = kind.objects.public(at).exclude(item=item).filter(on_same)
    return others.newest_first().listed()[:MOST_RELATED]
