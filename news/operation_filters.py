"""The filters of the list of operations."""

from organisation.models import MemberState
from publishing.filters import Filter

from .filters import by_kind, by_relations, by_year
from .models import Operation

KINDS = dict(Operation.Kind.choices)


class States(Filter):
    """Whether a state leads or takes part, it is found under its name."""

    def having(self, editions):
        return editions.of_states(MemberState.objects.filter(slug=self.chosen))

    def counted(self, editions):
        numbers = {}
        for relation in ("lead_states", "member_states"):
            rows = editions.order_by().exclude(**{relation: None})
            for slug, name, pk in rows.values_list(f"{relation}__slug", f"{relation}__name", "pk"):
                numbers.setdefault((slug, name), set()).add(pk)
        return [(slug, name, len(found)) for (slug, name), found in numbers.items()]


def filters(request):
    area, state, partner = by_relations(request)
    states = States.of(request, "state", "Member State", "", told=state.told)
    return [by_year(request), by_kind(request, KINDS), area, states, partner]
