"""Facts and figures: what SELEC has stated, year by year, and what other apps add up beside it."""

import csv
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_safe

from publishing.clock import today
from publishing.conditional import open_data
from publishing.crumbs import trail
from publishing.moment import shown_at

from . import linked_data
from .chart import chart_of
from .gathering import blocks_of_years
from .models import Activity, YearlyFigure
from .models.place import FIXED
from .views import ABOUT

FIGURES = "figures"
NOT_KNOWN = _("not known")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would calculate, where a text begins with it


@dataclass(frozen=True)
class Row:
    """A line of the CSV. `number` is written as programs read it; `corrected` are instants."""

    year: int | None
    figure: str
    number: str = ""
    unit: str = ""
    exactness: str = ""
    state: str = ""
    basis: str = ""
    corrected: list[datetime] = field(default_factory=list)
    source: str = ""
    source_url: str = ""
    note: str = ""

    @property
    def cells(self):
        corrected = " ".join(f"{today(at):%Y-%m-%d}" for at in self.corrected)
        year = str(NOT_KNOWN) if self.year is None else str(self.year)
        cells = [year, self.figure, self.number, self.unit, self.exactness, self.state, self.basis, corrected]
        return [plain(cell) for cell in [*cells, self.source, self.source_url, self.note]]


COLUMNS = [
    *("year", "figure", "number", "unit", "exactness", "state", "basis", "corrected_on"),
    *("source", "source_url", "note"),
]


def plain(cell):
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def figures(request):
    stated, blocks = read(request)
    context = {
        "stated": stated,
        "charts": [chart for chart in stated.charts if chart],
        "blocks": blocks,
        "described": linked_data.figures(stated),
        "crumbs": trail(ABOUT, leaf=FIXED[FIGURES][0]),
    }
    return render(request, "organisation/figures.html", context)


@open_data
@require_safe
def figures_csv(request):
    stated, blocks = read(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="selec-figures.csv"'
    lines = csv.writer(response)
    lines.writerow(COLUMNS)
    lines.writerows(row.cells for row in stated.rows)
    lines.writerows(row.cells for block in blocks for row in block.rows)
    return response


def read(request):
    """What is stated up to the day that is shown, and the blocks of other apps for the same years."""
    stated = Stated(YearlyFigure.objects.all(), today(shown_at(request)).year)
    return stated, blocks_of_years(stated.years, request)


class Stated:
    """The stated figures of each year from the first that has one to the last that is over; some are not known."""

    def __init__(self, figures, this_year):
        self.known = {(row.year, row.what): row for row in figures if row.year <= this_year}
        years = {year for year, _what in self.known}
        last = max([this_year - 1, *years])
        self.years = list(range(min(years), last + 1)) if years else []
        self.activities = [what for what in Activity if any((year, what) in self.known for year in years)]

    def figure(self, year, what):
        return self.known.get((year, what)) or YearlyFigure(year=year, what=what)

    @property
    def by_year(self):
        """(year, its figures, their sources)."""
        for year in self.years:
            row = [self.figure(year, what) for what in self.activities]
            yield year, row, sources_of(row)

    @property
    def latest(self):
        """Of each activity its last year with a number."""
        known = sorted((year, what) for (year, what), row in self.known.items() if row.number is not None)
        last = {what: year for year, what in known}
        return [self.known[last[what], what] for what in Activity if what in last]

    @property
    def charts(self):
        for what in self.activities:
            figures = [self.figure(year, what) for year in self.years]
            yield chart_of(what.value, what.label, [(one.year, one.number, one.words) for one in figures])

    @property
    def rows(self):
        return [
            Row(
                figure.year,
                figure.get_what_display(),
                "" if figure.number is None else str(figure.number),
                state=gettext("not known") if figure.number is None else "final",
                basis=gettext("stated by SELEC"),
                source=figure.source,
                source_url=figure.source_url,
                note=figure.note,
            )
            for _year, row, _sources in self.by_year
            for figure in row
        ]


def sources_of(row):
    """(source, its address, the names of the figures that it is of; none where it is that of all)."""
    found = {}
    for figure in row:
        if figure.source:
            found.setdefault((figure.source, figure.source_url), []).append(figure.get_what_display())
    return [(source, url, names if len(found) > 1 else []) for (source, url), names in found.items()]
