"""Deadlines: their words, their states at the second, in SQL and in Python."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from notices.models import Vacancy
from publishing.deadlines import Deadline, State
from tests.make import at, make

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
SECOND = timedelta(seconds=1)
BUCHAREST, ISTANBUL, PARIS, UTC = "Europe/Bucharest", "Europe/Istanbul", "Europe/Paris", "UTC"


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


def local(text, zone):
    return at(text, ZoneInfo(zone))


@pytest.mark.parametrize(
    ("text", "zone", "words"),
    [
        ("2025-01-06 11:59:59", PARIS, "6 January 2025, 11:59:59 (CET), that is 12:59:59 in Bucharest"),
        ("2025-07-06 16:00", PARIS, "6 July 2025, 16:00 (CEST), that is 17:00 in Bucharest"),
        ("2025-01-06 16:00", BUCHAREST, "6 January 2025, 16:00 (EET)"),
        ("2025-07-06 16:00:01", BUCHAREST, "6 July 2025, 16:00:01 (EEST)"),
        ("2025-01-06 16:00", ISTANBUL, "6 January 2025, 16:00 (Istanbul, UTC+3), that is 15:00 in Bucharest"),
        ("2025-07-06 16:00", ISTANBUL, "6 July 2025, 16:00 (Istanbul, UTC+3)"),
        (
            "2025-12-31 23:30",
            PARIS,
            "31 December 2025, 23:30 (CET), that is 1 January 2026, 00:30 in Bucharest",
        ),
        # The hour between two clock changes: Paris at 03:00 is already Bucharest at 04:00.
        ("2025-03-30 03:00", PARIS, "30 March 2025, 03:00 (CEST), that is 04:00 in Bucharest"),
        ("2025-10-26 04:00", BUCHAREST, "26 October 2025, 04:00 (EET)"),
        # The hour that comes twice in Bucharest, told apart.
        ("2025-10-26 03:30", ISTANBUL, "26 October 2025, 03:30 (Istanbul, UTC+3)"),
        ("2025-10-26 00:30", UTC, "26 October 2025, 00:30 (UTC), that is 03:30 (EEST) in Bucharest"),
        ("2025-10-26 01:30", UTC, "26 October 2025, 01:30 (UTC), that is 03:30 (EET) in Bucharest"),
        ("2025-10-26 02:00", UTC, "26 October 2025, 02:00 (UTC), that is 04:00 in Bucharest"),
    ],
)
def test_a_deadline_is_told_with_its_zone_and_the_hour_of_the_seat(text, zone, words):
    assert str(Deadline(local(text, zone), zone)) == words


# Around each clock change, the deadline's own hour and the instant that it is.
HOURS = [
    ("2026-12-01 16:00", BUCHAREST, "2026-12-01T14:00:00+00:00"),
    ("2026-12-01 11:59:59", PARIS, "2026-12-01T10:59:59+00:00"),
    ("2026-12-01 16:00", ISTANBUL, "2026-12-01T13:00:00+00:00"),
    ("2027-03-28 02:59:59", BUCHAREST, "2027-03-28T00:59:59+00:00"),
    ("2027-03-28 04:00", BUCHAREST, "2027-03-28T01:00:00+00:00"),
    ("2027-03-28 03:00", PARIS, "2027-03-28T01:00:00+00:00"),
    ("2027-03-28 04:00", ISTANBUL, "2027-03-28T01:00:00+00:00"),
    ("2027-10-31 02:59:59", BUCHAREST, "2027-10-30T23:59:59+00:00"),
    ("2027-10-31 04:00", BUCHAREST, "2027-10-31T02:00:00+00:00"),
    ("2027-10-31 03:00", PARIS, "2027-10-31T02:00:00+00:00"),
    ("2027-10-31 04:00", ISTANBUL, "2027-10-31T01:00:00+00:00"),
    ("2027-10-31 00:30", UTC, "2027-10-31T00:30:00+00:00"),
    ("2027-10-31 04:30", ISTANBUL, "2027-10-31T01:30:00+00:00"),
]


@pytest.mark.parametrize(("text", "zone", "utc"), HOURS)
def test_it_closes_at_the_second_in_every_zone_and_at_both_clock_changes(text, zone, utc, clock):
    instant = datetime.fromisoformat(utc)
    opening = instant - timedelta(days=10)
    fields = {"opens_at": opening, "closes_at": local(text, zone), "closes_zone": zone}
    notice = make(Vacancy, **fields)
    assert notice.closes_at == instant
    moments = {
        opening - SECOND: State.NOT_YET,
        opening: State.OPEN,
        instant - timedelta(hours=72) - SECOND: State.OPEN,
        instant - timedelta(hours=72): State.SOON,
        instant - SECOND: State.SOON,
        instant: State.CLOSED,
        instant + SECOND: State.CLOSED,
    }
    for moment, expected in moments.items():
        assert notice.state(moment) == expected, moment
        assert states_in_sql(moment) == family(expected), moment
        clock.set(moment)
        assert states_in_sql() == family(expected), moment


def states_in_sql(at=None):
    rows = Vacancy.objects
    names = ["not_yet_open", "open", "not_closed", "closed"]
    return {name for name in names if getattr(rows, name)(at).exists()}


def family(state):
    """The querysets that hold a row of this state."""
    return {
        State.NOT_YET: {"not_yet_open", "not_closed"},
        State.OPEN: {"open", "not_closed"},
        State.SOON: {"open", "not_closed"},
        State.CLOSED: {"closed"},
    }[state]


@pytest.mark.parametrize("fields", [{"outcome": "filled"}, {"outcome": "filled", "closes_at": NOW + SECOND}])
def test_with_an_outcome_it_is_closed_whatever_the_hour(fields):
    notice = make(Vacancy, **fields)
    assert notice.state(NOW) == State.CLOSED
    assert states_in_sql() == {"closed"}


def test_without_a_deadline_it_stays_open():
    assert make(Vacancy).state(at("2099-01-01 00:00")) == State.OPEN
    assert states_in_sql() == {"open", "not_closed"}


def test_closed_without_an_outcome_is_told_from_the_hour_asked_for():
    make(Vacancy, closes_at=NOW)
    assert not Vacancy.objects.closed_without_outcome(NOW - SECOND).exists()
    assert Vacancy.objects.closed_without_outcome(NOW).exists()


def test_the_database_keeps_no_deadline_before_its_opening():
    with pytest.raises(IntegrityError), transaction.atomic():
        make(Vacancy, opens_at=NOW, closes_at=NOW)
