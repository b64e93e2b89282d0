"""From one release to the next: earlier, later, and on the same; and how it is cited."""

from datetime import date

import pytest
from django.test import Client

from news.models import PressRelease
from news.onward import onward
from organisation.models import CrimeArea, MemberState
from organisation.relations import relations_of
from publishing.lifecycle import Standing
from tests.make import at, make

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[100, 0], ids=["among the latest", "further back"])
def ask(rf, clock, request, monkeypatch):
    monkeypatch.setattr("news.onward.LATEST", request.param)
    clock.set(at("2026-11-20 12:00"))
    request = rf.get("/")
    request.moment = request.staff = None
    return request


def release(day, **fields):
    return make(PressRelease, title=f"Of {day}", publish_at=at(f"2020-05-{day} 10:00"), **fields)


def beside(release, request):
    return onward(release, relations_of(release, request), request)


def test_the_one_before_and_the_one_after_are_those_of_the_list(ask):
    first, second, third = release("01"), release("02"), release("03")
    told = beside(second, ask)
    assert (told.earlier, told.later) == (first, third)
    assert beside(first, ask).earlier is None
    assert beside(third, ask).later is None


def test_of_two_of_the_same_instant_each_leads_to_the_other(ask):
    first, second = release("01"), release("01")
    assert beside(first, ask).later == second
    assert beside(second, ask).earlier == first


def test_what_is_not_public_is_passed_over(ask):
    first, third = release("01"), release("03")
    release("02", status="draft")
    make(PressRelease, publish_at=at("2027-01-01 10:00"))
    assert beside(first, ask).later == third
    assert beside(third, ask).later is None


def test_those_on_the_same_area_or_state_come_newest_first(ask):
    arms, drugs = (CrimeArea.objects.create(name=name, slug=name) for name in ("arms", "drugs"))
    serbia = MemberState.objects.create(name="Serbia", slug="serbia", iso="RS", signed_on=date(1999, 5, 26))
    rows = [release(f"0{day}") for day in range(1, 7)]
    for row in rows[:5]:
        row.crime_areas.add(drugs if row in (rows[1], rows[3]) else arms)
    rows[0].member_states.add(serbia)
    rows[5].member_states.add(serbia)
    rows[1].member_states.add(serbia)
    rows[1].crime_areas.add(arms)
    assert beside(rows[0], ask).related == [rows[5], rows[4], rows[2]]
    assert beside(rows[3], ask).related == [rows[1]]


def test_what_is_on_nothing_is_related_to_nothing(ask):
    release("01")
    assert beside(release("02"), ask).related == []


def test_a_release_says_how_it_is_cited_and_when_it_was_corrected(settings):
    settings.SITE_URL = "https://www.example.org"
    first = make(PressRelease, title="Arms & <drugs>", publish_at=at("2016-10-07 10:00"))
    kind = {"change": "correction", "note": "A slip."}
    make(PressRelease, title="Arms & <drugs>", after=first, publish_at=at("2016-10-09 10:00"), **kind)
    html = Client().get(first.item.address).content.decode()
    address = f"https://www.example.org{first.item.address}"
    words = "Press release, 7 October 2016, corrected on 9 October 2016"
    assert f"SELEC, “Arms &amp; &lt;drugs&gt;”, {words}, {address}</p>" in html
    assert (
        'href="mailto:?subject=Arms%20%26%20%3Cdrugs%3E&amp;body=https%3A%2F%2Fwww.example.org%2Fnews' in html
    )
    past = Client().get(f"{first.item.address}history/1/").content.decode()
    assert "Cite or share" not in past


def test_of_those_on_the_same_none_is_named_that_is_not_public(ask):
    arms = CrimeArea.objects.create(name="arms", slug="arms")
    rows = [release(f"0{day}") for day in range(1, 5)]
    to_come = make(PressRelease, publish_at=at("2027-01-01 10:00"))
    withdrawn = release("09", standing=Standing.WITHDRAWN)
    for row in [*rows, to_come, withdrawn]:
        row.crime_areas.add(arms)
    release("10")
    assert beside(rows[0], ask).related == [rows[3], rows[2], rows[1]]
