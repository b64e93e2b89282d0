"""The filters of the lists of news."""

from organisation.models import CrimeArea, MemberState, Partner
from publishing.clock import today
from publishing.filters import Filter


def _slugs(rows):
    return rows.order_by().values_list("slug", flat=True)


def _areas(at):
    return _slugs(CrimeArea.objects)


def _states(at):
    return _slugs(MemberState.objects.announced(today(at)))


def _partners(at):
    return _slugs(Partner.objects.admitted(today(at)))


BY_AREA = Filter("area", "Crime area", "crime_areas__slug", "crime_areas__name", told=_areas)
BY_STATE = Filter("state", "Member State", "member_states__slug", "member_states__name", told=_states)
BY_PARTNER = Filter("partner", "Partner", "partners__slug", "partners__name", told=_partners)
BY_RELATIONS = [BY_AREA, BY_STATE, BY_PARTNER]


def by_kind(kind):
    names = dict(kind.Kind.choices)
    return Filter("kind", "Kind", "kind", names=names)
