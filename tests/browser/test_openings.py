"""A notice as it is read abroad, without scripts, by ear and on paper."""

from zoneinfo import ZoneInfo

import pytest

from notices.models import Vacancy
from tests.make import at, make

pytestmark = [pytest.mark.browser, pytest.mark.looks]
NOW = at("2026-11-20 12:00")
BRUSSELS = ZoneInfo("Europe/Brussels")
TEXT = "1 December 2026, 11:59:59 (CET), that is 12:59:59 in Bucharest"
PHONE = 360


@pytest.fixture
def notice(transactional_db, clock):
    clock.set(NOW)
    hours = {"closes_at": at("2026-12-01 11:59:59", BRUSSELS), "closes_zone": "Europe/Brussels"}
    first = make(
        Vacancy, **{**hours, "closes_at": at("2026-11-25 12:00", BRUSSELS)}, how_to_apply="<p>Write.</p>"
    )
    act = {"deadline_act": "extended", "deadline_reason": "Two states asked for time.", "publish_at": NOW}
    return make(Vacancy, after=first, how_to_apply="<p>Write.</p>", **hours, **act)


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("America/New_York", "Your time (New York): 1 December 2026 at 05:59:59 GMT-5"),
        ("Asia/Tokyo", "Your time (Tokyo): 1 December 2026 at 19:59:59 GMT+9"),
        ("UTC", "Your time (UTC): 1 December 2026 at 10:59:59 UTC"),
        ("Europe/Bucharest", ""),
        ("Europe/Athens", ""),  # the same clock
        ("Europe/Paris", ""),  # the clock of the deadline itself
    ],
)
def test_a_reader_abroad_is_told_the_hour_by_their_own_clock_where_no_other_shows_it(
    zone, told, notice, person_at
):
    reader = person_at(width=PHONE, timezone_id=zone)
    reader.goto(notice.item.address)
    assert TEXT in reader.locator(".until").inner_text()
    assert " ".join(reader.locator(".own-time").all_inner_texts()) == told
    assert reader.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_an_opening_is_told_by_the_reader_s_clock_too(notice, person_at):
    coming = make(Vacancy, opens_at=at("2026-12-01 09:00"), closes_at=at("2026-12-09 09:00"))
    reader = person_at(timezone_id="America/New_York")
    reader.goto(coming.item.address)
    assert (
        "Your time (New York): 1 December 2026 at 02:00:00 GMT-5" in reader.locator(".deadline").inner_text()
    )


def test_without_scripts_nothing_is_missing(notice, person_at):
    reader = person_at(width=PHONE, java_script_enabled=False, timezone_id="America/New_York")
    reader.goto(notice.item.address)
    told = reader.locator(".deadline").inner_text()
    for words in ("Open", TEXT, "25 November 2026", "Deadline extended", "Two states asked for time."):
        assert words in told
    assert "Your time" not in told
    assert reader.get_by_role("heading", name="How to apply").is_visible()


def test_by_ear_the_old_deadline_is_not_taken_for_the_new_one(notice, person_at):
    reader = person_at()
    reader.goto(notice.item.address)
    heard = reader.locator(".deadline").aria_snapshot()
    old, new = heard.index("Former deadline, no longer valid: 25 November"), heard.index("Deadline now:")
    assert old < new < heard.index(TEXT)
    assert "deletion" in heard


def test_on_paper_stand_the_deadline_and_the_text_and_no_menu(notice, person_at):
    reader = person_at()
    reader.emulate_media(media="print")
    reader.goto(notice.item.address)
    assert reader.locator(".until").is_visible()
    assert reader.get_by_text("Write.").is_visible()
    assert not reader.get_by_role("navigation", name="Main").is_visible()
