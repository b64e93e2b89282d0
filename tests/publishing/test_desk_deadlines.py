"""Deadlines on the desk: whose they are, which come, and what was never brought to its end."""

from datetime import UTC, timedelta

import pytest

from notices.models import Vacancy
from publishing import desk
from publishing.lifecycle import Standing, Status
from tests.make import at, make

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00").astimezone(UTC)  # days before it are counted over a clock change
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
COMING, ENDED = "Deadlines of the next four weeks", "Closed without an outcome"


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


@pytest.fixture
def hr(person):
    return person("hana", "view_vacancy", "change_vacancy")


def lines(person, title):
    found = next((section for section in desk.sections_for(person) if section.title == title), None)
    return found and [(line.text, line.is_urgent) for line in found.lines]


def test_deadlines_of_what_is_public_and_open_come_in_their_order(hr):
    make(Vacancy, title="In four weeks", closes_at=NOW + 28 * DAY)
    make(Vacancy, title="Soon", closes_at=NOW + 3 * DAY)
    make(Vacancy, title="Not so soon", closes_at=NOW + 3 * DAY + SECOND)
    make(Vacancy, title="Too late", closes_at=NOW + 28 * DAY + SECOND)
    make(Vacancy, title="Closed", closes_at=NOW)
    make(Vacancy, title="Ended", closes_at=NOW + DAY, outcome="filled")
    make(Vacancy, title="Draft", closes_at=NOW + DAY, status=Status.DRAFT)
    make(Vacancy, title="Not yet public", closes_at=NOW + DAY, publish_at=NOW + SECOND)
    gone = make(Vacancy, title="Withdrawn", closes_at=NOW + DAY)
    make(Vacancy, after=gone, title="Withdrawn", closes_at=NOW + DAY, standing=Standing.WITHDRAWN)
    expected = [("Soon", True), ("Not so soon", False), ("In four weeks", False)]
    assert lines(hr, COMING) == expected


def test_what_is_closed_for_thirty_days_is_told_until_somebody_begins_to_end_it(hr):
    old = make(Vacancy, title="Closed long ago", closes_at=NOW - 30 * DAY)
    make(Vacancy, title="Closed lately", closes_at=NOW - 30 * DAY + SECOND)
    make(Vacancy, title="Filled", closes_at=NOW - 90 * DAY, outcome="filled")
    assert lines(hr, ENDED) == [("Closed long ago", False)]
    make(Vacancy, after=old, status=Status.DRAFT, closes_at=old.closes_at)
    assert lines(hr, ENDED) == []


def test_deadlines_stand_on_the_desks_of_those_whose_they_are(hr, writer, person):
    limited = make(Vacancy, title="For named people", closes_at=NOW + DAY)
    limited.item.named_people.add(person("igor", "view_vacancy"))
    assert lines(hr, COMING) == []
    assert lines(writer, COMING) is None
    assert lines(writer, ENDED) is None
    assert lines(person("reader", "view_vacancy"), ENDED) is None
