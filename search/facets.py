"""The filters of the search: as those of a list, but counted in one go from the rows that were found."""

from collections import Counter, namedtuple
from functools import partial

from publishing.clock import YEARS
from publishing.filters import Filter, Option, address
from publishing.models import kinds

from .models import FILES

YEARS_AHEAD = 2  # of events that are announced
BARRED = {"areas", "states"}  # columns with slugs between bars
STATUS = {"open": "Open", "closed": "Closed"}
Row = namedtuple("Row", "pk of kind year areas states status_then day")


class Facet(Filter):
    """`value` is a column of Row. Where it holds slugs between bars, "|drugs|arms|", each is a value."""

    def values(self, row):
        value = getattr(row, self.value)
        return value.strip("|").split("|") if self.value in BARRED else [str(value)]

    def narrow(self, rows):
        return [row for row in rows if self.chosen in self.values(row)] if self.is_active else rows

    def narrow_in_sql(self, texts):
        if self.chosen not in self.told:
            return texts.none()
        if self.value in BARRED:
            return texts.filter(**{f"{self.value}__contains": f"|{self.chosen}|"})
        return texts.filter(**{self.value: self.chosen})

    def counted(self, rows):
        numbers = Counter(value for row in rows for value in self.values(row))
        return [(value, self.names.get(value, value), number) for value, number in numbers.items()]

    def offer(self, request):
        """All that can be chosen, without numbers: where more was found than is counted."""
        found = sorted(self.names.items(), key=lambda pair: pair[1], reverse=self.is_latest_first)
        self.options = [
            Option(value, words, None, address(request, **{self.name: value}), value == self.chosen)
            for value, words in found
        ]


def facets_of(request, facts):
    """As the address has them; what may not be named on the day that is shown is none of their values."""
    areas = {area.slug: area.name for area in facts.areas}
    states = {state.slug: state.short_name_then for state in facts.states}
    named = {kind._meta.label_lower: kind._meta.verbose_name_plural for kind in kinds()}
    named = {kind: words[0].upper() + words[1:] for kind, words in named.items()} | {FILES: "Files"}
    years = {str(year): str(year) for year in YEARS if year <= facts.on.year + YEARS_AHEAD}
    one = partial(_facet, request)
    return [
        one("kind", "Kind", "kind", named),
        one("year", "Year", "year", years, is_latest_first=True),
        one("area", "Crime area", "areas", areas),
        one("state", "Member State", "states", states),
        one("status", "Open or closed", "status_then", STATUS),
    ]


def _facet(request, name, label, value, names, **options):
    return Facet.of(request, name, label, value, told=names, names=names, **options)
