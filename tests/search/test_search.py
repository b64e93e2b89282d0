"""What is found by what: one table for both databases, asked at the address that visitors use."""

import re
from html import unescape

import pytest
from django.test import Client

from news.models import PressRelease
from notices.models import Tender, Vacancy
from publishing.models import Standing, Status
from publishing.work import JOBS
from search.models import VainSearch
from search.spelling import learn
from tests.make import at, make
from tests.search.asking import ask, snippets, titles

pytestmark = pytest.mark.django_db
TEXTS = {
    "names": "<p>Bahadır and Duță met Duţă’s deputy, ŠAKIĆ, in the GJELBËR; Đorđe drove through the Straße.</p>",
    "greek": "<p>Η Αθήνα και η Θεσσαλονίκη.</p>",
    "cyrillic": "<p>Сѐ за Ѓорѓи и ѝ; всё.</p>",
    "heroin": "<p>Officers seized 40 kilograms of heroin. The seizures were part of a joint investigation team.</p>",
    "reference": "<p>See the notice 24/EJ/17, COVID-19.</p>",
    "quotes": "<p>SELEC’s “hidden” compartment &amp; <strong>mark</strong>up &lt;script&gt;.</p>",
}
FINDS = {
    "bahadir": "names",
    "BAHADIR": "names",
    "Bahadır": "names",
    "Bahadi\u0307r": "names",
    "duta": "names",
    "Duță": "names",
    "Duţă": "names",
    "Dut\u0326a\u0306": "names",
    "sakic": "names",
    "Šakić": "names",
    "gjelber": "names",
    "dorde": "names",
    "strasse": "names",
    "αθηνα": "greek",
    "ΑΘΗΝΑ": "greek",
    "Θεσσαλονικη": "greek",
    "thessaloniki": "greek",
    "се за горги": "cyrillic",
    "все": "cyrillic",
    "seizure": "heroin",
    "seizing heroin": "heroin",
    "heroin, kilograms!": "heroin",
    "the heroin": "heroin",
    '"joint investigation"': "heroin",
    "“joint investigation team”": "heroin",
    "24/EJ/17": "reference",
    "24-ej-17": "reference",
    "24 EJ 17": "reference",
    "24ej17": "reference",
    "(24/EJ/17)": "reference",
    "covid19": "reference",
    "SELEC's": "quotes",
    "selec’s hidden": "quotes",
    '"hidden compartment"': "quotes",
    "«hidden compartment»": "quotes",
    "markup": "quotes",
}
FINDS_NOTHING = [
    '"investigation joint"',
    "24/EJ/18",
    "heroin bahadir",
    '"of heroin seizures were part of a team"',
    "4",
]


@pytest.fixture
def texts():
    return {name: make(PressRelease, title=f"Titled {name}", body=html) for name, html in TEXTS.items()}


@pytest.mark.parametrize(("words", "name"), FINDS.items())
def test_it_finds(texts, words, name):
    answer = ask(words)
    assert titles(answer) == [f"Titled {name}"]
    assert not answer.context["answer"].instead_of


@pytest.mark.parametrize("words", FINDS_NOTHING)
def test_it_does_not_find(texts, words):
    assert titles(ask(words, exact=1)) == []


def test_title_before_summary_before_text_and_the_newer_first_within_each():
    for year in (2019, 2018, 2020):
        hour = at(f"{year}-05-04 10:00")
        make(PressRelease, title=f"Text {year}", body="<p>About ammunition.</p>", publish_at=hour)
        make(PressRelease, title=f"Summary {year}", summary="Of ammunition.", publish_at=hour)
        make(PressRelease, title=f"Ammunition {year}", publish_at=hour)
    found = titles(ask("ammunition"))
    assert found == [
        f"{place} {year}" for place in ("Ammunition", "Summary", "Text") for year in (2020, 2019, 2018)
    ]


def test_a_notice_is_found_by_its_reference_before_texts_that_name_it():
    make(Vacancy, title="Driver", reference="24/EJ/17", publish_at=at("2019-01-01 10:00"))
    make(PressRelease, title="News", body="<p>On 24/EJ/17.</p>")
    assert titles(ask("24 ej/17")) == ["Driver", "News"]


def test_rows_of_an_edition_are_found():
    tender = make(Tender, title="Servers", status=Status.DRAFT)
    tender.lots.create(place=0, number=1, title="Racks and cables")
    Tender.objects.filter(pk=tender.pk).update(
        status=Status.APPROVED,
        publish_at=at("2020-05-04 10:00"),
        first_public_at=at("2020-05-04 10:00"),
        approved_by=tender.edited_by,
    )
    tender.item.settle("servers", tender.address)
    from search.index import keep_in_step

    keep_in_step(tender.item)
    assert titles(ask("racks cables")) == ["Servers"]


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


