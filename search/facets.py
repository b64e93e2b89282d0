"""The filters of the search: as those of a list, but counted in one go from the rows that were found."""

from collections import Counter, defaultdict, namedtuple
from functools import lru_cache
from itertools import compress
from operator import add

from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from publishing.clock import YEARS
from publishing.filters import Choice, Filter
from publishing.models import kinds
from publishing.prepared import by_column

from .models import BRIEF, FILES

YEARS_AHEAD = 2  # of events that are announced
BARRED = {"areas", "states"}  # columns with slugs between bars
STATUS = {"open": _("Open"), "closed": _("Closed")}


class Row(namedtuple("Row", "of brief areas states day part", defaults=["", "", "", None, None])):
    """An entry, or a stretch of a file's text, `part`: `of` is the entry's id, or the file's, below zero.

    Numbers may be the texts of them, as PostgreSQL hands them over.
    """

    @property
    def kind(self):
        return self.brief.partition(" ")[0]


COLUMN = {name: place for place, name in enumerate(Row._fields)}


class Rows:
    """What was found, as a list for each column of Row: a search counts columns, and shows few rows.

    Of so much that nothing is counted there may be ids alone.
    """

    def __init__(self, columns=()):
        self.columns, self.numbers = [*columns], {}

    @classmethod
    def of(cls, rows):
        """Each thing once, where it comes first."""
        firsts = {}
        for row in rows:
            firsts.setdefault(row.of, row)
        return cls(by_column(firsts.values()))

    def __len__(self):
        return len(self.column("of"))

    def __getitem__(self, some):
        return [*map(Row, *(column[some] for column in self.columns))] if self.columns else []

    def __iter__(self):
        return iter(self[:])

    def column(self, name):
        return self.columns[COLUMN[name]] if COLUMN[name] < len(self.columns) else []

    def counted(self, name):
        """{what stands in the column: how often}"""
        if name not in self.numbers:
            self.numbers[name] = Counter(self.column(name))
        return self.numbers[name]

    @property
    def kinds(self):
        return {brief.partition(" ")[0] for brief in self.counted("brief")}

    def where(self, fits):
        """Those for which it is true."""
        return self if all(fits) else Rows([*compress(column, fits)] for column in self.columns)

    def followed_by(self, rows):
        """These, and behind them what is not among them: `rows` loses what is."""
        if not (self and rows):
            return self or rows
        known = {*self.column("of")}
        for place in [place for place, one in enumerate(rows.column("of")) if one in known][::-1]:
            for column in rows.columns:
                del column[place]
        return Rows(map(add, self.columns, rows.columns))


@lru_cache(5_000)
def slugs(stored):
    return stored.strip("|").split("|")


class Facet(Filter):
    """`value` is a column of an entry. Where it holds slugs between bars, "|drugs|arms|", each is a value."""

    @property
    def column(self):
        """That of Row."""
        return self.value if self.value in BARRED else "brief"

    def values(self, stored):
        """Those in the column of a row."""
        return slugs(stored) if self.value in BARRED else [stored.split(" ")[BRIEF.index(self.value)]]

    def having(self, rows, value, at):
        fitting = {stored for stored in rows.counted(self.column) if value in self.values(stored)}
        return rows.where([stored in fitting for stored in rows.column(self.column)])

    @property
    def lookup(self):
        """That of the column in the database, of what `stored` gives."""
        return f"{self.value}__contains" if self.value in BARRED else self.value

    def stored(self, value):
        return f"|{value}|" if self.value in BARRED else value

    def counted(self, rows, at):
        numbers = defaultdict(int)
        for stored, number in rows.counted(self.column).items():
            for value in self.values(stored):
                numbers[value] += number
        return [(value, str(self.names.get(value, value)), number) for value, number in numbers.items()]


class Chosen(Choice):
    """Of rows that were found, or in the database already."""

    def narrow(self, rows):
        return Rows() if self.is_active and self.chosen not in self.told else super().narrow(rows)

    def offer(self):
        """All that can be chosen, without numbers: where more was found than is counted."""
        self.options = self._sorted((value, str(words), None) for value, words in self.filter.names.items())


def facets_of(request, facts):
    """As the address has them."""
    return [*Chosen.of_each(facts.facets, request)]


def facets_by(facts):
    """What may not be named on the day that is shown is none of their values."""
    areas = {area.slug: area.name for area in facts.areas}
    states = {state.slug: state.short_name_then for state in facts.states}
    named = {kind._meta.label_lower: kind._meta.verbose_name_plural for kind in kinds()}
    named = {kind: capfirst(str(words)) for kind, words in named.items()} | {FILES: gettext("Files")}
    years = {str(year): str(year) for year in YEARS if year <= facts.on.year + YEARS_AHEAD}
    return [
        Facet("kind", gettext("Kind"), "kind", names=named),
        Facet("year", gettext("Year"), "year", names=years, is_latest_first=True),
        Facet("area", gettext("Crime area"), "areas", names=areas),
        Facet("state", gettext("Member State"), "states", names=states),
        Facet("status", gettext("Open or closed"), "status_then", names=STATUS),
    ]
