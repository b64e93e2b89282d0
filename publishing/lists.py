"""The public lists. Each is declared once; its page, its feeds, its data and whatever else tells of it start from the
same rows, through the same filters.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.urls import reverse

from .filters import Choice, Filter, Parts, active, narrowed, through

LISTS = {}


@dataclass(frozen=True)
class PublicList:
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

    def __post_init__(self):
        LISTS[self.name] = self

    @property
    def url(self):
        return reverse(self.name)

    def choices(self, request):
        return [Choice.of(one, request) for one in self.filters]

    def found(self, request):
        """What one address shows of the list, with the numbers of its filters."""
        choices = self.choices(request)
        return self._found(narrowed(self.rows(request), choices, request), choices, request)

    def uncounted(self, request):
        """The same, where no filter is shown."""
        choices = self.choices(request)
        return self._found(through(self.rows(request), choices), choices, request)

    def _found(self, rows, choices, request):
        part = next((one.chosen for one in choices if isinstance(one.filter, Parts)), "")
        return Found(self, rows, choices, self.order(rows, request.moment, part), part)


@dataclass(frozen=True)
class Found:
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
        object.__setattr__(self, "context", context | {"parts": parts[0] if parts else None})
