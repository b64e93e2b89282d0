"""Events in lists: what comes, what was, what was called off, and what each page costs."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import organisation.demo
from news.models import Event
from organisation.models import CrimeArea, MemberState, Partner
from publishing.lifecycle import ChangeKind, Status
from tests.make import at, make

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
SECOND = timedelta(seconds=1)
LIST = "/news/events/"
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def facts(clock):
    clock.set(NOW)
    organisation.demo.load()


def event(on=TODAY + timedelta(days=7), **fields):
    return make(Event, **{"starts_on": on, "decision": "confirmed", **fields})


def read(path):
    response = Client().get(path)
    assert response.status_code == 200, path
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def text_of(path):
    """The words of the page's own part, without markup."""
    page = read(path)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page[page.index("<main") :]))


def test_what_comes_stands_first_and_what_was_by_year(clock):
    event(date(2015, 3, 1), title="Long ago")
    event(TODAY, title="Today")
    event(title="In a week")
    page = read(LIST)
    order = [">Now<", ">Today<", ">November 2026<", ">In a week<"]
    assert sorted(order, key=page.index) == order
    assert "Long ago" not in page
    past = read(f"{LIST}?when=past")
    assert ("2015" in past, "Long ago" in past, "In a week" in past, ">Today<" in past) == (
        True,
        True,
        False,
        False,
    )
    clock.set(at("2026-11-21 00:00"))
    assert ">Today<" in read(f"{LIST}?when=past")


def test_a_tentative_month_is_told_as_no_more_than_that():
    one = event(date(2027, 5, 17), title="The session", decision="planned", is_month_only=True)
    for path in (LIST, one.get_absolute_url()):
        assert "May 2027 (tentative)" in text_of(path)
        assert "17" not in text_of(path)
        assert '<time datetime="2027-05">' in read(path)
    assert one.get_absolute_url().startswith("/news/events/2027/05/01/")


def test_an_event_without_a_date_is_announced_as_such():
    one = make(Event, title="The workshop", publish_at=NOW - SECOND)
    assert "Date to be announced" in text_of(LIST)
    assert "Date to be announced" in text_of(one.get_absolute_url())
    assert one.get_absolute_url().startswith("/news/events/2026/11/20/")


@pytest.mark.parametrize("decision", ["cancelled", "postponed"])
def test_what_was_called_off_is_never_told_as_held(decision, clock):
    one = event(title="The visit", decision=decision)
    clock.set(at("2027-06-01 12:00"))
    for path in (one.get_absolute_url(), f"{LIST}?when=past" if decision == "cancelled" else LIST):
        words = text_of(path)
        assert decision.capitalize() in words
        assert "Held" not in words
        assert "<del>" in read(path)


def test_tentative_dates_that_passed_do_not_say_that_it_was_held(clock):
    one = event(decision="planned")
    clock.set(at("2027-06-01 12:00"))
    assert "nobody has confirmed" in text_of(one.get_absolute_url())
    assert "Held" not in text_of(f"{LIST}?when=past")


def test_past_events_narrow_by_year_kind_area_state_and_partner():
    one = event(date(2016, 1, 1), title="Found", kind="council")
    event(date(2015, 12, 31), title="Not to be seen")
    one.crime_areas.add(area := CrimeArea.objects.first())
    one.member_states.add(state := MemberState.objects.get(slug="albania"))
    one.partners.add(partner := Partner.objects.get(slug="interpol"))
    values = {
        "year": 2016,
        "kind": "council",
        "area": area.slug,
        "state": state.slug,
        "partner": partner.slug,
    }
    for name, value in values.items():
        page = read(f"{LIST}?when=past&{name}={value}")
        assert ("Found" in page, "Not to be seen" in page) == (True, False), name
        assert f"?when=past&{name}={value}" in read(f"{LIST}?when=past")


@pytest.mark.parametrize(
    "query", ["year=x", "year=9999", "kind=novel", "area=nix", "state=%00", "when=future"]
)
@pytest.mark.parametrize("when", ["past", "coming"])
def test_a_filter_that_is_none_finds_nothing_or_is_ignored(query, when):
    event(date(2016, 1, 1))
    read(f"{LIST}?when={when}&{query}")


@pytest.mark.parametrize(
    ("relation", "page", "name"),
    [
        ("member_states", "/about/member-states/albania/", "state=albania"),
        ("partners", "/about/partners/interpol/", "partner=interpol"),
        ("crime_areas", "/about/crime-areas/cybercrime/", "area=cybercrime"),
    ],
)
def test_the_page_of_who_takes_part_shows_the_next_events_and_the_latest(relation, page, name):
    rows = Event._meta.get_field(relation).related_model.objects
    for days, title in ((7, "To come"), (-7, "Was held"), (9, "Hidden")):
        status = Status.DRAFT if title == "Hidden" else Status.APPROVED
        one = event(TODAY + timedelta(days=days), title=title, status=status)
        getattr(one, relation).add(rows.get(slug=name.split("=")[1]))
    event(title="Without them")
    shown = read(page)
    assert shown.index("To come") < shown.index("Was held")
    assert f'href="{LIST}?{name}&when=past"' in shown
    assert "Hidden" not in shown
    assert "Without them" not in shown


def test_the_news_index_shows_the_next_events():
    one = event(title="The next one")
    event(date(2016, 1, 1), title="Long over")
    page = read("/news/")
    assert ("The next one" in page, "Long over" in page) == (True, False)
    assert f'href="{one.get_absolute_url()}"' in page


def test_each_page_costs_the_same_however_much_there_is():
    first = event()
    last = event(after=first)
    paths = [LIST, f"{LIST}?when=past", f"{LIST}?month=2026-11", "/news/", first.get_absolute_url()]
    paths += [first.history_url, f"{first.history_url}1/"]
    event(date(2016, 1, 1))
    before = [queries(path) for path in paths]
    for number in range(6):
        for row in (event(), event(date(2016, 1, 2 + number))):
            row.crime_areas.set(CrimeArea.objects.all()[:3])
        last = event(
            TODAY + timedelta(days=8 + number), after=last, change=ChangeKind.CORRECTION, note="A slip."
        )
    assert [queries(path) for path in paths] == before
    assert max(before) <= 20


def queries(path):
    Client().get(path)  # processes keep what stands on many pages
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(path).status_code == 200
    return len(captured)
