"""Filters of the search: counted, combined, and addresses that can be shared."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from news.models import PressRelease
from notices.models import Vacancy
from organisation.models import CrimeArea, MemberState
from search.engines import shares_of_common_words
from search.facets import BARRED
from tests.make import at, make
from tests.search.asking import ask, options, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    drugs = CrimeArea.objects.create(name="Drugs", slug="drugs")
    arms = CrimeArea.objects.create(name="Arms", slug="arms")
    romania = MemberState.objects.create(name="Romania", slug="romania", iso="RO", signed_on="2009-12-09")
    rows = [("One", 2019, [drugs]), ("Two", 2019, [arms, drugs]), ("Three", 2020, [arms]), ("Four", 2021, [])]
    for title, year, areas in rows:
        release = make(PressRelease, title=f"{title} heroin", publish_at=at(f"{year}-06-01 10:00"))
        release.crime_areas.set(areas)
        release.member_states.set([romania] if areas else [])
    make(Vacancy, title="Heroin expert", publish_at=at("2019-01-01 10:00"), closes_at=at("2099-01-01 10:00"))
    make(Vacancy, title="Heroin clerk", publish_at=at("2020-01-01 10:00"), closes_at=at("2020-02-01 10:00"))


def test_each_has_its_count(site):
    found = ask("heroin")
    assert options(found, "kind") == {"Press releases": 4, "Vacancies": 2}
    assert options(found, "year") == {"2021": 1, "2020": 2, "2019": 3}
    assert options(found, "area") == {"Arms": 2, "Drugs": 2}
    assert options(found, "state") == {"Romania": 3}
    assert options(found, "status") == {"Closed": 1, "Open": 1}


def test_they_combine_and_each_is_counted_through_the_others(site):
    found = ask("heroin", year="2019", area="drugs")
    assert titles(found) == ["Two heroin", "One heroin"]
    assert options(found, "year") == {"2019": 2}
    assert options(found, "area") == {"Arms": 1, "Drugs": 2}
    assert options(found, "kind") == {"Press releases": 2}


def test_each_choice_is_an_address_whose_answer_has_that_number(site):
    page = ask("heroin", kind="news.pressrelease").content.decode()
    links = re.findall(r'<a href="(\?[^"]+)"[^>]*>([^<]+) <span>(\d+)</span>', page)
    assert len(links) > 6
    for link, _label, number in links:
        assert len(titles(Client().get(f"/search/{unescape(link)}"))) == int(number), link
        assert "q=heroin" in link


@pytest.mark.parametrize(
    "odd",
    [
        "year=x",
        "year=99999999999999999999",
        "kind=auth.user",
        "area=|",
        "state=%00",
        "status=maybe",
        "area=%25",
        "year=-1",
    ],
)
def test_what_is_no_value_finds_nothing_and_says_so(site, odd):
    answer = Client().get(f"/search/?q=heroin&{odd}")
    assert answer.status_code == 200
    assert titles(answer) == []
    assert "Without the filters" in answer.content.decode()


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr("search.finding.MOST", 3)


def test_of_more_than_are_counted_the_latest_are_shown_without_numbers(site, few):
    found = ask("heroin")
    assert found.context["answer"].found.counted == "More than 3 results"
    assert titles(found) == ["Four heroin", "Three heroin", "Heroin clerk", "Two heroin"]
    assert set(options(found, "year").values()) == {None}
    assert {"2019", "2020", "2021"} <= {*options(found, "year")}


def test_what_is_found_by_its_title_too_counts_among_all_that_are_found(site, few):
    """Two titles, and in the text four as well: one more than are counted."""
    for day in range(4):
        make(
            PressRelease,
            title=f"Seized {day}",
            body="<p>Ammunition.</p>",
            publish_at=at(f"2020-01-0{day + 1} 10:00"),
        )
    for day in range(2):
        make(PressRelease, title=f"Ammunition {day}", publish_at=at(f"2020-02-0{day + 1} 10:00"))
    found = ask("ammunition")
    assert found.context["answer"].found.counted == "More than 3 results"
    assert titles(found) == ["Ammunition 1", "Ammunition 0", "Seized 3", "Seized 2"]
    assert set(options(found, "year").values()) == {None}


def test_a_filter_brings_back_what_was_too_old_and_the_numbers(site, few):
    found = ask("heroin", year="2019")
    assert titles(found) == ["Two heroin", "One heroin", "Heroin expert"]
    assert options(found, "area") == {"Arms": 1, "Drugs": 2}
    assert options(found, "kind") == {"Press releases": 2, "Vacancies": 1}
    narrower = ask("heroin", year="2019", status="open", kind="notices.vacancy")
    assert titles(narrower) == ["Heroin expert"]
    assert titles(ask("heroin", area="arms", state="romania")) == ["Three heroin", "Two heroin"]


def test_pages(site, monkeypatch):
    for number in range(25):
        make(PressRelease, title=f"Ammunition {number}", publish_at=at("2020-01-01 10:00"))
    pages = [titles(ask("ammunition", page=number)) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [10, 10, 5]
    assert len({title for page in pages for title in page}) == 25
    assert ask("ammunition", page=4).status_code == 404
    assert ask("ammunition", page="x").status_code == 404


def test_a_search_takes_as_many_queries_whatever_it_finds(site, monkeypatch):
    shares = shares_of_common_words()  # PostgreSQL takes its statistics anew whenever it likes
    monkeypatch.setattr("search.finding.shares_of_common_words", lambda: shares)

    def taken(words):
        with CaptureQueriesContext(connection) as queries:
            ask(words)
        return len(queries)

    before = taken("heroin")
    for number in range(12):
        release = make(PressRelease, title=f"Heroin {number}")
        release.crime_areas.set(CrimeArea.objects.all())
    assert taken("heroin") == before


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lays nothing aside")
def test_what_is_counted_of_each_row_is_not_laid_aside_with_the_long_texts():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'search_entry'::regclass AND attstorage = 'p' "
            "AND attname = ANY(%s)",
            [[*BARRED]],
        )
        assert {name for (name,) in cursor} == BARRED
