"""What other apps put on the pages of this one: of a Member State, a partner or a crime area, and of the figures.

An app's `gathering.py` registers a function: `@gathers(order=20)` on one of (subject, request) for the former,
`@gathers_years` on one of (years, request) for the latter. It gives a Block, or None where there is nothing to
show. Each starts from its kind's own gate, and costs the same number of queries however much there is.
"""

from dataclasses import dataclass, field
from functools import cache

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.module_loading import autodiscover_modules

from library.models import Publication

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

    @property
    def query(self):
        """What leaves of a list, of feeds and of the choices of alerts that which is about this."""
        return f"?{urlencode({CALLED[type(self.row)][1]: self.row.slug})}"

    def narrowed(self, address):
        return address + self.query

    @property
    def feed(self):
        feeds = {f"feed{end}_url": self.narrowed(reverse(f"home_feed{end}")) for end in ("", "_json")}
        return {"title": f"SELEC: {self.name}", **feeds}

    @property
    def alerts_url(self):
        """Empty for a partner: alerts are chosen by crime area and by state."""
        return "" if isinstance(self.row, Partner) else self.narrowed(reverse("outreach:alerts"))


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


def gathered(row, name, request):
    """For the page of a row: what is about it, and how to follow that."""
    discover()
    subject = Subject(row, name)
    ordered = sorted(OF_SUBJECTS, key=lambda registered: registered[0])
    blocks = [block for _order, function in ordered if (block := function(subject, request))]
    return {"subject": subject, "blocks": blocks, "feed": subject.feed}


def blocks_of_years(years, request):
    discover()
    return [block for function in OF_YEARS if (block := function(years, request))]


@gathers(order=40)
def publications(subject, request):
    chosen = Publication.objects.public(request.moment).filter(item__in=subject.row.publications.all())
    found = list(chosen.newest_first().defer("abstract").prefetch_related("files"))
    return found and Block("organisation/publications_about.html", {"publications": found})
