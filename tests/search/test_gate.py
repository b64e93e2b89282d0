"""What is not public changes nothing that a search shows, and appears at its very instant."""

from datetime import timedelta

import pytest
from django.test import Client

import organisation.demo
from news.models import PressRelease
from notices.models import Vacancy
from organisation.models import CrimeArea, MemberState, Partner
from publishing.lifecycle import Standing, Status
from publishing.models import kinds
from search.spelling import learn
from tests.make import at, make, plain_texts
from tests.search.asking import ask, options, snippets, titles

pytestmark = pytest.mark.django_db
NOW, HOUR = at("2026-11-20 12:00"), at("2026-11-20 12:00:01")
SEARCHES = [
    "ammunition",
    "zqsecret",
    "zqsecrit",
    "amunition",
    '"zqsecret ammunition"',
    "ammunition zqsecret",
    "24/EJ/17",
    "ammunition&area=drugs",
    "ammunition&state=romania",
    "zqsecret&year=2026",
    "ammunition&status=open",
    "ammunition&kind=news.pressrelease",
]
HIDDEN = {
    "draft": {"status": Status.DRAFT},
    "in review": {"status": Status.IN_REVIEW},
    "discarded": {"status": Status.DISCARDED},
    "scheduled": {"publish_at": HOUR},
    "withdrawn": {"standing": Standing.WITHDRAWN, "note": "Wrong."},
    "removed": {"standing": Standing.REMOVED, "note": "Wrong."},
    "superseded": {"publish_at": NOW - timedelta(days=2), "superseded_at": NOW - timedelta(days=1)},
}


@pytest.fixture
def site(clock):
    clock.set(NOW)
    organisation.demo.load()
    for number in range(3):
        make(PressRelease, title=f"Ammunition {number}")


def answers():
    """Every page, byte for byte."""
    return {query: Client().get(f"/search/?q={query}").content for query in SEARCHES}


def hide(**state):
    """An edition of each kind with words that occur nowhere else, about two crime areas and Romania."""
    areas, romania = list(CrimeArea.objects.all()[:2]), MemberState.objects.get(slug="romania")
    for kind in kinds():
        texts = {
            **plain_texts(kind, "Zqsecret"),
            "title": "Zqsecret ammunition",
            "summary": "Zqsecret ammunition",
        }
        hidden = make(kind, **{**texts, **state})
        for field in kind._meta.many_to_many:
            rows = {CrimeArea: areas, MemberState: [romania]}.get(field.related_model, [])
            getattr(hidden, field.name).set(rows)
        yield hidden


def learn_all():
    while learn():
        pass


@pytest.mark.parametrize("state", HIDDEN.values(), ids=HIDDEN)
def test_what_is_not_public_changes_no_answer(site, state):
    learn_all()
    before = answers()
    list(hide(**state))
    learn_all()
    assert answers() == before


def test_it_appears_at_its_very_instant_in_results_counts_and_suggestions(site, clock):
    hidden = list(hide(publish_at=HOUR))
    learn_all()
    clock.set(HOUR - timedelta(milliseconds=1))
    assert titles(ask("zqsecret")) == []
    clock.set(HOUR)
    found = ask("zqsecret")
    assert len(titles(found)) == len(hidden)
    assert sum(options(found, "kind").values()) == len(hidden)
    assert options(found, "state")["Romania"] > 1
    assert ask("zqsecrit").context["answer"].query.typed == "zqsecret"


def test_it_leaves_at_its_very_instant(site, clock):
    release = make(PressRelease, title="Zqsecret", publish_at=at("2020-01-01 10:00"))
    gone = {"publish_at": HOUR, "standing": Standing.WITHDRAWN, "note": "Wrong."}
    make(PressRelease, after=release, title="Zqsecret", **gone)
    learn_all()
    assert titles(ask("zqsecret")) == ["Zqsecret"]
    clock.set(HOUR)
    assert titles(ask("zqsecret")) == titles(ask("zqsecrit")) == []


def test_of_an_item_the_edition_in_force_alone_is_found(site, clock):
    old = make(PressRelease, title="Old words", publish_at=at("2020-01-01 10:00"))
    make(PressRelease, after=old, title="Fresh words", publish_at=HOUR)
    assert titles(ask("words")) == ["Old words"]
    clock.set(HOUR)
    assert titles(ask("words")) == ["Fresh words"]
    assert snippets(ask("words old", exact=1)) == []


def test_staff_who_travel_search_the_site_of_that_moment(site, writer):
    hidden = list(hide(publish_at=HOUR))
    client = Client()
    client.force_login(writer)
    assert titles(ask("zqsecret", client)) == []
    client.get("/?at=2026-11-20T13:00")
    assert len(titles(ask("zqsecret", client))) == len(hidden)
    client.get("/?at=2019-01-01T13:00")
    assert titles(ask("ammunition", client)) == []


def test_who_travels_ahead_does_not_find_what_is_limited_to_others(site, writer, person):
    cora = person("cora")
    for hidden in hide(publish_at=HOUR):
        hidden.item.named_people.add(cora)
    client = Client()
    client.force_login(writer)
    client.get("/?at=2026-11-20T13:00")
    assert titles(ask("zqsecret", client)) == []


def test_a_deadline_closes_it_at_its_instant(site, clock):
    make(Vacancy, title="Ammunition expert", closes_at=HOUR)
    assert options(ask("ammunition expert"), "status") == {"Open": 1}
    clock.set(HOUR)
    assert options(ask("ammunition expert"), "status") == {"Closed": 1}
    assert titles(ask("ammunition expert", status="open")) == []
    assert titles(ask("ammunition expert", status="closed")) == ["Ammunition expert"]


def test_a_partner_that_merely_applies_is_found_nowhere(site):
    before = ask("zqpartner").content
    partner = Partner.objects.create(name="Zqpartner", slug="zqpartner")
    partner.statuses.create(status="applied")
    assert ask("zqpartner").content == before
