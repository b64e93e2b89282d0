"""How what was found is shown."""

import re
from datetime import date

import pytest
from django.test import Client

from news.models import Event, Operation, PressRelease
from tests.make import at, make
from tests.search.asking import ask, options, snippets, titles

pytestmark = pytest.mark.django_db


DATES = {
    "a day": ({"starts_on": "2027-05-12"}, "2027-05-12", "12 May 2027", 2027),
    "days": ({"starts_on": "2027-05-12", "ends_on": "2027-05-13"}, "2027-05-12", "12–13 May 2027", 2027),
    "a month": ({"starts_on": "2027-05-01", "is_month_only": True}, "2027-05", "May 2027", 2027),
    "nothing": ({}, "", "", 2026),
}


@pytest.mark.parametrize(("dates", "machine", "words", "year"), DATES.values(), ids=DATES)
def test_an_event_is_dated_by_its_own_days_as_far_as_they_are_known(dates, machine, words, year, clock):
    clock.set(at("2026-11-20 12:00"))
    dates = {name: date.fromisoformat(day) if isinstance(day, str) else day for name, day in dates.items()}
    make(Event, title="Session", publish_at=at("2026-10-01 10:00"), **dates)
    make(PressRelease, title="On the session", publish_at=at("2026-11-01 10:00"))
    found = ask("session")
    [event] = [one for one in found.context["results"] if one["label"] != "Press release"]
    assert (event["machine"], f"{event['big']} {event['small']}".strip()) == (machine, words)
    assert options(found, "year")[str(year)] >= 1
    assert [one["label"] for one in ask("session", year=year).context["results"]].count(event["label"]) == 1
    assert (f'<time datetime="{machine}">' in found.content.decode()) == bool(machine)
    assert titles(found)[0] == ("Session" if machine else "On the session")


def test_an_operation_is_dated_by_its_year():
    make(Operation, title="Star", ended_on=date(2011, 3, 1), is_concluded=True)
    [found] = ask("star").context["results"]
    assert (found["big"], found["small"], found["machine"]) == ("2011", "", "2011")


def test_a_result_shows_its_kind_its_date_and_where_it_stands():
    make(PressRelease, title="Ammunition", kind="news", publish_at=at("2020-05-04 10:00"))
    page = " ".join(ask("ammunition").content.decode().split())
    assert '<time datetime="2020-05-04"><b>04</b> May 2020</time> <span>News</span>' in page
    assert "News &amp; Events › Press releases</p>" in page


def test_pages_of_the_search_are_not_to_be_indexed_and_named_after_what_was_asked():
    for words, title in {"heroin": "heroin :: Search", "": "Search"}.items():
        page = ask(words).content.decode()
        assert 'name="robots" content="noindex"' in page
        assert f"<title>{title}</title>" in page


def test_the_words_are_marked_in_a_snippet_in_their_own_spelling(texts):
    assert "[Duță] met [Duţă]’s deputy, [ŠAKIĆ]" in snippets(ask("sakic duta"))[0]
    assert "the notice [24/EJ/17]," in snippets(ask("24ej17"))[0]
    assert "a [joint investigation] team" in snippets(ask('"joint investigation"'))[0]


def test_a_snippet_is_cut_around_the_words():
    body = f"<p>{'Much was said. ' * 200} Then came the ammunition. {'More was said. ' * 200}</p>"
    make(PressRelease, title="Long", body=body)
    [shown] = snippets(ask("ammunition"))
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "the [ammunition]." in shown
    assert len(shown) < 300


def test_the_page_shows_what_was_typed_and_escapes_it(texts):
    page = ask('<script>alert("x")</script> hidden markup').content.decode()
    assert "<script>alert" not in page
    page = ask("markup script").content.decode()
    assert "<mark>markup</mark>" in page
    assert "&lt;<mark>script</mark>&gt;" in page
    assert 'value="markup script"' in page
    assert 'name="robots" content="noindex"' in page


@pytest.mark.parametrize("address", ["/", "/news/press-releases/", "/nowhere/", "/search/"])
def test_each_page_has_a_field_to_search_by(address):
    page = Client().get(address).content.decode()
    assert 'role="search" action="/search/"' in page
    assert len(re.findall('<input type="search" name="q" id="', page)) == page.count(
        '<label class="visually-hidden" for='
    )


def test_the_number_is_told(texts, monkeypatch):
    told = {"heroin": "1 result<", "titled": "6 results<", "zagreb": "No results<"}
    for words, number in told.items():
        assert number in ask(words).content.decode()
    monkeypatch.setattr("search.finding.MOST", 3)
    assert "More than 3 results<" in ask("titled").content.decode()


def test_the_headings_of_results_come_next_to_that_of_the_page(texts):
    assert re.search(r'<h(\d)><a href="/news/', ask("heroin").content.decode())[1] == "2"
