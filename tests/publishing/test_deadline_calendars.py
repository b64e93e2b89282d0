"""Deadlines in calendars."""

from datetime import UTC, timedelta

import pytest

from notices.models import Internship, Tender, Vacancy
from publishing.lifecycle import ChangeKind, Standing
from tests.make import at, make
from tests.publishing.calendars import SITE, answer, entries, titles

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")


@pytest.fixture(autouse=True)
def at_noon(clock, settings):
    settings.SITE_URL = SITE
    clock.set(NOW)


def test_a_deadline_takes_no_time_and_stands_in_its_zone():
    vacancy = make(Vacancy, title="Driver", closes_at=at("2026-12-01 11:59:59"), reference="24/EJ/17")
    (one,) = entries("/careers/deadlines.ics")
    assert one.summary.value == "Deadline: Driver"
    assert one.dtstart.value.astimezone(UTC) == vacancy.closes_at.astimezone(UTC)
    assert (hasattr(one, "dtend"), one.transp.value) == (False, "TRANSPARENT")
    assert one.uid.value == f"closes-{vacancy.item_id}@selec.org"
    assert "Reference: 24/EJ/17" in one.description.value
    assert b"DTSTART;TZID=Europe/Bucharest:20261201T115959" in answer("/careers/deadlines.ics").content
    page = vacancy.get_absolute_url()
    assert titles(f"{page}deadline.ics") == ["Deadline: Driver"]
    assert f'<a href="{page}deadline.ics"' in answer(page).content.decode()


def test_a_deadline_that_is_moved_keeps_its_name_and_counts(clock):
    vacancy = make(Vacancy, closes_at=at("2026-12-01 12:00"), publish_at=at("2026-11-01 09:00"))
    (before,) = entries("/careers/deadlines.ics")
    later = {"closes_at": at("2027-01-01 12:00"), "deadline_act": "extended", "deadline_reason": "More time"}
    make(Vacancy, after=vacancy, change=ChangeKind.UPDATE, **later)
    (after,) = entries("/careers/deadlines.ics")
    assert (before.uid.value, before.sequence.value) == (after.uid.value, "0")
    assert after.sequence.value == "1"
    assert "Deadline extended: More time" in after.description.value
    clock.set(later["closes_at"])
    assert entries("/careers/deadlines.ics") == []


def test_a_tender_has_three_hours_and_that_of_its_opening_stays_when_it_is_closed(clock):
    tender = make(
        Tender,
        title="Servers",
        questions_until=at("2026-12-01 12:00"),
        closes_at=at("2026-12-10 12:00"),
        opening_of_tenders_at=at("2026-12-10 14:00"),
    )
    told_hours = {
        name: getattr(tender, name) for name in ("questions_until", "closes_at", "opening_of_tenders_at")
    }
    told = ["Deadline for questions: Servers", "Deadline: Servers", "Opening of tenders: Servers"]
    for path in ("/procurement/deadlines.ics", "/deadlines.ics", f"{tender.get_absolute_url()}deadline.ics"):
        assert sorted(titles(path)) == told
    clock.set(tender.closes_at)
    assert titles("/procurement/deadlines.ics") == told[2:]
    clock.set(NOW)
    make(Tender, after=tender, title="Servers", **told_hours, outcome="cancelled")
    page = tender.get_absolute_url()
    for path in ("/procurement/deadlines.ics", "/deadlines.ics", f"{page}deadline.ics"):
        assert sorted(titles(path)) == sorted(f"Cancelled: {title}" for title in told)
        assert {(one.status.value, one.sequence.value) for one in entries(path)} == {("CANCELLED", "1")}
    assert "deadline.ics" not in answer(page).content.decode()
    clock.set(tender.opening_of_tenders_at)
    assert titles("/procurement/deadlines.ics") == []
    assert len(titles(f"{page}deadline.ics")) == 3


def test_the_hours_of_a_notice_that_is_withdrawn_are_called_off_until_they_are_past(clock):
    hour = at("2026-12-01 12:00")
    vacancy = make(Vacancy, title="Driver", closes_at=hour)
    make(Vacancy, after=vacancy, title="Driver", closes_at=hour, standing=Standing.WITHDRAWN, note="Why")
    coming = make(Vacancy, title="Clerk", closes_at=hour)
    make(Vacancy, after=coming, closes_at=hour, standing=Standing.WITHDRAWN, note="Why", publish_at=hour)
    told = ["Deadline: Clerk", "Withdrawn: Deadline: Driver"]
    for path in ("/careers/deadlines.ics", "/deadlines.ics"):
        assert sorted(titles(path)) == told
    assert titles("/deadlines.ics?procedure=open") == []
    (one,) = entries(f"{vacancy.get_absolute_url()}deadline.ics")
    assert (one.status.value, one.sequence.value) == ("CANCELLED", "1")
    clock.set(hour)
    assert entries("/careers/deadlines.ics") == []


@pytest.mark.parametrize(
    ("kind", "outcome"), [(Vacancy, "filled"), (Internship, "selected"), (Tender, "awarded")]
)
def test_what_ended_as_it_was_meant_to_is_called_off_in_no_calendar(kind, outcome):
    ended = make(kind, closes_at=at("2026-12-01 12:00"), outcome=outcome)
    assert titles("/deadlines.ics") == []
    assert answer(f"{ended.get_absolute_url()}deadline.ics").status_code == 404


def test_all_deadlines_stand_together_and_what_has_none_in_none():
    make(Vacancy, title="Driver", closes_at=at("2026-12-01 12:00"))
    make(Internship, title="Intern", closes_at=at("2026-12-02 12:00"))
    rolling = make(Internship, title="Rolling", is_rolling=True)
    make(Vacancy, title="Zqcoming", closes_at=at("2026-12-01 12:00"), publish_at=NOW + timedelta(seconds=1))
    assert titles("/deadlines.ics") == ["Deadline: Driver", "Deadline: Intern"]
    assert titles("/internship/deadlines.ics?pay=paid") == []
    assert titles("/deadlines.ics?procedure=open") == []
    assert answer(f"{rolling.get_absolute_url()}deadline.ics").status_code == 404
    assert "deadline.ics" not in answer(rolling.get_absolute_url()).content.decode()
