"""Planning an event in the back office: what the form refuses in words, and what stops or warns before publication."""

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from news.models import Event, PressRelease
from publishing.checks import findings
from publishing.lifecycle import ChangeKind, Status
from tests.make import at, make, whole

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
ADD = "/admin/news/event/add/"


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


@pytest.fixture
def ana(person):
    rights = [f"{act}_{kind}" for act in ("add", "change", "view") for kind in ("event", "pressrelease")]
    return person("ana", *rights)


@pytest.fixture
def desk(ana):
    client = Client()
    client.force_login(ana)
    return client


def hour(name, day, time="10:00", zone="Europe/Bucharest"):
    return {f"{name}_date": day, f"{name}_time": time, f"{name}_zone": zone}


def typed(**fields):
    """What the form sends; `fields` beside a headline, a summary and the choices as they stand."""
    chosen = {"kind": "meeting", "decision": "planned", "attendance": "place", "press": "closed"}
    return {
        "title": "Typed",
        "summary": "Typed too",
        "venue_zone": "Europe/Bucharest",
        "opened_version": 0,
        **chosen,
        **fields,
    }


def errors(response):
    return {name: " ".join(lines) for name, lines in response.context["adminform"].form.errors.items()}


DAYS = {"starts_on": "2027-05-12", "ends_on": "2027-05-13"}
WRONG = [
    ({**DAYS, **hour("starts_at", "2027-05-12")}, "starts_at", "not both: empty one of the two"),
    ({"starts_on": "2027-05-12", "ends_on": "2027-05-11"}, "ends_on", "end before it begins"),
    ({"ends_on": "2027-05-11"}, "starts_on", "Say when it begins as well"),
    (hour("ends_at", "2027-05-12"), "starts_at", "Say when it begins as well"),
    (
        {**hour("starts_at", "2027-05-12"), **hour("ends_at", "2027-05-12", "09:59")},
        "ends_at",
        "end before it begins",
    ),
    (
        {**hour("starts_at", "2027-05-12"), **hour("ends_at", "2027-05-12")},
        "ends_at",
        "end before it begins",
    ),
    (
        {**hour("starts_at", "2027-05-12"), **hour("ends_at", "2027-05-13", zone="Europe/Istanbul")},
        "ends_at",
        "in one and the same time zone",
    ),
    (hour("starts_at", "2027-05-12", ""), "starts_at", "both the date and the hour"),
    (hour("starts_at", "2027-03-28", "03:30"), "starts_at", "does not exist on that day"),
    (hour("starts_at", "2027-05-12", zone="Moon/Crater"), "starts_at", "not one of the available choices"),
    (
        {"starts_on": "2027-05-12", "venue_zone": "Moon/Crater"},
        "venue_zone",
        "not one of the available choices",
    ),
    ({"is_month_only": "on"}, "starts_on", "any day of that month"),
    ({**DAYS, "is_month_only": "on"}, "ends_on", "there is no last day"),
    ({**hour("starts_at", "2027-05-12"), "is_month_only": "on"}, "is_month_only", "so the day is known"),
    ({"starts_on": "1989-12-31"}, "starts_on", "Give a year from 1990 to 2100."),
    ({"starts_on": "2027-05-12", "ends_on": "9999-12-31"}, "ends_on", "Give a year from 1990 to 2100."),
    (hour("accreditation_until", "2027-05-12"), "accreditation_until", "Only where the press is accredited"),
    ({"ordinal": "0"}, "ordinal", "greater than or equal to 1"),
]


@pytest.mark.parametrize(("fields", "name", "words"), WRONG)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(fields, name, words, desk):
    response = desk.post(ADD, typed(**fields))
    assert words in errors(response)[name]
    assert not Event.objects.exists()
    page = response.content.decode()
    assert "Typed too" in page
    for value in fields.values():
        if value not in ("on", "", "Moon/Crater"):
            assert f'value="{value}"' in page, value


@pytest.mark.parametrize(("fields", "name", "words"), WRONG)
def test_the_preview_of_what_cannot_be_breaks_on_nothing(fields, name, words, desk):
    answer = desk.post("/admin/news/event/preview/", typed(**fields))
    assert answer.status_code == 200
    assert any(words in sentence for sentence in answer.json()["invalid"])
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        (DAYS, "12–13 May 2027"),
        ({"starts_on": "2027-05-12", "is_month_only": "on"}, "May 2027"),
        (hour("starts_at", "2027-05-12"), "12 May 2027, 10:00 (EEST)"),
        (
            {
                **hour("starts_at", "2027-01-12", zone="Europe/Istanbul"),
                **hour("ends_at", "2027-01-12", "12:00", "Europe/Istanbul"),
            },
            "12 January 2027, 10:00–12:00 (Istanbul, UTC+3), that is 09:00–11:00 in Bucharest",
        ),
    ],
)
def test_dates_are_kept_as_they_were_typed(fields, words, desk):
    assert desk.post(ADD, typed(**fields)).status_code == 302
    event = Event.objects.get()
    assert str(event.dates) == words
    page = desk.get(f"/admin/news/event/{event.pk}/change/").content.decode()
    for name, value in fields.items():
        if name.endswith("_date"):
            assert f'value="{value}"' in page


def test_hours_bring_their_zone_and_days_take_that_of_the_place(desk):
    desk.post(ADD, typed(**hour("starts_at", "2027-01-12", zone="Europe/Istanbul")))
    desk.post(ADD, typed(starts_on="2027-01-12", venue_zone="America/New_York"))
    by_hour, by_day = Event.objects.order_by("pk")
    assert (by_hour.venue_zone, by_hour.begins_at) == (
        "Europe/Istanbul",
        at("2027-01-12 10:00", ZoneInfo("Europe/Istanbul")),
    )
    assert by_day.begins_at == at("2027-01-12 00:00", ZoneInfo("America/New_York"))


