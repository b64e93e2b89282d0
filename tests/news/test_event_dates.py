"""When an event takes place: its words, its days and its instants, in three zones and over both clock changes."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from news.event_dates import Dates
from tests.make import at

BUCHAREST, ISTANBUL, NEW_YORK = "Europe/Bucharest", "Europe/Istanbul", "America/New_York"


def days(first, last=None, zone=BUCHAREST):
    return Dates(date.fromisoformat(first), last and date.fromisoformat(last), zone=zone)


def hours(start, end=None, zone=BUCHAREST):
    start, end = (one and at(one, ZoneInfo(zone)) for one in (start, end))
    return Dates(starts_at=start, ends_at=end, zone=zone)


def month(day, zone=BUCHAREST):
    return Dates(date.fromisoformat(day), zone=zone, is_month_only=True)


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (Dates(), ""),
        (days("2027-05-12"), "12 May 2027"),
        (days("2027-05-12", "2027-05-12"), "12 May 2027"),
        (days("2027-05-12", "2027-05-13"), "12–13 May 2027"),
        (days("2027-04-30", "2027-05-02"), "30 April – 2 May 2027"),
        (days("2026-12-30", "2027-01-02"), "30 December 2026 – 2 January 2027"),
        (month("2027-05-31"), "May 2027"),
        (hours("2027-05-12 10:00"), "12 May 2027, 10:00 (EEST)"),
        (hours("2027-05-12 10:00", "2027-05-12 12:30"), "12 May 2027, 10:00–12:30 (EEST)"),
        (
            hours("2027-05-12 10:00", "2027-05-13 16:00"),
            "12 May 2027, 10:00 – 13 May 2027, 16:00 (EEST)",
        ),
        # The hour of the seat stands beside another zone's, and the day where that differs.
        (
            hours("2027-01-12 10:00", "2027-01-12 12:30", ISTANBUL),
            "12 January 2027, 10:00–12:30 (Istanbul, UTC+3), that is 09:00–11:30 in Bucharest",
        ),
        (
            hours("2027-07-12 10:00", "2027-07-12 12:30", ISTANBUL),
            "12 July 2027, 10:00–12:30 (Istanbul, UTC+3)",
        ),
        (
            hours("2027-01-12 10:00", "2027-01-13 12:00", ISTANBUL),
            "12 January 2027, 10:00 – 13 January 2027, 12:00 (Istanbul, UTC+3), "
            "that is 09:00 and 11:00 in Bucharest",
        ),
        (
            hours("2027-01-12 18:00", None, NEW_YORK),
            "12 January 2027, 18:00 (EST), that is 13 January 2027, 01:00 in Bucharest",
        ),
        (
            hours("2027-01-12 15:00", "2027-01-12 18:00", NEW_YORK),
            "12 January 2027, 15:00–18:00 (EST), "
            "that is 12 January 2027, 22:00 – 13 January 2027, 01:00 in Bucharest",
        ),
        # The clocks change while it goes on: each end has its own zone.
        (
            hours("2027-10-30 10:00", "2027-10-31 16:00"),
            "30 October 2027, 10:00 (EEST) – 31 October 2027, 16:00 (EET)",
        ),
    ],
)
def test_dates_are_told_in_as_few_words_as_are_clear(dates, words):
    assert str(dates) == words


@pytest.mark.parametrize(
    ("dates", "stamp", "machine"),
    [
        (days("2027-05-02"), ["2", "May 2027"], "2027-05-02"),
        (days("2027-05-12", "2027-05-13"), ["12–13", "May 2027"], "2027-05-12"),
        (days("2027-04-30", "2027-05-02"), ["30", "April – 2 May 2027"], "2027-04-30"),
        (month("2027-05-31"), ["May", "2027"], "2027-05"),
        (hours("2027-05-12 10:00", zone=NEW_YORK), ["12", "May 2027"], "2027-05-12T10:00:00-04:00"),
    ],
)
def test_no_more_is_told_than_is_known(dates, stamp, machine):
    assert (dates.stamp, dates.machine) == (stamp, machine)


@pytest.mark.parametrize(
    ("dates", "begins", "over"),
    [
        (days("2027-05-12"), "2027-05-11T21:00", "2027-05-12T21:00"),
        (days("2027-05-12", "2027-05-14"), "2027-05-11T21:00", "2027-05-14T21:00"),
        (days("2027-05-12", zone=NEW_YORK), "2027-05-12T04:00", "2027-05-13T04:00"),
        (days("2027-05-12", zone=ISTANBUL), "2027-05-11T21:00", "2027-05-12T21:00"),
        # A day of 23 hours, and one of 25; in Istanbul all days are alike.
        (days("2027-03-28"), "2027-03-27T22:00", "2027-03-28T21:00"),
        (days("2027-10-31"), "2027-10-30T21:00", "2027-10-31T22:00"),
        (days("2027-03-14", zone=NEW_YORK), "2027-03-14T05:00", "2027-03-15T04:00"),
        (days("2027-11-07", zone=NEW_YORK), "2027-11-07T04:00", "2027-11-08T05:00"),
        (days("2027-03-28", zone=ISTANBUL), "2027-03-27T21:00", "2027-03-28T21:00"),
        (month("2027-05-17"), "2027-04-30T21:00", "2027-05-31T21:00"),
        (month("2027-03-17"), "2027-02-28T22:00", "2027-03-31T21:00"),
        (month("2027-12-01", NEW_YORK), "2027-12-01T05:00", "2028-01-01T05:00"),
        (hours("2027-05-12 10:00", "2027-05-12 12:30"), "2027-05-12T07:00", "2027-05-12T09:30"),
        # What has no end is over when that day is, at the place.
        (hours("2027-05-12 10:00", zone=NEW_YORK), "2027-05-12T14:00", "2027-05-13T04:00"),
        (hours("2027-10-31 10:00"), "2027-10-31T08:00", "2027-10-31T22:00"),
    ],
)
def test_it_begins_and_is_over_by_the_clocks_of_the_place(dates, begins, over):
    instants = [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (begins, over)]
    assert [dates.begins_at, dates.over_at] == instants


@pytest.mark.parametrize(
    ("dates", "first", "last"),
    [
        (hours("2027-05-12 18:00", "2027-05-13 00:00"), "2027-05-12", "2027-05-12"),
        (hours("2027-05-12 18:00", "2027-05-13 00:00:01"), "2027-05-12", "2027-05-13"),
        (hours("2026-12-31 23:30", zone=NEW_YORK), "2026-12-31", "2026-12-31"),
        (month("2028-02-29"), "2028-02-01", "2028-02-29"),
        (days("2027-05-12"), "2027-05-12", "2027-05-12"),
    ],
)
def test_its_days_are_those_of_the_place(dates, first, last):
    assert (dates.first.isoformat(), dates.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("old", "new", "is_changed"),
    [
        (days("2027-05-12"), days("2027-05-12"), False),
        (days("2027-05-12"), days("2027-05-12", zone=NEW_YORK), False),
        (days("2027-05-12"), days("2027-05-13"), True),
        (days("2027-05-12", "2027-05-14"), days("2027-05-12", "2027-05-13"), True),
        (days("2027-05-12"), Dates(), True),
        (Dates(), days("2027-05-12"), False),
        (month("2027-05-01"), days("2027-05-12", "2027-05-13"), False),
        (month("2027-05-01"), hours("2027-05-12 10:00"), False),
        (month("2027-05-01"), days("2027-05-31", "2027-06-01"), True),
        (days("2027-05-12"), month("2027-05-01"), True),
        (days("2027-05-12"), hours("2027-05-12 10:00", "2027-05-12 12:00"), False),
        (days("2027-05-12", "2027-05-13"), hours("2027-05-12 10:00", "2027-05-12 12:00"), True),
        (hours("2027-05-12 10:00"), hours("2027-05-12 11:00"), True),
    ],
)
def test_who_noted_a_date_strikes_it_only_if_it_no_longer_holds(old, new, is_changed):
    assert old.was_changed_to(new) == is_changed