TYPOS = {
    "herion": "heroin",
    "heroinn": "heroin",
    "heoin": "heroin",
    "heroyn": "heroin",
    "kilogramms": "kilograms",
    "bahadyr": "bahadir",
    "THESALONIKI": "thessaloniki",
}


@pytest.mark.parametrize(("typed", "word"), TYPOS.items())
def test_a_typo_is_forgiven_and_said(texts, typed, word):
    while learn():
        pass
    answer = ask(f"{typed}")
    assert len(titles(answer)) == 1
    assert answer.context["answer"].query.typed == word
    page = unescape(answer.content.decode())
    assert f"Showing results for <b>{word}</b>" in page
    [insisting] = re.findall(r'href="([^"]+)">Search for', page)
    insisted = Client().get(f"/search/{insisting}")
    assert titles(insisted) == []
    assert "Showing results for" not in insisted.content.decode()


def test_of_several_words_the_wrong_one_alone_is_replaced(texts):
    learn()
    answer = ask('officers "joint investigation" herion')
    assert titles(answer) == ["Titled heroin"]
    assert answer.context["answer"].query.typed == "officers “joint investigation” heroin"


def test_where_nothing_is_found_it_says_what_would_be(texts):
    answer = ask("heroin gjelber")
    assert titles(answer) == []
    found = {one.words: one.count for one in answer.context["answer"].suggestions}
    assert found == {"Without “heroin”": 1, "Without “gjelber”": 1}
    links = re.findall(r'<a href="(\?[^"]+)">Without', answer.content.decode())
    found = [titles(Client().get(f"/search/{unescape(link)}")) for link in links]
    assert found == [["Titled names"], ["Titled heroin"]]


def test_where_filters_hide_everything_it_says_so(texts):
    suggestions = ask("heroin gjelber", year="1999").context["answer"].suggestions
    assert [one.words for one in suggestions] == ["Without “heroin”", "Without “gjelber”"]
    [one] = ask("heroin", year="1999").context["answer"].suggestions
    assert (one.words, one.count) == ("Without the filters", 1)
    assert titles(Client().get(f"/search/{one.url}")) == ["Titled heroin"]


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


def test_facts_are_found_by_the_names_of_the_day(texts):
    import organisation.demo

    organisation.demo.load()
    found = [fact.title for fact in ask("romania").context["answer"].facts]
    assert found == ["Romania"]
    assert ask("romania drugs").context["answer"].facts == []


def test_a_search_without_result_is_noted_without_anything_personal(texts):
    for words in ("Zagreb  Šibenik", "zagreb sibenik"):
        ask(words)
    [noted] = VainSearch.objects.all()
    assert (noted.words, noted.times) == ("zagreb sibenik", 2)
    assert {field.name for field in VainSearch._meta.get_fields()} == {"id", "words", "times", "last_on"}
    for words in (
        "ana.pop@example.org",
        "0040 721 234 567",
        "+40-21-303-60-09",
        "www.example.org/x",
        "heroin",
        "",
        "!!",
    ):
        ask(words)
    assert VainSearch.objects.count() == 1


def test_what_staff_and_filters_do_not_find_is_not_noted(texts, writer):
    ask("heroin", year="1999")
    client = Client()
    client.force_login(writer)
    client.get("/search/?q=zagreb")
    assert not VainSearch.objects.exists()


def test_noted_searches_are_bounded(monkeypatch):
    monkeypatch.setattr("search.vain_searches.MOST", 110)
    for number in range(112):
        ask(f"nothing word{'x' * number}")
    assert VainSearch.objects.count() <= 110


def test_noted_searches_are_forgotten(clock):
    clock.set(at("2026-01-01 10:00"))
    ask("zagreb")
    clock.set(at("2026-06-30 10:00"))
    assert JOBS["forget old searches without result"].run() == 0
    clock.set(at("2026-07-01 10:00"))
    assert JOBS["forget old searches without result"].run() == 1
    assert not VainSearch.objects.exists()


def test_standing_and_gate():
    make(PressRelease, title="Ammunition", standing=Standing.WITHDRAWN, note="Wrong.")
    make(PressRelease, title="Ammunition", status=Status.IN_REVIEW)
    assert titles(ask("ammunition")) == []
