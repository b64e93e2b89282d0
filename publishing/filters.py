"""The filters of a list: each choice is an address that can be shared, with its count.

A `Filter` is declared once, beside the list that has it; a `Choice` is what one address makes of it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache, partial
from typing import NamedTuple
from urllib.parse import quote_plus, urlencode

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, When
from django.db.models.constants import LOOKUP_SEP
from django.utils.translation import gettext_lazy as _

from .clock import SEAT, YEARS, today
from .keeping import copy_of

LONGEST = 100  # characters of a value
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # neither feeds nor calendars may hold them
quoted = lru_cache(2_000)(quote_plus)  # values of ours
UNKNOWN = _("a value that is not known here")


@dataclass(frozen=True)
class Filter:
    """One way to narrow a list: `value` and `caption` are lookups, `caption` that of the words for a value.

    Only values that may be told are ever named: `told(at)` gives them, or else they are those of `names`, the words
    for values that are none for readers.
    """

    name: str
    label: str
    value: str = ""
    caption: str = ""
    names: dict = field(default_factory=dict)
    told: Callable | None = None
    is_latest_first: bool = False
    is_category: bool = True  # whether its values are what feeds call categories
    default = ""  # the value where an address names none; empty: everything

    def values_at(self, at):
        return frozenset(map(str, self.told(at))) if self.told else self.named

    @cached_property
    def named(self):
        return frozenset(map(str, self.names))

    def words_of(self, value):
        return str(self.names.get(value, value))

    def having(self, editions, value, at):
        """Each once, however many of its rows have the value."""
        if LOOKUP_SEP not in self.value:
            return editions.filter(**{self.value: value})
        relation, _lookup, column = self.value.partition(LOOKUP_SEP)
        field = editions.model._meta.get_field(relation)
        rows = field.remote_field.through.objects.filter(
            **{
                f"{field.m2m_reverse_field_name()}{LOOKUP_SEP}{column}": value,
                field.m2m_field_name(): OuterRef("pk"),
            }
        )
        return editions.filter(Exists(rows))

    def counted(self, editions, at):
        """(value, words, number) of each value among `editions`."""
        rows = editions.order_by().values_list(self.value, self.caption or self.value)
        pairs = rows.annotate(Count("pk", distinct=self.may_repeat(editions.model)))
        return [(str(value), str(self.names.get(text, text)), number) for value, text, number in pairs]

    def may_repeat(self, kind):
        """Whether an edition may have a value twice; where it cannot, the database counts without sorting."""
        relation, lookup, column = self.value.partition(LOOKUP_SEP)
        return (
            bool(lookup) and not kind._meta.get_field(relation).related_model._meta.get_field(column).unique
        )

    def words_of_each(self, editions):
        """(key, value, words) of each value of each of `editions`, of one kind, which have been read."""
        if LOOKUP_SEP in self.value:
            rows = rows_of(editions).values_list("pk", self.value, self.caption or self.value)
        else:
            rows = [(one.pk, value := getattr(one, self.value), value) for one in editions]
        return [(pk, str(value), str(self.names.get(text, text))) for pk, value, text in rows]

    def sorted(self, options):
        return sorted(options, key=lambda option: option.label, reverse=self.is_latest_first)


def rows_of(editions):
    """The same as a query; of one edition at least."""
    kind = type(editions[0])
    return kind.objects.filter(pk__in=[one.pk for one in editions]).order_by()


class YearPublic(Filter):
    def counted(self, editions, at):
        """By the instants at which years begin: SQLite takes eight times as long to ask a calendar for each row."""
        years = range(today(at).year, YEARS[0] - 1, -1)
        begun = [When(first_public_at__gte=datetime(year, 1, 1, tzinfo=SEAT), then=year) for year in years]
        rows = editions.order_by().annotate(begun=Case(*begun, output_field=IntegerField()))
        pairs = rows.values_list("begun").annotate(Count("pk"))
        return [(str(year), str(year), number) for year, number in pairs]


OF_YEARS = {
    **{"name": "year", "label": _("Year"), "value": "year"},
    **{"told": lambda at: YEARS, "is_latest_first": True, "is_category": False},
}
BY_YEAR = YearPublic(**OF_YEARS)  # of `EditionQuerySet.with_year`
BY_OWN_YEAR = Filter(**OF_YEARS)  # of kinds that have another `with_year`


@dataclass(frozen=True)
class Parts(Filter):
    """The parts of a list, of which one is shown: the first, where an address names none.

    `parts` has (words, function) by value: the function is given the editions and the instant.
    """

    parts: dict = field(default_factory=dict)
    is_category: bool = False

    @property
    def default(self):
        return next(iter(self.parts))

    def values_at(self, at):
        return frozenset(self.parts)

    def words_of(self, value):
        return str(self.parts[value][0])

    def having(self, editions, value, at):
        return self.parts[value][1](editions, at)

    def counted(self, editions, at):
        rows = editions.order_by()
        return [
            (value, str(words), self.having(rows, value, at).count())
            for value, (words, _part) in self.parts.items()
        ]

    def sorted(self, options):
        return options


class Option(NamedTuple):
    value: str
    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass
class Choice:
    """A filter as one address has it, at one moment; what cannot be a value of ours finds nothing."""

    filter: Filter
    chosen: str
    at: object
    told: frozenset
    all_url: str
    options: list = field(default_factory=list)

    @classmethod
    def of_each(cls, filters, request):
        here = address(request)
        for one in filters:
            without = address(request, **{one.name: None}) if one.name in request.GET else here
            yield cls._of(one, request, without)

    @classmethod
    def _of(cls, one, request, without):
        chosen = request.GET.get(one.name, "")[:LONGEST]
        chosen = UNSEEN.sub("\ufffd", chosen) or one.default
        at, told = request.moment, one.told
        values = copy_of(request, (told, "values"), lambda: one.values_at(at)) if told else one.values_at(at)
        return cls(one, chosen, at, values, without)

    @property
    def name(self):
        return self.filter.name

    @property
    def label(self):
        return self.filter.label

    @property
    def is_active(self):
        return self.chosen != self.filter.default

    @property
    def is_known(self):
        return not self.chosen or self.chosen in self.told

    @property
    def is_found(self):
        return any(option.is_chosen for option in self.options)

    @property
    def chosen_label(self):
        """Never what is no value of ours: anybody could have the site say anything."""
        if not self.is_known:
            return UNKNOWN
        found = (option.label for option in self.options if option.is_chosen)
        return next(found, None) or self.filter.words_of(self.chosen)

    def narrow(self, editions):
        if not self.chosen:
            return editions
        if self.chosen not in self.told:
            return editions.none()
        return self.filter.having(editions, self.chosen, self.at)

    def count(self, editions, request, key=None):
        """Fill in the options that exist among `editions`, with the number of each; `key` names those rows."""
        counted = partial(self.filter.counted, editions, self.at)
        rows = copy_of(request, (key, self.name), counted) if key else counted()
        found = [row for row in rows if row[0] in self.told]
        self.options = self._sorted(found)

    def _sorted(self, rows):
        """An option of each (value, words, number)."""
        url = f"{self.all_url}&" if self.all_url.startswith("?") else "?"
        url, default = f"{url}{quoted(self.name)}=", self.filter.default
        found = []
        for value, words, number in rows:
            there = self.all_url if value == default else url + quoted(value)
            found.append(Option(value, words, number, there, value == self.chosen))
        return self.filter.sorted(found)


def address(request, **changes):
    """This list's address with some parameters changed, and back on its first page; None takes one out."""
    gone = {*changes, "page", "at", "edition"}
    query = [(name, value) for name, values in request.GET.lists() if name not in gone for value in values]
    query += [(name, value) for name, value in changes.items() if value is not None]
    return f"?{urlencode(query)}" if query else request.path


def narrowed(editions, choices, request, name=""):
    """`editions` through all filters; fills in each filter's options, counted through the other ones.

    `name` is that of the list, where the same name stands for the same rows.
    """
    for one in choices:
        others = [other for other in choices if other is not one]
        one.count(through(editions, others), request, name and (name, chosen_of(others)))
    return through(editions, choices)


def chosen_of(choices):
    return tuple((one.name, one.chosen) for one in choices)


def through(editions, choices):
    for one in choices:
        editions = one.narrow(editions)
    return editions


def active(choices):
    """What is in use, for components/results.html."""
    return [
        {"label": one.chosen_label, "remove_url": one.all_url, "is_known": one.is_known}
        for one in choices
        if one.is_active
    ]
