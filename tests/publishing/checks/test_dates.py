"""Kinds with deadlines come later: plain editions that carry the attributes stand for them."""

from datetime import date, time

import pytest

from news.models import PressRelease
from publishing.lifecycle import Status
from tests.make import at

from .conftest import found, release

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
DEADLINES = {
    "no deadline": ({}, []),
    "whole": ({"deadline_on": date(2026, 12, 1), "deadline_time": time(16)}, []),
    "without an hour": ({"deadline_on": date(2026, 12, 1), "deadline_time": None}, ["deadline_without_hour"]),
    "midnight": ({"deadline_on": date(2026, 12, 1), "deadline_time": time(0)}, []),
    "without a day": ({"deadline_on": None, "deadline_time": time(16)}, ["deadline_without_hour"]),
    "past": ({"deadline_on": date(2026, 11, 20), "deadline_time": time(11, 59)}, ["deadline_past"]),
    "this minute": ({"deadline_on": date(2026, 11, 20), "deadline_time": time(12)}, ["deadline_past"]),
    "soon": ({"deadline_on": date(2026, 11, 20), "deadline_time": time(12, 1)}, []),
    "no zone": (
        {"deadline_on": date(2026, 12, 1), "deadline_time": time(16), "deadline_zone": "Europe/Nowhere"},
        ["deadline_without_hour"],
    ),
    "skipped hour": (
        {"deadline_on": date(2027, 3, 28), "deadline_time": time(3, 30)},
        ["deadline_without_hour"],
    ),
    "year 1": ({"deadline_on": date(1, 1, 1), "deadline_time": time(3)}, ["deadline_without_hour"]),
    "past in its zone": (
        {"deadline_on": date(2026, 11, 20), "deadline_time": time(11), "deadline_zone": "Europe/Istanbul"},
        ["deadline_past"],
    ),
    "to come in its zone": (
        {"deadline_on": date(2026, 11, 20), "deadline_time": time(11), "deadline_zone": "Europe/London"},
        [],
    ),
    "end after start": ({"starts_at": at("2026-12-01 09:00"), "ends_at": at("2026-12-01 17:00")}, []),
    "end before start": (
        {"starts_at": at("2026-12-01 09:00"), "ends_at": at("2026-12-01 08:59")},
        ["end_before_start"],
    ),
    "one day": ({"starts_on": date(2026, 12, 1), "ends_on": date(2026, 12, 1)}, []),
    "days the wrong way": (
        {"starts_on": date(2026, 12, 2), "ends_on": date(2026, 12, 1)},
        ["end_before_start"],
    ),
    "no end": ({"starts_on": date(2026, 12, 2), "ends_on": None}, []),
}


def dated(**attributes):
    edition = release(
        **{name: attributes.pop(name) for name in ["publish_at", "status"] if name in attributes}
    )
    vars(edition).update(attributes)
    return edition


@pytest.mark.parametrize(("attributes", "rules"), DEADLINES.values(), ids=DEADLINES)
def test_dates_that_cannot_be_right_stop(attributes, rules, clock):
    clock.set(NOW)
    assert found(dated(**attributes)) == rules


def test_a_deadline_before_the_hour_of_publication_is_past(clock):
    clock.set(NOW)
    deadline = {"deadline_on": date(2026, 12, 1), "deadline_time": time(16)}
    assert found(dated(publish_at=at("2026-12-02 09:00"), **deadline)) == ["deadline_past"]
    assert found(dated(publish_at=at("2026-12-01 09:00"), **deadline)) == []


def test_what_was_public_before_its_deadline_stays_right_after_it(clock):
    clock.set(NOW)
    deadline = {"deadline_on": date(2026, 11, 1), "deadline_time": time(16)}
    approved = dated(publish_at=at("2026-10-01 09:00"), status=Status.APPROVED, **deadline)
    assert isinstance(approved, PressRelease)
    assert found(approved) == []
