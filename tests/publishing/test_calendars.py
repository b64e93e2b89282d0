"""Events and deadlines in calendars: read back by a library that did not write them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

import organisation.demo
from news.models import Event
from organisation.models import CrimeArea
from publishing.lifecycle import ChangeKind, Standing, Status
from tests.make import at, make
from tests.publishing.calendars import SITE, answer, calendar, entries, titles

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
EVENTS = "/news/events.ics"
BUCHAREST, ISTANBUL, NEW_YORK = "Europe/Bucharest", "Europe/Istanbul", "America/New_York"


@pytest.fixture(autouse=True)
def facts(clock, settings):
    settings.SITE_URL = SITE
    clock.set(NOW)
    organisation.demo.load()


def days(first, last=None, **fields):
    return {"starts_on": date.fromisoformat(first), "ends_on": last and date.fromisoformat(last), **fields}


def hours(start, end=None, zone=BUCHAREST, **fields):
    start, end = (one and at(one, ZoneInfo(zone)) for one in (start, end))
    return {"starts_at": start, "ends_at": end, "venue_zone": zone, **fields}


def event(fields=None, **more):
    return make(Event, **{"decision": "confirmed", **(fields or days("2027-05-12")), **more})


WHOLE_DAYS = [
    (days("2027-05-12"), "2027-05-12", "2027-05-13"),
    (days("2027-05-12", "2027-05-13"), "2027-05-12", "2027-05-14"),
    (days("2026-12-31"), "2026-12-31", "2027-01-01"),
    (days("2026-12-30", "2027-01-02"), "2026-12-30", "2027-01-03"),
    (days("2028-02-28", "2028-02-29"), "2028-02-28", "2028-03-01"),
    (days("2027-03-27", "2027-03-29"), "2027-03-27", "2027-03-30"),
    (days("2027-10-30", "2027-10-31", venue_zone=NEW_YORK), "2027-10-30", "2027-11-01"),
    (days("2011-10-07"), "2011-10-07", "2011-10-08"),
    (days("2099-12-31"), "2099-12-31", "2100-01-01"),
]


@pytest.mark.parametrize(("fields", "start", "end"), WHOLE_DAYS)
def test_whole_days_have_no_zone_and_end_before_the_day_that_is_named_last(fields, start, end):
    path = f"{event(fields).get_absolute_url()}event.ics"
    (one,) = entries(path)
    assert (one.dtstart.value, one.dtend.value) == (date.fromisoformat(start), date.fromisoformat(end))
    assert one.dtstart.params == {"VALUE": ["DATE"]}
    assert b"DTSTART;VALUE=DATE:" in answer(path).content


HOURS = [
    (hours("2027-05-12 10:00", "2027-05-12 12:30"), "2027-05-12T07:00Z", "2027-05-12T09:30Z"),
    (hours("2027-01-12 10:00", "2027-01-12 12:30"), "2027-01-12T08:00Z", "2027-01-12T10:30Z"),
    (hours("2027-03-28 02:59", "2027-03-28 04:00"), "2027-03-28T00:59Z", "2027-03-28T01:00Z"),
    (hours("2027-10-31 02:30", "2027-10-31 04:30"), "2027-10-30T23:30Z", "2027-10-31T02:30Z"),
    (hours("2026-12-31 22:00", "2027-01-01 02:00"), "2026-12-31T20:00Z", "2027-01-01T00:00Z"),
    (hours("2027-05-12 10:00", "2027-05-12 12:30", ISTANBUL), "2027-05-12T07:00Z", "2027-05-12T09:30Z"),
    (hours("2027-01-12 10:00", "2027-01-12 12:30", ISTANBUL), "2027-01-12T07:00Z", "2027-01-12T09:30Z"),
    (hours("2027-03-14 01:59", "2027-03-14 03:00", NEW_YORK), "2027-03-14T06:59Z", "2027-03-14T07:00Z"),
    (hours("2027-11-07 00:30", "2027-11-07 02:30", NEW_YORK), "2027-11-07T04:30Z", "2027-11-07T07:30Z"),
    (hours("2027-05-12 10:00", "2027-05-12 12:30", "UTC"), "2027-05-12T10:00Z", "2027-05-12T12:30Z"),
    (hours("2013-07-01 10:00", "2013-07-02 11:00"), "2013-07-01T07:00Z", "2013-07-02T08:00Z"),
    (hours("2060-07-01 10:00", "2060-07-02 11:00"), "2060-07-01T07:00Z", "2060-07-02T08:00Z"),
]


@pytest.mark.parametrize(("fields", "start", "end"), HOURS)
def test_hours_are_those_of_the_place_and_its_zone_is_told(fields, start, end):
    path = f"{event(fields).get_absolute_url()}event.ics"
    (one,) = entries(path)
    found = (one.dtstart.value.astimezone(UTC), one.dtend.value.astimezone(UTC))
    assert found == (datetime.fromisoformat(start), datetime.fromisoformat(end))
    zone, content = fields["venue_zone"], answer(path).content.decode()
    local = fields["starts_at"].strftime("%Y%m%dT%H%M%S")
    assert (f"DTSTART:{local}Z" if zone == "UTC" else f"DTSTART;TZID={zone}:{local}\r\n") in content
    assert (f"TZID:{zone}" in content) == (zone != "UTC")


def test_an_hour_that_comes_twice_is_told_in_utc():
    """Typed in UTC it may be either of the two."""
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    event({"starts_at": second, "ends_at": second + timedelta(hours=1), "venue_zone": BUCHAREST})
    (one,) = entries(EVENTS)
    assert one.dtstart.value.astimezone(UTC) == second
    assert b"DTSTART:20271031T013000Z" in answer(EVENTS).content


def test_an_event_without_an_end_is_given_none():
    event(hours("2027-05-12 10:00"))
    (one,) = entries(EVENTS)
    assert not hasattr(one, "dtend")


def test_three_zones_stand_in_one_calendar():
    for zone in (BUCHAREST, ISTANBUL, NEW_YORK):
        event(hours("2027-05-12 10:00", "2027-05-12 12:00", zone), title=zone)
    found = {one.summary.value: one.dtstart.value.astimezone(UTC).hour for one in entries(EVENTS)}
    assert found == {BUCHAREST: 7, ISTANBUL: 7, NEW_YORK: 14}


NAMES = [
    "Council, 19th session; Bucharest",
    "Back\\slash, \\n and \\, and \\;",
    'Quoted "words": a colon',
    "Two\nlines",
    "Smile 😀" * 20,
    "Σύνοδος του Συμβουλίου των κρατών μελών στο Βουκουρέστι, άνοιξη του έτους 2027, δεύτερη ημέρα",
    "Ђорђе и Češće Ăâîșț ı Ğ",
    "a" * 74 + "é" * 80,
]


@pytest.mark.parametrize("words", NAMES)
def test_every_letter_arrives(words):
    event(title=words, place=words[:200], summary=words)
    (one,) = entries(EVENTS)
    assert (one.summary.value, one.location.value) == (words, words[:200])
    assert words in one.description.value


def test_what_no_calendar_may_hold_is_left_out():
    event(title="One\x0b\x1f two\rthree\r\nfour")
    assert titles(EVENTS) == ["One two\nthree\nfour"]


DECISIONS = [
    ("planned", "TENTATIVE", "Session"),
    ("confirmed", "CONFIRMED", "Session"),
    ("cancelled", "CANCELLED", "Cancelled: Session"),
    ("postponed", "CANCELLED", "Postponed: Session"),
]


@pytest.mark.parametrize(("decision", "status", "title"), DECISIONS)
def test_a_calendar_says_whether_it_takes_place(decision, status, title):
    event(title="Session", decision=decision)
    (one,) = entries(EVENTS)
    assert (one.status.value, one.summary.value) == (status, title)
    assert one.transp.value == ("TRANSPARENT" if status == "CANCELLED" else "OPAQUE")


def test_an_event_of_which_no_day_is_known_is_in_no_calendar():
    for fields in (days("2027-05-01", is_month_only=True), {"starts_on": None}):
        page = event(fields, decision="planned").get_absolute_url()
        assert answer(f"{page}event.ics").status_code == 404
        assert "event.ics" not in answer(page).content.decode()
    assert entries(EVENTS) == []


def test_one_event_keeps_its_name_and_counts_what_was_changed():
    """Each edition that was public counts, and none that nobody has approved."""
    first = event(publish_at=at("2026-05-01 09:00"), title="Session")
    (one,) = entries(EVENTS)
    assert (one.sequence.value, one.dtstamp.value) == ("0", datetime(2026, 5, 1, 6, tzinfo=UTC))
    make(Event, item=first.item, number=2, status=Status.DISCARDED, **days("2027-01-01"))
    acts = [
        ({"change": ChangeKind.MINOR}, "1", "CONFIRMED"),
        ({"change": ChangeKind.UPDATE, "starts_on": date(2027, 6, 1)}, "2", "CONFIRMED"),
        ({"change": ChangeKind.UPDATE, "decision": "postponed"}, "3", "CANCELLED"),
        ({"change": ChangeKind.CORRECTION, "note": "Why"}, "4", "CONFIRMED"),
        ({"standing": Standing.WITHDRAWN, "note": "Why"}, "5", "CANCELLED"),
        ({"standing": Standing.REMOVED, "note": "Why"}, None, None),
        ({"change": ChangeKind.UPDATE, "decision": "cancelled"}, "7", "CANCELLED"),
    ]
    last, uid = first, one.uid.value
    assert uid == f"event-{first.item_id}@selec.org"
    for number, (fields, sequence, status) in enumerate(acts):
        hour = at(f"2026-06-0{number + 1} 09:00")
        last = make(
            Event,
            after=last,
            number=number + 3,
            publish_at=hour,
            **{**days("2027-05-12"), "decision": "confirmed", **fields},
        )
        found = [(one.uid.value, one.sequence.value, one.status.value) for one in entries(EVENTS)]
        assert found == ([(uid, sequence, status)] if sequence else [])
        if sequence:
            (one,) = entries(f"{first.get_absolute_url()}event.ics")
            assert (one.sequence.value, one.dtstamp.value) == (sequence, hour.astimezone(UTC))


def test_who_has_what_is_withdrawn_learns_that_it_is_and_no_more():
    """Its page says why; a calendar programme keeps whatever it is told nothing of."""
    words = {"title": "Session", "place": "Sofia", "summary": "Who comes.", **days("2027-05-12")}
    live = event(words)
    (before,) = entries(EVENTS)
    make(Event, after=live, decision="confirmed", standing=Standing.WITHDRAWN, note="Why", **words)
    for path in (EVENTS, f"{EVENTS}?when=upcoming", f"{live.get_absolute_url()}event.ics"):
        (one,) = entries(path)
        assert (one.uid.value, one.sequence.value) == (before.uid.value, "1")
        assert (one.status.value, one.summary.value) == ("CANCELLED", "Withdrawn: Session")
        assert one.dtstart.value == before.dtstart.value
        assert (one.transp.value, one.description.value) == ("TRANSPARENT", before.url.value)
        assert not hasattr(one, "location")
        assert not hasattr(one, "categories")


def test_a_calendar_through_filters_has_of_what_is_withdrawn_what_it_had_before():
    area, other = CrimeArea.objects.all()[:2]
    live = event(kind="council")
    live.crime_areas.add(area)
    gone = make(
        Event, after=live, kind="council", standing=Standing.WITHDRAWN, note="Why", **days("2027-05-12")
    )
    gone.crime_areas.add(area)
    for query in (f"area={area.slug}", "kind=council", "year=2027"):
        assert len(entries(f"{EVENTS}?{query}")) == 1, query
    for query in (f"area={other.slug}", "kind=training", "year=2026", "when=past", "area=nothing"):
        assert entries(f"{EVENTS}?{query}") == [], query


def test_an_entry_tells_what_and_where_and_leads_to_its_page():
    one = event(kind="council", place="Sofia", attendance="both", summary="What it is about.")
    (entry,) = entries(EVENTS)
    page = SITE + one.get_absolute_url()
    assert (entry.url.value, entry.location.value) == (page, "Sofia and online")
    assert entry.categories.value == ["Council session"]
    assert entry.description.value == f"12 May 2027.\nSofia and online\nWhat it is about.\n{page}"
    assert getattr(entry, "class").value == "PUBLIC"
    assert not hasattr(entry, "geo")


def test_a_calendar_has_an_event_until_a_year_after_it_was_over(clock):
    kept = event(hours("2025-11-20 10:00", "2025-11-20 12:00"), title="Kept")
    clock.set(kept.over_at + timedelta(days=365, seconds=-1))
    assert titles(EVENTS) == titles(f"{EVENTS}?year=2025") == ["Kept"]
    clock.set(kept.over_at + timedelta(days=365))
    assert titles(EVENTS) == []
    assert titles(f"{kept.get_absolute_url()}event.ics") == ["Kept"]


def test_a_calendar_has_events_in_all_parts_or_those_that_its_filters_leave():
    area = CrimeArea.objects.first()
    event(days("2026-05-12"), title="Past").crime_areas.add(area)
    event(title="To come")
    assert {*titles(EVENTS)} == {"Past", "To come"}
    assert titles(f"{EVENTS}?area={area.slug}") == ["Past"]
    assert titles(f"{EVENTS}?when=upcoming") == ["To come"]
    assert titles(f"{EVENTS}?area=nothing") == []
    assert calendar(f"{EVENTS}?area={area.slug}").x_wr_calname.value == f"SELEC: Events ({area.name})"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in answer(EVENTS).content
    assert b"METHOD" not in answer(EVENTS).content


@pytest.mark.parametrize("path", [EVENTS, "/deadlines.ics", "/careers/deadlines.ics"])
def test_an_empty_calendar_is_one_still(path):
    """It has to hold something: the zone of the seat."""
    read = calendar(path)
    assert [one.name for one in read.components()] == ["VTIMEZONE"]


def test_a_calendar_that_is_kept_is_asked_after_and_changes_with_what_leaves():
    gone = event()
    kept = answer(EVENTS)
    assert kept["Cache-Control"] == "no-cache"
    assert answer(EVENTS, if_none_match=kept["ETag"]).status_code == 304
    assert Client().head(EVENTS)["ETag"] == kept["ETag"]
    assert Client().post(EVENTS).status_code == 405
    make(Event, after=gone, standing=Standing.REMOVED, note="Why")
    assert answer(EVENTS, if_none_match=kept["ETag"]).status_code == 200
    assert answer(f"{gone.get_absolute_url()}event.ics").status_code == 404


def test_what_is_not_public_is_in_no_calendar():
    event(title="Zqdraft", status=Status.DRAFT)
    coming = event(title="Zqcoming", publish_at=NOW + timedelta(seconds=1))
    assert entries(EVENTS) == []
    assert answer(f"{coming.get_absolute_url()}event.ics").status_code == 404


def test_the_page_of_an_event_and_its_list_lead_to_the_calendar():
    one = event()
    area = CrimeArea.objects.first()
    page = answer(one.get_absolute_url()).content.decode()
    assert f'<a href="{one.get_absolute_url()}event.ics"' in page
    assert f'href="{EVENTS}?area={area.slug}"' in answer(f"/news/events/?area={area.slug}").content.decode()
    make(Event, after=one, **days("2027-05-12"), standing=Standing.WITHDRAWN, note="Why")
    assert "event.ics" not in answer(one.get_absolute_url()).content.decode()


def test_the_page_of_feeds_leads_to_every_calendar():
    page = answer("/feeds/").content.decode()
    paths = [f"{section}/deadlines.ics" for section in ("", "/careers", "/internship", "/procurement")]
    for path in [EVENTS, *paths]:
        assert f'<a href="{path}"' in page
