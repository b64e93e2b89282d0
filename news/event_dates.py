"""When an event takes place: on whole days, at hours in a zone, or in a month of which the day is not known."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext

from publishing import clock
from publishing.deadlines import day_in_words, hour_in_words, zone_in_words

DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Dates:
    """As they were typed: days (`starts_on`, `ends_on`, both inclusive) or aware instants (`starts_at`, `ends_at`).

    Days are days at the place, whose IANA zone is `zone`. What has no end lasts for the day on which it begins.
    """

    starts_on: date | None = None
    ends_on: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    zone: str = settings.TIME_ZONE
    is_month_only: bool = False

    def __bool__(self):
        return bool(self.starts_on or self.starts_at)

    @property
    def first(self):
        """The first day, at the place."""
        if self.starts_at:
            return self._local(self.starts_at).date()
        return self.starts_on.replace(day=1) if self.is_month_only else self.starts_on

    @property
    def last(self):
        """The last day, at the place; an event that ends at midnight does not reach into the next one."""
        if self.starts_at:
            return self._local(self.ends_at - MOMENT).date() if self.ends_at else self.first
        if self.is_month_only:
            return self.starts_on.replace(day=monthrange(self.starts_on.year, self.starts_on.month)[1])
        return self.ends_on or self.starts_on

    @property
    def begins_at(self):
        return self.starts_at or self._midnight(self.first)

    @property
    def over_at(self):
        """The first instant at which it is over."""
        return self.ends_at or self._midnight(self.last + DAY)

    @property
    def days(self):
        """ "12–13 May 2027", "30 April – 2 May 2027", "May 2027"; empty without dates."""
        if not self:
            return ""
        first, last = self.first, self.last
        if self.is_month_only:
            return formatted(first, "F Y")
        if first == last:
            return day_in_words(first)
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{day_in_words(last)}"
        start = formatted(first, "j F") if first.year == last.year else day_in_words(first)
        return f"{start} – {day_in_words(last)}"

    @property
    def stamp(self):
        """What is set large, and what beneath it: the day, or the month where no more is known."""
        return self.days.split(" ", 1)

    @property
    def hour(self):
        """ "10:00", at the place; empty where whole days are given."""
        return hour_in_words(self._local(self.starts_at)) if self.starts_at else ""

    @property
    def machine(self):
        """For `<time datetime>`: when it begins, and no more of that than is known."""
        if self.starts_at:
            return self._local(self.starts_at).isoformat()
        return f"{self.first:%Y-%m}" if self.is_month_only else f"{self.first:%Y-%m-%d}"

    @property
    def machine_end(self):
        """When it ends, as `machine` has it; empty where that is not known."""
        if self.starts_at:
            return self._local(self.ends_at).isoformat() if self.ends_at else ""
        return "" if self.is_month_only else f"{self.last:%Y-%m-%d}"

    def __str__(self):
        """ "12 May 2027, 10:00–12:30 (CEST), that is 11:00–13:30 in Bucharest"; without hours, the days."""
        if not self.starts_at:
            return self.days
        here = [self._local(one) for one in (self.starts_at, self.ends_at) if one]
        home = [one.astimezone(clock.SEAT) for one in here]
        words = self._span(here, [f" ({zone_in_words(one, self.zone)})" for one in here])
        if [one.replace(tzinfo=None) for one in here] == [one.replace(tzinfo=None) for one in home]:
            return words
        at_home = self._span(home, [""] * len(home))
        if [one.date() for one in here] == [one.date() for one in home]:
            is_one_day = here[0].date() == here[-1].date()
            at_home = ("–" if is_one_day else gettext(" and ")).join(map(hour_in_words, home))
        return gettext("%(words)s, that is %(at_home)s in %(time_zone)s") % {
            "words": words,
            "at_home": at_home,
            "time_zone": clock.city(settings.TIME_ZONE),
        }

    def was_changed_to(self, new):
        """Whether who noted these dates has to strike them: not if they were only told more exactly."""
        if not self or str(self) == str(new):
            return False
        is_in_the_month = self.is_month_only and new and self.first <= new.first and new.last <= self.last
        has_hours_now = not self.starts_at and new and (self.first, self.last) == (new.first, new.last)
        return not (is_in_the_month or has_hours_now)

    def _span(self, hours, zones):
        """One local hour, or two of them; the zone is told once where it is the same at both."""
        if len(hours) == 1:
            return f"{day_in_words(hours[0])}, {hour_in_words(hours[0])}{zones[0]}"
        start, end = hours
        if zones[0] == zones[1]:
            zones = ["", zones[1]]
        if start.date() == end.date():
            return f"{day_in_words(start)}, {hour_in_words(start)}{zones[0]}–{hour_in_words(end)}{zones[1]}"
        first, last = (f"{day_in_words(one)}, {hour_in_words(one)}" for one in hours)
        return f"{first}{zones[0]} – {last}{zones[1]}"

    def _local(self, instant):
        return instant.astimezone(ZoneInfo(self.zone))

    def _midnight(self, day):
        return datetime.combine(day, time.min, ZoneInfo(self.zone))
