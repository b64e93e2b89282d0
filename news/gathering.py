"""What stands of the news on the pages of a state, a partner and a crime area, and what adds up to figures of years."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from organisation.chart import chart_of
from organisation.figures import NOT_KNOWN, Row
from organisation.gathering import Block, gathers, gathers_years
from organisation.models import MemberState, in_figures
from publishing.moment import shown_at

from .events import events_at
from .models import Operation, PressRelease
from .models.quantity import PLACES, Exactness, What
from .sums import Sums, sums, sums_by_year

NEWEST, NEXT = 5, 3
ARRESTS = PLACES[What.ARRESTS]


@gathers(order=10)
def press_releases(subject, request):
    releases = subject.among(PressRelease.objects.public(request.moment))
    newest = list(releases.newest_first().defer("body")[:NEWEST])
    address = subject.narrowed(reverse("news:press_releases"))
    return newest and Block(
        "news/releases_about.html", {"releases": newest, "url": address, "name": subject.name}
    )


@gathers(order=20)
def events(subject, request):
    at, about = shown_at(request), subject.among(events_at(request))
    coming = list(about.not_past(at).soonest_first(at)[:NEXT])
    past = list(about.past(at).latest_first()[:NEXT])
    address = subject.narrowed(reverse("news:events"))
    context = {"coming": coming, "past": past, "at": at, "url": address, "name": subject.name}
    return (coming or past) and Block("news/events_about.html", context)


@gathers(order=30)
def operations(subject, request):
    public = Operation.objects.public(request.moment)
    is_state = isinstance(subject.row, MemberState)
    found = public.of_states([subject.row]) if is_state else subject.among(public)
    newest = list(found.latest_first().with_year().defer("body").prefetch_related("results")[:NEWEST])
    address = subject.narrowed(reverse("news:operations"))
    context = {
        "operations": newest,
        "sums": sums(found, request.moment),
        "url": address,
        "name": subject.name,
    }
    return newest and Block("news/operations_about.html", context)


@gathers_years
def operations_of_years(years, request):
    """Those years, and all from the first to the last of an operation; what is not published here is not known."""
    found = sums_by_year(Operation.objects.public(request.moment), request.moment)
    every = sorted({*years, *found} - {None})
    lines = [Year(year, found.get(year)) for year in range(every[0], every[-1] + 1)] if every else []
    points = [(one.year, one.arrests and one.arrests.number, one.arrested) for one in lines]
    chart = chart_of("arrests", gettext("Arrests in operations published here"), points)
    lines += [Year(None, found[None])] if None in found else []
    rows = [row for line in lines for row in line.rows]
    return lines and Block("news/operations_of_years.html", {"years": lines, "chart": chart}, rows)


@dataclass(frozen=True)
class Year:
    """A line of the table: the sums of a year, where any operation of it is published here."""

    year: int | None
    sums: Sums | None

    @property
    def lines(self):
        return self.sums.lines if self.sums else {}

    @property
    def arrests(self):
        return next((line for key, line in self.lines.items() if key[0] == ARRESTS), None)

    @property
    def arrested(self):
        return self.arrests.amount if self.arrests else str(NOT_KNOWN)

    @property
    def others(self):
        """Seizures and the like."""
        return [line for key, line in self.lines.items() if key[0] != ARRESTS]

    @property
    def rows(self):
        """For the CSV: numbers in the unit in which they are added, so that a column can be added up again."""
        known = [_row(self.year, line) for line in self.lines.values()]
        unknown = Row(
            self.year,
            str(What.ARRESTS.label),
            state=str(NOT_KNOWN),
            basis=gettext("no operation published here states it"),
        )
        return known if self.arrests else [unknown, *known]


def _row(year, line):
    operations = in_figures(len(line.operations))
    return Row(
        year,
        line.name,
        f"{line.number.normalize():f}",
        line.unit.value,
        str(Exactness(line.how_exact).label),
        "provisional"
        if line.is_provisional
        else gettext("provisional in part")
        if line.provisional
        else "final",
        gettext("sum over operations published here: %(operations)s") % {"operations": operations},
        [edition.publish_at for edition in line.corrections],
    )
