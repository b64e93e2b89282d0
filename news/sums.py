"""Sums of results: the one place where numbers of several operations are added.

What is added is what `Result.key` allows: kilograms to tonnes, euro to euro, and never one currency to another.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby, pairwise
from operator import attrgetter

from publishing.lifecycle import ChangeKind

from .models import Operation
from .models.quantity import Exactness, added, in_words


@dataclass
class Sum:
    """One line. `number` is exact, in `unit`; `corrections` are the editions that corrected a number in it."""

    name: str
    unit: str
    number: Decimal = Decimal(0)
    exactness: set = field(default_factory=set)
    operations: set = field(default_factory=set)
    provisional: set = field(default_factory=set)
    corrections: list = field(default_factory=list)

    def add(self, number, result, operation):
        self.number += number
        self.exactness.add(result.exactness)
        self.operations.add(operation.item_id)
        if not operation.is_final:
            self.provisional.add(operation.item_id)

    @property
    def how_exact(self):
        """One number that was rounded either way makes the sum so."""
        least_first = [Exactness.ABOUT, Exactness.OVER, Exactness.EXACT]
        return next(one for one in least_first if one in self.exactness)

    @property
    def amount(self):
        return in_words(*added(self.number, self.unit), self.how_exact)

    @property
    def is_provisional(self):
        return self.provisional == self.operations


@dataclass
class Sums:
    """`lines` in the order of tables, by key; `operations` is of how many operations results were added."""

    lines: dict
    operations: int

    def __bool__(self):
        return bool(self.lines)


def sums(operations, at=None):
    """Of `operations`, a queryset of what is public at `at`."""
    return _added(_read(operations), _corrections(operations, at))


def sums_by_year(operations, at=None):
    """{year: Sums}; None is the year of operations of which no day is known."""
    corrections, by_year = _corrections(operations, at), defaultdict(list)
    for operation in _read(operations.with_year()):
        by_year[operation.year].append(operation)
    return {year: _added(rows, corrections) for year, rows in by_year.items()}


def _read(operations):
    return list(operations.order_by("item").only("item", "is_final").prefetch_related("results"))


def _added(operations, corrections):
    lines, counted = {}, set()
    for operation in operations:
        for result in filter(attrgetter("is_counted"), operation.results.all()):
            key, (number, unit) = result.key, result.base
            if key not in lines:
                lines[key] = Sum(result.name, unit)
            lines[key].add(number, result, operation)
            counted.add(operation.item_id)
    for operation in operations:
        for key, edition in corrections.get(operation.item_id, {}).items():
            if key in lines:
                lines[key].corrections.append(edition)
    for line in lines.values():
        line.corrections.sort(key=attrgetter("publish_at"), reverse=True)
    return Sums(dict(sorted(lines.items())), len(counted))


def _corrections(operations, at):
    """{item: {key: edition}} of each number that was last changed by a public correction."""
    readable = Operation.objects.readable(at)
    corrected = readable.filter(change=ChangeKind.CORRECTION, item__in=operations.order_by().values("item"))
    known = readable.filter(item__in=corrected.values("item")).select_related("item").defer("body")
    known = known.order_by("item", "number").prefetch_related("results")
    return {item: _last_corrected(list(editions)) for item, editions in groupby(known, attrgetter("item_id"))}


def _last_corrected(editions):
    found = {}
    for old, new in pairwise(editions):
        before, after = _numbers(old), _numbers(new)
        for key in before.keys() | after.keys():
            if before.get(key) != after.get(key):
                found[key] = new if new.change == ChangeKind.CORRECTION else None
    return {key: edition for key, edition in found.items() if edition}


def _numbers(operation):
    """{key: what is stated under it, however it is spelled}."""
    numbers = defaultdict(list)
    for result in filter(attrgetter("is_counted"), operation.results.all()):
        numbers[result.key].append((result.base[0], result.exactness))
    return {key: sorted(stated) for key, stated in numbers.items()}
