"""Releases and events as search engines are told of them, at each turn of their lives."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from news.models import Event, PressRelease
from publishing.lifecycle import ChangeKind
from publishing.site import absolute
from tests.head_of_page import head, is_date
from tests.make import at, make

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
SECOND = timedelta(seconds=1)
DAYS = {"starts_on": date(2027, 5, 12), "ends_on": date(2027, 5, 13)}
LATER = {"starts_on": date(2027, 9, 1), "ends_on": date(2027, 9, 2)}
HERE = {"place": "Palace of the Parliament, Bucharest", "decision": "confirmed"}


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


def told(edition):
    """The event as it is told; None where nothing is."""
    read = head(edition.item.address)
    return read.one("Event") if "Event" in read.types else None


def test_a_correction_appears_at_its_second_with_its_note(clock):
    hour = at("2026-11-20 11:00")
    first = make(
        PressRelease, title="Eleven are wanted", publish_at=at("2026-11-19 10:00"), dateline_place="Sofia"
    )
    make(
        PressRelease,
        title="Twelve are wanted",
        after=first,
        publish_at=hour,
        change="correction",
        note="It is 12.",
    )
    clock.set(hour - SECOND)
    before = head(first.item.address).one("NewsArticle")
    assert (before["headline"], before["dateline"]) == ("Eleven are wanted", "Sofia")
    assert before["articleSection"] == "Press release"
    assert "correction" not in before
    clock.set(hour)
    article = head(first.item.address).one("NewsArticle")
    assert (article["headline"], article["dateModified"]) == (
        "Twelve are wanted",
        "2026-11-20T11:00:00+02:00",
    )
    assert article["datePublished"] == before["datePublished"] == "2026-11-19T10:00:00+02:00"
    assert article["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "It is 12.",
            "datePublished": "2026-11-20T11:00:00+02:00",
            "url": absolute(first.history_url),
        }
    ]


@pytest.mark.parametrize(("length", "told_length"), [(110, 110), (111, 110), (250, 110)])
def test_a_headline_is_no_longer_than_google_takes(length, told_length):
    release = make(PressRelease, title="Ω" * length)
    headline = head(release.item.address).one("NewsArticle")["headline"]
    assert (len(headline), headline.endswith("…")) == (told_length, length > 110)


ACTS = [
    # What its editions say one after the other; the status, the day told, and the days struck through.
    ([HERE | DAYS], "EventScheduled", "2027-05-12", None),
    ([HERE | DAYS | {"decision": "planned"}], "EventScheduled", "2027-05-12", None),
    ([HERE | DAYS, HERE | LATER], "EventRescheduled", "2027-09-01", ["2027-05-12"]),
    ([HERE | DAYS, HERE | DAYS | {"decision": "postponed"}], "EventPostponed", "2027-05-12", None),
    (
        [HERE | DAYS, HERE | DAYS | {"decision": "postponed"}, HERE | LATER],
        "EventRescheduled",
        "2027-09-01",
        ["2027-05-12"],
    ),
    ([HERE | DAYS, HERE | DAYS | {"decision": "cancelled"}], "EventCancelled", "2027-05-12", None),
    (
        [HERE | DAYS, HERE | LATER, HERE | LATER | {"decision": "cancelled"}],
        "EventCancelled",
        "2027-09-01",
        None,
    ),
    (
        [HERE | DAYS, HERE | DAYS | {"decision": "cancelled"}, HERE | DAYS],
        "EventScheduled",
        "2027-05-12",
        None,
    ),
    ([HERE | DAYS, HERE | DAYS | {"title": "Another title"}], "EventScheduled", "2027-05-12", None),
]


@pytest.mark.parametrize(("editions", "status", "day", "struck"), ACTS)
def test_an_event_says_after_each_act_whether_and_when_it_takes_place(editions, status, day, struck, clock):
    last, before, hours = None, [], [at(f"2026-11-{number + 1:02d} 10:00") for number in range(len(editions))]
    for hour, fields in zip(hours, editions, strict=True):
        last = make(Event, after=last, publish_at=hour, change=ChangeKind.UPDATE, **fields)
    if len(editions) > 1:
        clock.set(hours[-1] - SECOND)
        before = [told(last)["eventStatus"], told(last)["startDate"]]
    clock.set(hours[-1])
    event = told(last)
    assert event["eventStatus"] == f"https://schema.org/{status}"
    assert (event["startDate"], event.get("previousStartDate")) == (day, struck)
    assert before != [event["eventStatus"], day] or editions[-1].get("title")


NOT_TOLD = {
    "without a date": HERE,
    "of which the month alone is known": HERE | {"starts_on": date(2027, 5, 1), "is_month_only": True},
    "without a place": DAYS | {"decision": "confirmed"},
    "at a place not known and online": DAYS | {"decision": "confirmed", "attendance": "both"},
}


@pytest.mark.parametrize("fields", NOT_TOLD.values(), ids=NOT_TOLD)
def test_an_event_of_which_too_little_is_known_is_not_told(fields):
    assert told(make(Event, **fields)) is None


def test_tentative_dates_that_have_passed_are_not_told_as_held(clock):
    event = make(Event, **HERE | DAYS | {"decision": "planned"})
    over = at("2027-05-14 00:00")
    clock.set(over - SECOND)
    assert told(event)["startDate"] == "2027-05-12"
    clock.set(over)
    assert told(event) is None
    held = make(Event, **HERE | DAYS)
    assert told(held)["eventStatus"] == "https://schema.org/EventScheduled"


def test_hours_are_told_with_the_offset_of_the_place():
    hours = {"starts_at": at("2027-01-12 10:00", ZoneInfo("Europe/Skopje")), "venue_zone": "Europe/Skopje"}
    event = told(make(Event, **HERE, **hours))
    assert (event["startDate"], "endDate" in event) == ("2027-01-12T10:00:00+01:00", False)
    hours["ends_at"] = at("2027-01-12 12:30", ZoneInfo("Europe/Skopje"))
    event = told(make(Event, **HERE, **hours))
    assert event["endDate"] == "2027-01-12T12:30:00+01:00"
    assert is_date(event["startDate"])
    whole_days = told(make(Event, **HERE, **DAYS))
    assert (whole_days["startDate"], whole_days["endDate"]) == ("2027-05-12", "2027-05-13")


WHERE = [
    ({}, "Offline", ["Place"]),
    ({"attendance": "online", "website": "https://www.example.org/live"}, "Online", ["VirtualLocation"]),
    ({"attendance": "online", "place": ""}, "Online", ["VirtualLocation"]),
    ({"attendance": "both"}, "Mixed", ["Place", "VirtualLocation"]),
]


@pytest.mark.parametrize(("fields", "mode", "types"), WHERE)
def test_where_it_takes_place_is_told_with_an_address_of_the_place_or_on_the_web(fields, mode, types):
    edition = make(Event, **DAYS | HERE | fields)
    event = told(edition)
    assert event["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"
    assert [place["@type"] for place in event["location"]] == types
    known = {"Place": ("address", HERE["place"]), "VirtualLocation": ("url", edition.website)}
    for place in event["location"]:
        name, value = known[place["@type"]]
        assert place[name] == (value or absolute(edition.item.address))


def test_the_organiser_is_selec_where_no_other_is_named():
    assert (
        told(make(Event, **HERE | DAYS))["organizer"]["name"] == "Southeast European Law Enforcement Center"
    )
    other = make(Event, **HERE | DAYS, organiser="SEEPAG and the Ministry of Justice")
    assert told(other)["organizer"]["name"] == "SEEPAG and the Ministry of Justice"
