"""The filters of the lists of news."""

from functools import partial

from django.db.models.functions import ExtractYear

from organisation.models import CrimeArea, MemberState, Partner
from publishing.clock import SEAT, YEARS, today
from publishing.filters import Filter

from .models import PressRelease

KINDS = dict(PressRelease.Kind.choices)


def filters(request):
    """The list's filters as the address has them; what cannot be a value of ours finds nothing."""
    return [by_year(request), by_kind(request, KINDS), *by_relations(request)]


def by_year(request):
    return Filter.of(request, "year", "Year", "year", told=map(str, YEARS), is_latest_first=True)


def by_kind(request, kinds):
    return Filter.of(request, "kind", "Kind", "kind", told=kinds, names=kinds)


def by_relations(request):
    """Crime area, Member State and partner, of any kind of news that has them."""
    on, one = today(request.moment), partial(Filter.of, request)

    def slugs(rows):
        return rows.order_by().values_list("slug", flat=True)

    states, partners = MemberState.objects.announced(on), Partner.objects.admitted(on)
    areas = slugs(CrimeArea.objects)
    return [
        one("area", "Crime area", "crime_areas__slug", "crime_areas__name", areas),
        one("state", "Member State", "member_states__slug", "member_states__name", slugs(states)),
        one("partner", "Partner", "partners__slug", "partners__name", slugs(partners)),
    ]


def with_year(releases):
    """Each with the year in which it became public, at the seat."""
    return releases.annotate(year=ExtractYear("first_public_at", tzinfo=SEAT))