def test_postponed_means_the_dates_that_the_public_knows(ana, desk):
    known = whole(Event, starts_on=date(2027, 5, 12), decision="confirmed")
    draft = known.start_draft(ana)
    sent = typed(decision="postponed", change="update", opened_version=draft.version)
    url = f"/admin/news/event/{draft.pk}/change/"
    response = desk.post(url, {**sent, "starts_on": "2027-06-03"})
    assert "as the public knows it, 12 May 2027" in errors(response)["decision"]
    assert desk.post(url, {**sent, "starts_on": "2027-05-12"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.decision, draft.starts_on) == ("postponed", date(2027, 5, 12))


def test_the_list_tells_when_and_what_is_decided(desk):
    make(Event, title="One", starts_on=date(2027, 5, 12), decision="confirmed")
    make(Event, title="Two", starts_on=date(2027, 5, 1), is_month_only=True)
    make(Event, title="Three", decision="cancelled")
    page = desk.get("/admin/news/event/").content.decode()
    cells = re.findall(r'<td class="field-when">(.*?)</td>', page)
    assert sorted(cells) == ["12 May 2027", "May 2027, planned", "no date yet, cancelled"]


def test_a_release_is_chosen_once_whatever_its_editions(desk):
    first = make(PressRelease, title="The outcome")
    make(PressRelease, after=first, title="The outcome, corrected")
    found = desk.get(
        "/admin/autocomplete/",
        {"app_label": "news", "model_name": "event", "field_name": "outcome_release", "term": "outcome"},
    ).json()["results"]
    assert [row["text"] for row in found] == ["The outcome"]
    desk.post(ADD, typed(outcome_release=first.pk))
    assert Event.objects.get().outcome().title == "The outcome, corrected"


def test_a_release_that_is_limited_to_named_people_is_not_chosen_and_not_found(desk, ana, person):
    release = make(PressRelease, title="The limited outcome", status=Status.DRAFT)
    release.item.named_people.set([person("cora")])
    found = desk.get(
        "/admin/autocomplete/",
        {"app_label": "news", "model_name": "event", "field_name": "outcome_release", "term": "limited"},
    )
    assert found.json()["results"] == []
    release.item.named_people.set([ana])
    response = desk.post(ADD, typed(outcome_release=release.pk))
    assert "limited to named people" in errors(response)["outcome_release"]


# The checks


def rules(event):
    return [one.rule for one in findings(event, with_neighbours=False)]


SOON, PAST = date(2027, 5, 12), date(2026, 5, 12)
DECIDED = {"decision": "confirmed", "starts_on": SOON}
FOUND = [
    (DECIDED, []),
    ({"decision": "planned"}, []),
    ({"decision": "confirmed"}, ["confirmed_without_days"]),
    ({**DECIDED, "is_month_only": True}, ["confirmed_without_days"]),
    ({**DECIDED, "starts_on": PAST, "is_month_only": True}, []),
    ({"starts_on": PAST}, ["tentative_dates_past"]),
    ({"starts_on": SOON}, []),
    ({**DECIDED, "report": "<p>Done.</p>"}, ["report_before_end"]),
    ({**DECIDED, "starts_on": PAST, "report": "<p>Done.</p>"}, []),
    ({**DECIDED, "press": "accreditation"}, ["accreditation_unexplained"]),
    ({**DECIDED, "press": "accreditation", "press_how": "<p>Write.</p>"}, []),
    (
        {**DECIDED, "press": "accreditation", "press_how": "<p>x</p>", "accreditation_until": NOW},
        ["accreditation_past"],
    ),
    (
        {**DECIDED, "press": "accreditation", "press_how": "<p>x</p>", "accreditation_until": NOW + SECOND},
        [],
    ),
    ({**DECIDED, "place": ""}, ["place_missing"]),
    ({**DECIDED, "place": "", "attendance": "online"}, []),
]


@pytest.mark.parametrize(("fields", "expected"), FOUND)
def test_what_readers_would_miss_is_found_before_publication(fields, expected):
    assert rules(whole(Event, status=Status.IN_REVIEW, **fields)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"change": ChangeKind.MINOR}, []),
        ({"change": ChangeKind.MINOR, "starts_on": SOON + DAY}, ["dates_changed_as_minor"]),
        ({"change": ChangeKind.MINOR, "decision": "cancelled", "note": "No."}, ["dates_changed_as_minor"]),
        ({"change": ChangeKind.UPDATE, "starts_on": SOON + DAY}, []),
        ({"change": ChangeKind.UPDATE, "decision": "cancelled"}, ["called_off_without_reason"]),
        ({"change": ChangeKind.UPDATE, "decision": "postponed"}, ["called_off_without_reason"]),
        ({"change": ChangeKind.UPDATE, "decision": "postponed", "note": "No room."}, []),
    ],
)
def test_a_changed_date_is_no_small_matter(fields, expected):
    known = whole(Event, **DECIDED)
    changed = whole(Event, after=known, status=Status.IN_REVIEW, **{**DECIDED, "note": "", **fields})
    assert rules(changed) == expected


def test_an_end_before_the_start_is_told_in_the_zone_of_the_place():
    event = whole(Event, status=Status.IN_REVIEW, venue_zone="America/New_York")
    event.starts_at, event.ends_at = at("2027-01-12 17:00"), at("2027-01-12 16:00")
    [found] = [one for one in findings(event) if one.rule == "end_before_start"]
    assert "12 Jan 2027 09:00 New York" in found.sentence
    assert "12 Jan 2027 10:00 New York" in found.sentence
