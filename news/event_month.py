"""The calendar of a month: its weeks from Monday to Sunday, its days, and what stands on each of them."""

import re
from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.dateformat import format as formatted
from django.utils.translation import gettext

from publishing.clock import YEARS
from publishing.pages import NoSuchPage

MONDAY = 0
YEAR_AHEAD = 12  # months


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int

    @classmethod
    def named(cls, text):
        """As an address has it, "2026-11"; a 404 with a sentence for anything else."""
        found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text)
        if not found or int(found[1]) not in YEARS:
            raise NoSuchPage(
                gettext(
                    "“%(text)s” is no month of this calendar: ask for one like 2026-11, "
                    "in the years %(first)s to %(last)s."
                )
                % {"text": text[:30], "first": YEARS[0], "last": YEARS[-1]}
            )
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day):
        return cls(day.year, day.month)

    def __str__(self):
        return formatted(self.first, "F Y")

    @property
    def key(self):
        return f"{self.first:%Y-%m}"

    @property
    def first(self):
        return date(self.year, self.number, 1)

    @property
    def last(self):
        return self.plus(1).first - timedelta(days=1)

    def plus(self, months):
        year, number = divmod(12 * self.year + self.number - 1 + months, 12)
        return Month(year, number + 1)


@dataclass
class Entry:
    """An event on one of its days: the first one of the event, or one on which it goes on."""

    event: object
    goes_on: bool


@dataclass
class Day:
    on: date
    is_today: bool
    entries: list = field(default_factory=list)


class Sheet:
    """A month with its events. `events` are those that overlap it, `today` a date."""

    def __init__(self, month, events, today):
        self.month = month
        self.days = {
            on: Day(on, on == today)
            for on in (month.first + timedelta(days=number) for number in range(month.last.day))
        }
        self.without_day = [event for event in events if event.is_month_only]
        for event in events:
            if not event.is_month_only:
                self._enter(event)

    def _enter(self, event):
        on = max(event.first_on, self.month.first)
        while on <= min(event.last_on, self.month.last):
            self.days[on].entries.append(Entry(event, on > event.first_on))
            on += timedelta(days=1)

    @property
    def weeks(self):
        """Each a list of seven: a Day, or None where the month has none there."""
        weeks = Calendar(MONDAY).monthdatescalendar(self.month.year, self.month.number)
        return [[self.days.get(on) for on in week] for week in weeks]

    @property
    def filled(self):
        return [day for day in self.days.values() if day.entries]

    @property
    def is_empty(self):
        return not self.filled and not self.without_day


@dataclass(frozen=True)
class Range:
    """The months that the calendar leads to: from the first event to the last, and a year from today in any case."""

    first: Month
    last: Month

    @classmethod
    def of(cls, days, today):
        """`days` are the first and the last day of any event, None where there is none."""
        known = [Month.of(day) for day in days if day]
        here = Month.of(today)
        return cls(min([*known, here]), max([*known, here.plus(YEAR_AHEAD)]))

    def __contains__(self, month):
        return self.first <= month <= self.last

    def earlier(self, month):
        return month.plus(-1) if month > self.first else None

    def later(self, month):
        return month.plus(1) if month < self.last else None
