"""The calendar of a month: a table for a desk, a list for a phone, and no month without an end."""

import re
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from news.event_month import Month, Range, Sheet
from news.models import Event
from tests.make import at, make

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
LIST = "/news/events/"
FAR_AND_EMPTY = {"2026-11": False, "2027-11": False, "2027-12": True, "2026-10": True, "2100-12": True}
NONE = [
    "",
    "x",
    "2026",
    "2026-13",
    "2026-00",
    "2026-1",
    "1989-12",
    "2101-01",
    "0000-01",
    "²⁰²⁶-11",
    "2026-11-20",
]


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


def event(first, last=None, **fields):
    last = last and date.fromisoformat(last)
    return make(
        Event, **{"starts_on": date.fromisoformat(first), "ends_on": last, "decision": "confirmed", **fields}
    )


def read(month):
    response = Client().get(LIST, {"month": month})
    assert response.status_code == 200, month
    return response.content.decode()


def table(month):
    """Rows of the table, each a list of the words of its cells."""
    rows = re.findall(
        r"<tr>(.*?)</tr>", re.search(r"<table>(.*?)</table>", read(month), re.DOTALL)[1], re.DOTALL
    )
    cells = [re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in row] for row in cells]


def days_of(month):
    """(day, words) of each day of the list."""
    page = re.search(r"<ol role=\"list\">(.*?)</ol>", read(month).split("</table>")[1], re.DOTALL)[1]
    found = re.findall(r'<h2><time datetime="([^"]+)">.*?</h2>(.*?)(?=<h2>|$)', page, re.DOTALL)
    return {day: " ".join(re.sub(r"<[^>]*>", " ", words).split()) for day, words in found}


def test_a_week_runs_from_monday_to_sunday_and_every_row_has_seven_cells():
    head, *weeks = table("2026-11")
    assert head == "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
    assert {len(week) for week in weeks} == {7}
    assert weeks[0] == ["", "", "", "", "", "", "1"]
    assert weeks[-1] == ["30", "", "", "", "", "", ""]
    assert [cell for week in weeks for cell in week if cell] == [str(day) for day in range(1, 31)]


def test_the_table_says_what_it_is_and_which_day_is_today():
    page = read("2026-11")
    assert re.search(r"<caption[^>]*>November 2026: a row for each week", page)
    assert page.count('<th scope="col">') == 7
    [marked] = re.findall(r'<td aria-current="date">\s*<time datetime="([^"]+)"', page)
    assert marked == "2026-11-20"
    assert 'aria-current="date"' not in read("2026-12")


def test_an_event_stands_on_each_of_its_days_in_each_of_its_months():
    event("2026-11-29", "2026-12-02", title="Course")
    november, december = days_of("2026-11"), days_of("2026-12")
    assert november == {"2026-11-29": "Course", "2026-11-30": "goes on: Course"}
    assert december == {"2026-12-01": "goes on: Course", "2026-12-02": "goes on: Course"}
    assert [cell for week in table("2026-11")[1:] for cell in week if "Course" in cell] == [
        "29 Course",
        "30 goes on: Course",
    ]
    assert days_of("2027-01") == {}


def test_an_event_longer_than_the_month_fills_it():
    event("2026-10-15", "2027-01-15", title="Exhibition")
    assert len(days_of("2026-11")) == 30


def test_it_stands_on_the_days_of_the_place_with_the_hour_there():
    zone = "America/New_York"
    start, end = (at(text, ZoneInfo(zone)) for text in ("2026-11-30 19:00", "2026-12-01 00:00"))
    make(Event, title="Dinner", starts_at=start, ends_at=end, venue_zone=zone, decision="confirmed")
    assert days_of("2026-11") == {"2026-11-30": "19:00 Dinner"}
    assert days_of("2026-12") == {}


def test_what_was_called_off_is_struck_and_said_to_be():
    event("2026-11-25", title="Visit", decision="cancelled")
    event("2026-11-26", title="Course", decision="postponed")
    event("2026-11-27", title="Seminar", decision="planned")
    assert list(days_of("2026-11").values()) == ["Visit Cancelled", "Course Postponed", "Seminar Planned"]
    page = read("2026-11")
    assert "<del>Visit</del>" in page
    assert "<del>Seminar</del>" not in page


def test_what_has_no_day_yet_stands_below_the_days_of_its_month():
    event("2027-05-17", title="Session", decision="planned", is_month_only=True)
    page = read("2027-05")
    assert "On a day not known" in page
    assert "May 2027 (tentative)" in page
    assert days_of("2027-05") == {}
    assert "Session" not in read("2027-06")


def test_what_is_not_public_is_in_no_month():
    event("2026-11-25", title="Draft", status="draft")
    event("2026-11-25", title="Scheduled", publish_at=at("2026-11-20 12:00:01"))
    page = read("2026-11")
    assert "Draft" not in page
    assert "Scheduled" not in page
    assert "No event is known for this month." in page


@pytest.mark.parametrize("month", NONE)
def test_a_month_that_is_none_gets_a_sentence(month):
    response = Client().get(LIST, {"month": month})
    assert response.status_code == 404
    assert "is no month of this calendar: ask for one like 2026-11" in response.content.decode()


def links(month):
    return dict(re.findall(r'<a href="\?month=([0-9-]+)" rel="(prev|next)"', read(month)))


def test_earlier_and_later_months_are_led_to_as_far_as_there_is_something_to_see():
    event("2026-08-31", "2026-09-02")
    assert links("2026-11") == {"2026-10": "prev", "2026-12": "next"}
    assert links("2026-08") == {"2026-09": "next"}
    assert links("2027-11") == {"2027-10": "prev"}
    event("2028-02-01")
    assert links("2028-02") == {"2028-01": "prev"}
    assert links("2027-12") == {"2027-11": "prev", "2028-01": "next"}


@pytest.mark.parametrize(("month", "is_kept_out"), FAR_AND_EMPTY.items())
def test_a_month_that_is_far_away_and_empty_is_not_for_search_engines(month, is_kept_out):
    assert ('<meta name="robots" content="noindex">' in read(month)) == is_kept_out


def test_a_month_of_which_nothing_public_is_known_is_not_led_to():
    event("2030-01-01", status="draft")
    event("2031-01-01", publish_at=at("2026-11-20 12:00:01"))
    assert links("2027-11") == {"2027-10": "prev"}


@pytest.mark.parametrize(
    ("months", "key"), [(1, "2027-01"), (-1, "2026-11"), (-12, "2025-12"), (13, "2028-01")]
)
def test_months_are_counted_over_the_year(months, key):
    assert Month(2026, 12).plus(months).key == key


def test_every_month_that_can_be_asked_for_can_be_drawn():
    for year in (1990, 2000, 2028, 2100):
        for number in range(1, 13):
            month = Month(year, number)
            weeks = Sheet(month, [], date(2026, 11, 20)).weeks
            drawn = [day.on for week in weeks for day in week if day]
            assert (drawn[0], drawn[-1], len(drawn)) == (month.first, month.last, month.last.day)
    assert Month(2026, 11) in Range.of([None, None], date(2026, 11, 20))
