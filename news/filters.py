"""The filters of the lists of news."""

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from organisation.models import CrimeArea, MemberState, Partner, StateName
from publishing.clock import today
from publishing.filters import Filter, rows_of


def _slugs(rows):
    return rows.order_by().values_list("slug", flat=True)


def _areas(at):
    return _slugs(CrimeArea.objects)


def _states(at):
    return _slugs(MemberState.objects.announced(today(at)))


def _partners(at):
    return _slugs(Partner.objects.admitted(today(at)))


BY_AREA = Filter("area", _("Crime area"), "crime_areas__slug", "crime_areas__name", told=_areas)


class OfStates(Filter):
    relations = ("member_states",)

    def words_of_each(self, editions):
        """By the names that the states had on the day that each edition is known by."""
        rows, found = rows_of(editions).with_day(), []
        for relation in self.relations:
            names = (
                StateName.objects.in_effect(OuterRef("day")).filter(state=OuterRef(relation)).newest_first()
            )
            word = Coalesce(Subquery(names.values("short_name")[:1]), F(f"{relation}__name"))
            related = rows.exclude(**{relation: None}).annotate(word=word)
            found += related.values_list("pk", f"{relation}__slug", "word")
        return found


BY_STATE = OfStates("state", _("Member State"), "member_states__slug", "member_states__name", told=_states)
BY_PARTNER = Filter("partner", _("Partner"), "partners__slug", "partners__name", told=_partners)
BY_RELATIONS = [BY_AREA, BY_STATE, BY_PARTNER]


def by_kind(kind):
    names = dict(kind.Kind.choices)
    return Filter("kind", _("Kind"), "kind", names=names)
