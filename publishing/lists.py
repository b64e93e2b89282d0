"""The public lists. Each is declared once; its page, its feeds, its data and whatever else tells of it start from the
same rows, through the same filters.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import QuerySet

from .filters import LONGEST, Choice, Filter, Parts, active, address, chosen_of, narrowed, through
from .keeping import copy_of
from .pages import page_of
from .site import path_of

LISTS = {}


class Fed:
    """What has feeds: below the address of its page, with the filters that are in use there (`active`)."""

    active, calendar = (), ""

    def found_together(self, request):
        """What one address shows of each of its lists: every part, where it names none; nothing of a list that has
        not got a filter that the address names."""
        known = {one.name for each in self.lists for one in each.filters}
        named = {name: request.GET[name][:LONGEST] for name in sorted(known) if request.GET.get(name)}
        key = self.name, "together", *named.items()
        return copy_of(request, key, lambda: [each.in_all_parts(request, {*named}) for each in self.lists])

    @property
    def title(self):
        return self.titled(self.active)

    @cached_property
    def query(self):
        return query_of(self.active)

    def titled(self, active):
        """ "SELEC: Press releases (Drugs, Romania)"."""
        words = ", ".join(one.chosen_label for one in active if one.is_known)
        return f"SELEC: {self.label}{f' ({words})' if words else ''}"

    @cached_property
    def url(self):
        return path_of(self.name)

    @cached_property
    def feed_url(self):
        return path_of(f"{self.name}_feed") + self.query

    @cached_property
    def calendar_url(self):
        return path_of(self.calendar) + self.query if self.calendar else ""

    @cached_property
    def feed_json_url(self):
        return path_of(f"{self.name}_feed_json") + self.query


@dataclass(frozen=True)
class PublicList(Fed):
    """`name` is that of its page's address, `label` its words.

    `rows(request)` gives all that anybody may see of it at the request's moment, and starts from the gate;
    `order(rows, at, part)` puts them in the order of the page: `part` is the chosen one of the list's parts, if it
    has any.
    """

    name: str
    label: str
    kind: type
    rows: Callable
    filters: list[Filter]
    order: Callable = lambda rows, at, part: rows.newest_first()
    calendar: str = ""  # the name of its calendar's address, where it has one

    def __post_init__(self):
        LISTS[self.name] = self

    @property
    def lists(self):
        return [self]

    @property
    def table_url(self):
        return f"{self.url}list.csv"

    @property
    def has_deadlines(self):
        return hasattr(self.kind, "closes_at")

    def choices(self, request):
        return [*Choice.of_each(self.filters, request)]

    def found(self, request):
        """What one address shows of the list, with the numbers of its filters."""
        return copy_of(request, (self.name, address(request)), lambda: self._at_address(request))

    def _at_address(self, request):
        choices = self.choices(request)
        return self._found(narrowed(self.rows(request), choices, request, self.name), choices, request)

    @property
    def has_parts(self):
        return any(isinstance(one, Parts) for one in self.filters)

    def uncounted(self, request):
        """The same, where no filter is shown."""
        choices = self.choices(request)
        return self._found(through(self.rows(request), choices), choices, request)

    def in_all_parts(self, request, named):
        """The same, of every part of the list where none is `named`; nothing where what is named is no filter of it."""
        choices = self.choices(request)
        choices = [one for one in choices if not isinstance(one.filter, Parts) or one.name in named]
        rows = self.rows(request)
        for one in choices:
            if one.is_active:  # its title names it, in the words that are counted
                one.count(rows, request, (self.name, "every part"))
        has_all = named <= {one.name for one in self.filters}
        return self._found(through(rows, choices) if has_all else rows.none(), choices, request)

    def _found(self, rows, choices, request):
        part = next((one.chosen for one in choices if isinstance(one.filter, Parts)), "")
        return Found(self, rows, choices, self.order(rows, request.moment, part), part)


@dataclass(frozen=True)
class Together(Fed):
    """Several lists in one feed, beside a page that leads to them all."""

    name: str
    label: str
    members: Callable

    @property
    def lists(self):
        return self.members()


@dataclass(frozen=True)
class Found(Fed):
    """`rows` in no order, `ordered` as the page has them."""

    list: PublicList
    rows: QuerySet
    choices: list
    ordered: QuerySet
    part: str
    context: dict = field(init=False)

    def __post_init__(self):
        parts = [one for one in self.choices if isinstance(one.filter, Parts)]
        filters = [one for one in self.choices if one not in parts]
        context = {"filters": filters, "active_filters": active(filters), "part": self.part}
        context |= {"parts": parts[0] if parts else None, "feed": self}
        object.__setattr__(self, "context", context)

    def page(self, request, rows=None):
        """The page that the address names; `rows` are those that are `ordered`, read in another way."""
        return page_of(self.ordered if rows is None else rows, request, key=self.key)

    @property
    def key(self):
        """Which rows of which list these are."""
        return self.name, chosen_of(self.choices)

    @property
    def name(self):
        return self.list.name

    @property
    def label(self):
        return self.list.label

    @property
    def calendar(self):
        return self.list.calendar

    @property
    def active(self):
        return [one for one in self.choices if one.is_active]


def in_use(found):
    """The filters that the address names, each once; in the words of a list that has the value, if any has."""
    used = {}
    for one in [each for every in found for each in every.choices if each.chosen]:
        best = used.setdefault(one.name, one)
        if (one.is_found, one.is_known) > (best.is_found, best.is_known):
            used[one.name] = one
    return [*used.values()]


def query_of(active):
    """The filters in use, as an address has them."""
    used = urlencode([(one.name, one.chosen) for one in active])
    return f"?{used}" if used else ""
