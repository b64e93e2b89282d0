"""Each life of an event to its end: its states at the second, in SQL and in Python, by the clock of the place."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from audit.models import Entry
from news.models import Event
from news.models.event_queries import State
from publishing.lifecycle import ChangeKind, Standing
from tests.make import at, make, whole

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
SECOND = timedelta(seconds=1)
BUCHAREST, ISTANBUL, NEW_YORK = "Europe/Bucharest", "Europe/Istanbul", "America/New_York"
FAMILIES = ["upcoming", "under_way", "past"]


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


@pytest.fixture
def ana(person):
    return person("ana", *(f"{act}_event" for act in ("add", "change", "view")))


@pytest.fixture
def boris(person):
    return person("boris", *(f"{act}_event" for act in ("change", "view", "approve")))


def days(first, last=None, zone=BUCHAREST, **fields):
    last = last and date.fromisoformat(last)
    return {"starts_on": date.fromisoformat(first), "ends_on": last, "venue_zone": zone, **fields}


def hours(start, end=None, zone=BUCHAREST, **fields):
    start, end = (one and at(one, ZoneInfo(zone)) for one in (start, end))
    return {"starts_at": start, "ends_at": end, "venue_zone": zone, **fields}


def families(moment=None):
    return [name for name in FAMILIES if getattr(Event.objects, name)(moment).exists()]


# A day, hours and a month in three zones, around the changes of the clocks there, with the instants of their ends.
TIMES = [
    (days("2026-12-01", "2026-12-02"), "2026-11-30T22:00Z", "2026-12-02T22:00Z"),
    (days("2026-12-01", zone=ISTANBUL), "2026-11-30T21:00Z", "2026-12-01T21:00Z"),
    (days("2026-12-01", zone=NEW_YORK), "2026-12-01T05:00Z", "2026-12-02T05:00Z"),
    (days("2026-12-01", zone="UTC"), "2026-12-01T00:00Z", "2026-12-02T00:00Z"),
    (days("2027-03-28"), "2027-03-27T22:00Z", "2027-03-28T21:00Z"),
    (days("2027-10-31"), "2027-10-30T21:00Z", "2027-10-31T22:00Z"),
    (days("2027-03-27", "2027-03-28", ISTANBUL), "2027-03-26T21:00Z", "2027-03-28T21:00Z"),
    (days("2027-03-14", zone=NEW_YORK), "2027-03-14T05:00Z", "2027-03-15T04:00Z"),
    (days("2027-11-07", zone=NEW_YORK), "2027-11-07T04:00Z", "2027-11-08T05:00Z"),
    (hours("2027-03-28 02:59:59", "2027-03-28 04:00"), "2027-03-28T00:59:59Z", "2027-03-28T01:00Z"),
    (hours("2027-10-31 02:59:59", "2027-10-31 04:00"), "2027-10-30T23:59:59Z", "2027-10-31T02:00Z"),
    (
        hours("2027-03-28 03:30", "2027-03-28 04:30", ISTANBUL),
        "2027-03-28T00:30Z",
        "2027-03-28T01:30Z",
    ),
    (
        hours("2027-11-07 00:30", "2027-11-07 03:30", NEW_YORK),
        "2027-11-07T04:30Z",
        "2027-11-07T08:30Z",
    ),
    (hours("2027-10-31 10:00"), "2027-10-31T08:00Z", "2027-10-31T22:00Z"),
    (days("2027-03-15", is_month_only=True), "2027-02-28T22:00Z", "2027-03-31T21:00Z"),
    (days("2027-11-15", zone=NEW_YORK, is_month_only=True), "2027-11-01T04:00Z", "2027-12-01T05:00Z"),
]
# What is told at (before, at, after) the instant at which it begins, and at that at which it is over.
LIVES = {
    "planned": (State.PLANNED, State.PLANNED, State.PLANNED, State.LAPSED),
    "confirmed": (State.CONFIRMED, State.UNDER_WAY, State.UNDER_WAY, State.HELD),
    "postponed": (State.POSTPONED,) * 4,
    "cancelled": (State.CANCELLED,) * 4,
}
FAMILY = {
    "planned": ("upcoming", "upcoming", "upcoming", "past"),
    "confirmed": ("upcoming", "under_way", "under_way", "past"),
    "postponed": ("upcoming",) * 4,
    "cancelled": ("upcoming", "upcoming", "upcoming", "past"),
}


@pytest.mark.parametrize("decision", LIVES)
@pytest.mark.parametrize(("fields", "begins", "over"), TIMES)
def test_its_state_changes_at_the_second_and_sql_says_the_same(fields, begins, over, decision, clock):
    event = make(Event, **fields, decision=decision)
    event.refresh_from_db()
    begins, over = (at_utc(text) for text in (begins, over))
    assert (event.begins_at, event.over_at) == (begins, over)
    moments = [begins - SECOND, begins, over - SECOND, over]
    for moment, state, family in zip(moments, LIVES[decision], FAMILY[decision], strict=True):
        assert event.state(moment) == state, moment
        assert families(moment) == [family], moment
        clock.set(moment)
        assert families() == [family], moment
        assert Event.objects.not_past().exists() == (family != "past")


def at_utc(text):
    return at(text.replace("Z", ""), ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("decision", "state", "family"),
    [
        ("planned", State.PLANNED, "upcoming"),
        ("postponed", State.POSTPONED, "upcoming"),
        ("cancelled", State.CANCELLED, "past"),
    ],
)
def test_without_a_date_it_is_to_come_until_it_is_cancelled(decision, state, family):
    event = make(Event, decision=decision)
    assert event.state(NOW) == state
    assert families() == [family]
    assert families(at("2099-01-01 00:00")) == [family]


@pytest.mark.parametrize(
    "wrong",
    [
        days("2026-12-02", "2026-12-01"),
        hours("2026-12-01 10:00", "2026-12-01 09:59:59"),
        hours("2026-12-01 10:00", "2026-12-01 10:00"),
        {**days("2026-12-01"), **hours("2026-12-01 10:00")},
        {**hours("2026-12-01 10:00"), "is_month_only": True},
        {**days("2026-12-01", "2026-12-02"), "is_month_only": True},
        {"ends_on": date(2026, 12, 1)},
        {"ends_at": NOW},
        {"is_month_only": True},
        {"decision": "perhaps"},
    ],
)
def test_the_database_keeps_no_dates_that_cannot_be(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(Event, **wrong)


@pytest.mark.parametrize("beyond", [date(1989, 12, 31), date(2101, 1, 1), date(9999, 12, 31), date(1, 1, 1)])
def test_a_year_beyond_all_plans_is_refused_before_it_is_stored(beyond):
    with pytest.raises(ValueError, match="Give a year from 1990 to 2100"):
        make(Event, starts_on=beyond)


def test_what_goes_on_comes_first_then_what_comes_month_by_month_and_last_what_has_no_date():
    rows = {
        "Planned, in December, no day yet": days("2026-12-01", is_month_only=True, decision="planned"),
        "Confirmed, 31 December": days("2026-12-31"),
        "In New York on 1 January": days("2027-01-01", zone=NEW_YORK),
        "In Bucharest on 1 January": days("2027-01-01"),
        "Postponed from tomorrow": days("2026-11-21", decision="postponed"),
        "Cancelled, tomorrow": days("2026-11-21", decision="cancelled"),
        "Goes on": days("2026-11-19", "2026-11-22"),
        "Today at three": hours("2026-11-20 15:00"),
        "No date": {"decision": "planned"},
    }
    for title, fields in rows.items():
        make(Event, title=title, **{"decision": "confirmed", **fields})
    assert [event.title for event in Event.objects.not_past().soonest_first()] == [
        "Goes on",
        "Today at three",
        "Cancelled, tomorrow",
        "Confirmed, 31 December",
        "Planned, in December, no day yet",
        "In Bucharest on 1 January",
        "In New York on 1 January",
        "Postponed from tomorrow",
        "No date",
    ]


def test_past_events_stand_under_the_year_of_the_place():
    make(Event, title="Eve", **hours("2019-12-31 23:30", zone=NEW_YORK), decision="confirmed")
    make(Event, title="New Year", **days("2020-01-01"), decision="confirmed")
    rows = Event.objects.past().latest_first()
    assert [(event.title, event.year) for event in rows] == [("New Year", 2020), ("Eve", 2019)]


def told(event, moment=None):
    before = event.siblings.readable(moment).filter(number__lt=event.number).order_by("number")
    return [(turn.words, str(turn.former or "")) for turn in event.turns_among([*before, event])]


def next_edition(event, ana, boris, **fields):
    """As communications and a colleague would: a draft, its changes, its review, its approval."""
    draft = event.start_draft(ana)
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.full_clean(exclude=["publish_at"])
    draft.save_draft(ana)
    draft.submit(ana)
    draft.approve(boris, override="Checked.")
    return draft


def test_from_planned_to_held_every_step_stays_readable(ana, boris, clock):
    first = whole(Event, **days("2027-05-01", is_month_only=True), publish_at=NOW - SECOND)
    clock.set(at("2027-02-01 10:00"))
    dated = next_edition(
        first, ana, boris, decision="confirmed", starts_on=date(2027, 5, 12), is_month_only=False
    )
    assert told(dated) == []  # who noted May has nothing to strike
    clock.set(at("2027-03-01 10:00"))
    put_off = next_edition(dated, ana, boris, decision="postponed", note="The hall is flooded.")
    assert told(put_off) == [("Postponed", "")]
    assert put_off.state(at("2027-05-12 12:00")) == State.POSTPONED
    clock.set(at("2027-04-01 10:00"))
    moved = next_edition(
        put_off, ana, boris, decision="confirmed", starts_on=date(2027, 6, 3), note="Another hall was found."
    )
    assert told(moved) == [("Postponed", ""), ("Dates changed", "12 May 2027")]
    assert told(moved, at("2027-03-15 10:00")) == [("Postponed", ""), ("Dates changed", "12 May 2027")]
    states = ["2027-06-02 23:59:59", "2027-06-03 00:00", "2027-06-03 23:59:59", "2027-06-04 00:00"]
    assert [moved.state(at(text)) for text in states] == [
        State.CONFIRMED,
        State.UNDER_WAY,
        State.UNDER_WAY,
        State.HELD,
    ]
    clock.set(at("2027-06-05 10:00"))
    reported = next_edition(moved, ana, boris, report="<p>It was held.</p>")
    page = Client().get(reported.item.address).content.decode()
    for words in ("The hall is flooded.", "Another hall was found.", "It was held.", "Held"):
        assert words in page, words
    assert page.count("Former date, no longer valid") == 1
    history = Client().get(f"{reported.item.address}history/").content.decode()
    assert "The hall is flooded." in history
    assert reported.item.address.startswith("/news/events/2027/05/01/")
    acts = list(Entry.objects.of_item(first.item).order_by("number").values_list("act", flat=True))
    assert acts == ["started", "saved", "submitted", "approved"] * 4


def test_from_confirmed_to_cancelled_and_back(ana, boris, clock):
    first = whole(Event, **days("2027-05-12"), decision="confirmed", publish_at=NOW - SECOND)
    off = next_edition(first, ana, boris, decision="cancelled", note="No room.")
    assert (told(off), off.state(at("2030-01-01 00:00"))) == ([("Cancelled", "")], State.CANCELLED)
    clock.set(NOW + SECOND)
    again = next_edition(off, ana, boris, decision="confirmed", note="A room was found.")
    assert told(again) == [("Cancelled", ""), ("Takes place after all", "")]
    assert again.state(at("2027-05-13 00:00")) == State.HELD


def test_a_date_that_is_taken_back_is_struck():
    first = make(Event, **days("2027-05-12"))
    assert told(make(Event, after=first)) == [("Date taken back", "12 May 2027")]


def test_turns_tell_nothing_that_is_not_public_yet():
    first = make(Event, **days("2027-05-12"), decision="confirmed")
    coming = make(Event, after=first, **days("2027-06-03"), publish_at=NOW + SECOND, note="Secret.")
    assert told(first) == []
    make(Event, after=coming, **days("2027-07-01"), status="draft", decision="confirmed")
    page = Client().get(first.item.address).content.decode()
    assert "June" not in page
    assert "Secret." not in page
    assert "12 May 2027" in page


def test_what_was_removed_before_is_not_told_as_a_former_date():
    first = make(Event, **days("2027-05-12"))
    gone = make(Event, after=first, **days("2027-05-12"), standing=Standing.REMOVED, note="In error.")
    back = make(Event, after=gone, **days("2027-06-03"))
    assert told(back) == []
    assert "12 May" not in told_on_page(back)


def told_on_page(event):
    return Client().get(event.item.address).content.decode()


def test_whatever_text_is_taken_up_again_its_dates_are_those_last_told(ana):
    first = whole(Event, **days("2027-05-12"), decision="confirmed")
    whole(Event, after=first, **days("2027-06-03"), decision="planned")
    first.refresh_from_db()
    restored = first.start_draft(ana)
    assert (restored.starts_on, restored.decision) == (date(2027, 6, 3), "planned")
    assert restored.first_on == date(2027, 6, 3)


def test_a_correction_of_the_date_strikes_the_wrong_one():
    first = make(Event, **days("2027-05-12"))
    second = make(
        Event, after=first, **days("2027-05-13"), change=ChangeKind.CORRECTION, note="It is the 13th."
    )
    page = told_on_page(second)
    assert page.count("It is the 13th.") == 1
    assert "<del>" in page
