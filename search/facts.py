"""What may be named on the day that is shown: Member States, partners, crime areas. They are filters of the search,
and each has a page that is no edition, found by its names of that day.

There are few of them, and they change with the day: they are read at each search.
"""

from dataclasses import dataclass
from functools import cached_property

from organisation.models import CrimeArea, MemberState, Partner
from publishing.clock import today

from .folding import composed, tokens

MOST = 3


@dataclass(frozen=True)
class Fact:
    label: str
    title: str
    url: str


class Facts:
    """Of the day at the instant `at`; of today, where it is None."""

    def __init__(self, at):
        self.on = today(at)

    @cached_property
    def areas(self):
        return list(CrimeArea.objects.all())

    @cached_property
    def states(self):
        return list(MemberState.objects.announced(self.on))

    def found(self, query):
        """Those whose names hold every word of the query."""
        wanted = {stem for term in query.terms for stem in term.ways[0]}
        found = [row for *row, names in self._named() if wanted <= _stems(names)] if wanted else []
        return [Fact(label, title, row.get_absolute_url()) for label, title, row in found[:MOST]]

    def _named(self):
        for state in self.states:
            names = f"{state.name} {state.name_then} {state.short_name_then}"
            yield "Member State", state.short_name_then, state, names
        for partner in Partner.objects.admitted(self.on):
            names = f"{partner.name} {partner.short_name} {partner.acting_through}"
            yield "Partner", partner.name, partner, names
        for area in self.areas:
            yield "Crime area", area.name, area, area.name


def _stems(names):
    return {token.stem for token in tokens(composed(names))}
