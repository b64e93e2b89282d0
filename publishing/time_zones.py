"""Time zones as calendars define them (VTIMEZONE, RFC 5545, 3.6.5), from the zones that Python knows.

icalendar 7.3 makes them too, with clocks that go forward an hour late. A zone is the same in every calendar, whatever
its years: programmes keep one for each name.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import groupby
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from .clock import YEARS

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
FIRST = datetime(YEARS[0], 1, 1, tzinfo=UTC)
WEEKDAYS = "MO TU WE TH FR SA SU".split()


@dataclass(frozen=True)
class Turn:
    """From the instant `at` on the clocks show another hour; `local` is what they showed before."""

    at: datetime
    before: timedelta
    after: datetime  # in the zone

    @property
    def local(self):
        return (self.at + self.before).replace(tzinfo=None)

    @property
    def change(self):
        return self.before, self.after.utcoffset(), self.after.tzname(), bool(self.after.dst())

    @property
    def ordinals(self):
        """Which of its weekdays in the month it is, such as the fourth, and the last."""
        is_last = (self.local + 7 * DAY).month != self.local.month
        return {(self.local.day - 1) // 7 + 1, *([-1] if is_last else [])}


@cache
def time_zone(name):
    """The VTIMEZONE of an IANA zone, for all years that anybody may type."""
    zone, defined = ZoneInfo(name), Timezone()
    defined.add("tzid", name)
    start = FIRST.astimezone(zone)
    defined.add_component(_observance([Turn(FIRST, start.utcoffset(), start)]))
    turns = sorted(_turns(zone), key=lambda turn: (turn.change, turn.at))
    runs = [run for _change, same in groupby(turns, lambda turn: turn.change) for run in _runs(same)]
    for run in sorted(runs, key=lambda run: run[0].at):
        defined.add_component(_observance(run))
    return defined


def _turns(zone):
    at = FIRST
    while at.year <= YEARS[-1]:
        if _offset(at, zone) != _offset(at + DAY, zone):
            low, high = at, at + DAY
            while high - low > SECOND:
                middle = low + (high - low) // 2
                low, high = (middle, high) if _offset(middle, zone) == _offset(at, zone) else (low, middle)
            high = high.replace(microsecond=0)
            yield Turn(high, _offset(at, zone), high.astimezone(zone))
        at += DAY


def _offset(at, zone):
    return at.astimezone(zone).utcoffset()


def _runs(turns):
    """Turns of one kind that come each year by the same rule, such as on the last Sunday in March at one hour."""
    run, shared = [], set()
    for turn in turns:
        ordinals = shared & turn.ordinals
        if run and ordinals and _follows(run[-1].local, turn.local):
            run, shared = [*run, turn], ordinals
            continue
        if run:
            yield run
        run, shared = [turn], turn.ordinals
    if run:
        yield run


def _follows(last, local):
    rule = [(one.month, one.weekday(), one.time()) for one in (last, local)]
    return local.year == last.year + 1 and rule[0] == rule[1]


def _observance(run):
    first, last = run[0], run[-1]
    observance = TimezoneDaylight() if first.after.dst() else TimezoneStandard()
    observance.add("dtstart", first.local)
    observance.add("tzoffsetfrom", first.before)
    observance.add("tzoffsetto", first.after.utcoffset())
    observance.add("tzname", first.after.tzname())
    if len(run) > 1:
        ordinal = min(set.intersection(*(turn.ordinals for turn in run)))
        rule = {"freq": "yearly", "bymonth": first.local.month}
        rule["byday"] = f"{ordinal}{WEEKDAYS[first.local.weekday()]}"
        until = {
            "until": last.at + DAY
        }  # later than the last, since some programmes take it for a local hour
        observance.add("rrule", rule if last.local.year == YEARS[-1] else rule | until)
    return observance
