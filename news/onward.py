"""Where a reader goes from a release: to the one before it, the one after it, and those on the same."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from .models import PressRelease

MOST_RELATED = 3


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
    since, number = release.first_public_at, release.pk
    before = others.filter(Q(first_public_at__lt=since) | Q(first_public_at=since, pk__lt=number))
    after = others.filter(Q(first_public_at__gt=since) | Q(first_public_at=since, pk__gt=number))
    nearest = before.order_by("-first_public_at", "-pk")[:1], after.order_by("first_public_at", "pk")[:1]
    both = others.filter(Q(pk__in=nearest[0].values("pk")) | Q(pk__in=nearest[1].values("pk")))
    beside = {_place(one) > _place(release): one for one in both.select_related("item")}
    return Onward(beside.get(False), beside.get(True), _related(release, others))


def _place(release):
    return release.first_public_at, release.pk


def _related(release, others):
    """The newest that share a crime area or a state with it."""
    areas, states = release.crime_areas.all(), release.member_states.all()
    if not (areas or states):
        return []
    on_areas = PressRelease.crime_areas.through.objects.filter(crimearea__in=[one.pk for one in areas])
    on_states = PressRelease.member_states.through.objects.filter(memberstate__in=[one.pk for one in states])
    of_it = {"pressrelease": OuterRef("pk")}
    shared = Exists(on_areas.filter(**of_it)) | Exists(on_states.filter(**of_it))
    return list(others.filter(shared).newest_first()[:MOST_RELATED])
