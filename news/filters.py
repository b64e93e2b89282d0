"""The filters of the list of releases."""

from functools import partial

from django.db.models.functions import ExtractYear

from organisation.models import CrimeArea, MemberState, Partner
from publishing.clock import SEAT, YEARS, today
from publishing.filters import Filter

from .models import PressRelease

KINDS = dict(PressRelease.Kind.choices)


def filters(request):
    """The list's filters as the address has them; what cannot be a value of ours finds nothing."""
    on, one = today(request.moment), partial(Filter.of, request)

    def slugs(rows):
        return rows.order_by().values_list("slug", flat=True)

    states, partners = MemberState.objects.announced(on), Partner.objects.admitted(on)
    areas = slugs(CrimeArea.objects)
    return [
        one("year", "Year", "year", told=map(str, YEARS), is_latest_first=True),
        one("kind", "Kind", "kind", told=KINDS, names=KINDS),
        one("area", "Crime area", "crime_areas__slug", "crime_areas__name", areas),
        one("state", "Member State", "member_states__slug", "member_states__name", slugs(states)),
        one("partner", "Partner", "partners__slug", "partners__name", slugs(partners)),
    ]


def with_year(releases):
    """Each with the year in which it became public, at the seat."""
    return releases.annotate(year=ExtractYear("first_public_at", tzinfo=SEAT))
