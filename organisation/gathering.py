"""What other apps put on the pages of this one: of a Member State, a partner or a crime area, and of the figures.

An app's `gathering.py` registers a function: `@gathers(order=20)` on one of (subject, request) for the former,
`@gathers_years` on one of (years, request) for the latter. It gives a Block, or None where there is nothing to
show. Each starts from its kind's own gate, and costs the same number of queries however much there is.
"""

from dataclasses import dataclass, field
from functools import cache

from django.utils.module_loading import autodiscover_modules

from .models import CrimeArea, MemberState, Partner

# What kinds call their relation to such rows, and what their lists call it in an address.
CALLED = {
    MemberState: ("member_states", "state"),
    Partner: ("partners", "partner"),
    CrimeArea: ("crime_areas", "area"),
}
OF_SUBJECTS, OF_YEARS = [], []


@dataclass(frozen=True)
class Block:
    """A part of a page: a template that is included with `block`, the context. `rows` are for the figures' CSV."""

    template: str
    context: dict
    rows: list = field(default_factory=list)


@dataclass(frozen=True)
class Subject:
    """The row that a page is about, under the name of the day that is shown."""

    row: MemberState | Partner | CrimeArea
    name: str

    @property
    def field(self):
        return CALLED[type(self.row)][0]

    def among(self, editions):
        """Those of a kind that are related to it."""
        return editions.filter(**{self.field: self.row})

    def narrowed(self, address):
        """The address of a list, with the filter that leaves what is about this."""
        return f"{address}?{CALLED[type(self.row)][1]}={self.row.slug}"


def gathers(order):
    def register(function):
        OF_SUBJECTS.append((order, function))
        return function

    return register


def gathers_years(function):
    OF_YEARS.append(function)
    return function


@cache
def discover():
    """Once: looking for modules that most apps do not have takes as long as a query."""
    autodiscover_modules("gathering")


def blocks_about(row, name, request):
    discover()
    ordered = sorted(OF_SUBJECTS, key=lambda registered: registered[0])
    return [block for _order, function in ordered if (block := function(Subject(row, name), request))]


def blocks_of_years(years, request):
    discover()
    return [block for function in OF_YEARS if (block := function(years, request))]
