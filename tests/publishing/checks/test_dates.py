"""Deadlines, starts and ends that cannot be right stop an approval."""

from datetime import date, timedelta

import pytest

from notices.models import Vacancy
from publishing.lifecycle import Status
from tests.make import at, make, whole

from .conftest import found, release

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
NOW = at("2026-11-20 12:00")
SECOND = timedelta(seconds=1)
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


@pytest.mark.parametrize(
    ("fields", "rules"),
    [
        ({"closes_at": None}, ["deadline_missing"]),
        ({"closes_at": NOW - SECOND}, ["deadline_past"]),
        ({"closes_at": NOW}, ["deadline_past"]),
        ({"closes_at": NOW + SECOND}, []),
        ({"closes_at": NOW + WEEK, "publish_at": NOW + WEEK}, ["deadline_past"]),
        ({"closes_at": NOW + WEEK, "publish_at": NOW + WEEK - SECOND}, []),
    ],
)
def test_a_deadline_is_there_and_to_come_when_the_page_becomes_public(fields, rules):
    assert found(whole(Vacancy, status=Status.IN_REVIEW, **fields)) == rules


@pytest.mark.parametrize(
    ("fields", "rules"),
    [
        ({"closes_at": NOW - WEEK}, []),
        ({"closes_at": NOW + WEEK}, ["deadline_changed_without_an_act"]),
        ({"closes_at": NOW + WEEK, "deadline_act": "reopened"}, []),
        ({"closes_at": NOW + WEEK, "deadline_act": "extended"}, ["deadline_changed_without_an_act"]),
        ({"closes_at": NOW + WEEK, "deadline_act": "corrected"}, ["deadline_changed_without_an_act"]),
        ({"closes_at": NOW - SECOND, "deadline_act": "closed_early"}, ["deadline_changed_without_an_act"]),
    ],
)
def test_a_deadline_that_the_public_knows_changes_by_an_act_alone(fields, rules):
    """Who mends a word on a closed notice does not reopen it."""
    known = make(Vacancy, closes_at=NOW - WEEK)
    assert found(whole(Vacancy, after=known, status=Status.IN_REVIEW, **fields)) == rules


@pytest.mark.parametrize(
    ("fields", "rules"),
    [
        ({"closes_at": NOW - SECOND, "deadline_act": "closed_early"}, []),
        ({"outcome": "filled"}, []),
        ({"outcome": ""}, ["deadline_changed_without_an_act"]),
        ({"outcome": "", "deadline_act": "reopened"}, []),
    ],
)
def test_what_an_outcome_has_closed_is_not_opened_by_leaving_the_outcome_out(fields, rules):
    known = make(Vacancy, closes_at=NOW + WEEK, outcome="cancelled")
    given = {"closes_at": NOW + WEEK, **fields}
    assert found(whole(Vacancy, after=known, status=Status.IN_REVIEW, **given)) == rules


def test_what_was_public_before_its_deadline_stays_right_after_it():
    assert found(whole(Vacancy, closes_at=NOW - WEEK)) == []


@pytest.mark.parametrize(
    ("attributes", "rules"),
    [
        ({}, []),
        ({"starts_at": at("2026-12-01 09:00"), "ends_at": at("2026-12-01 17:00")}, []),
        ({"starts_at": at("2026-12-01 09:00"), "ends_at": at("2026-12-01 08:59")}, ["end_before_start"]),
        ({"starts_on": date(2026, 12, 1), "ends_on": date(2026, 12, 1)}, []),
        ({"starts_on": date(2026, 12, 2), "ends_on": date(2026, 12, 1)}, ["end_before_start"]),
        ({"starts_on": date(2026, 12, 2), "ends_on": None}, []),
    ],
)
def test_an_end_is_not_before_its_start(attributes, rules):
    edition = release()
    vars(edition).update(attributes)
    assert found(edition) == rules
