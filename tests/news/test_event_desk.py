"""Events on the desk: what comes, and of which readers wait to hear what became of them."""

from datetime import date, timedelta

import pytest

from news.models import Event, PressRelease
from publishing import desk
from publishing.lifecycle import Status
from tests.make import at, make

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
TODAY = date(2026, 11, 20)
COMING, ENDS = "Events of the next four weeks", "Events without an end"


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


@pytest.fixture
def ana(person):
    return person("ana", "view_event", "change_event")


def lines(person, title):
    found = next((one for one in desk.sections_for(person) if one.title == title), None)
    return found and {line.text: line.detail for line in found.lines}


def event(title, days, **fields):
    on = TODAY + timedelta(days=days)
    return make(Event, **{"title": title, "starts_on": on, "decision": "confirmed", **fields})


def test_what_comes_within_four_weeks_stands_on_the_desk(ana, person):
    event("Today", 0, place="Bucharest")
    event("In four weeks", 28)
    event("Later", 29)
    event("Over", -1)
    event("Called off", 3, decision="cancelled")
    event("Draft", 3, status=Status.DRAFT)
    assert lines(ana, COMING) == {
        "Today": "Under way · 20 November 2026 · Bucharest",
        "Called off": "Cancelled · 23 November 2026",
        "In four weeks": "Confirmed · 18 December 2026",
    }
    assert lines(person("nobody"), COMING) is None


def test_tentative_dates_of_this_week_are_urgent(ana):
    event("Near", 6, decision="planned")
    event("Far", 20, decision="planned")
    [found] = [one for one in desk.sections_for(ana) if one.title == COMING]
    assert {line.text: line.is_urgent for line in found.lines} == {"Near": True, "Far": False}


def test_what_readers_wait_for_is_asked_of_who_may_write_it(ana, person):
    event("Lapsed", -1, decision="planned")
    event("Not lapsed", 1, decision="planned")
    event("Unreported", -15)
    event("Just over", -14)
    event("Reported", -15, report="<p>Done.</p>")
    event("With a release", -15, outcome_release=make(PressRelease))
    event("Old", -400)
    event("Postponed", 5, decision="postponed", publish_at=at("2026-10-20 13:00"))
    event("Just postponed", 5, decision="postponed", publish_at=NOW - timedelta(days=29))
    event("Cancelled", -20, decision="cancelled")
    assert lines(ana, ENDS) == {
        "Unreported": "Over 14 days 12 h ago: say how it went",
        "Lapsed": "Over 12 h ago: confirm or cancel it",
        "Postponed": "Postponed 31 days ago: give a new date, or cancel it",
    }
    assert lines(person("reader", "view_event"), ENDS) is None


def test_who_has_begun_to_put_it_right_is_not_asked_again(ana):
    lapsed = event("Lapsed", -1, decision="planned")
    make(Event, after=lapsed, status=Status.DRAFT)
    assert lines(ana, ENDS) == {}
