"""What is found by what: one table for both databases, asked at the address that visitors use."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client

from news.models import Operation, PressRelease
from notices.models import Tender, Vacancy
from publishing.models import Standing, Status
from search.index import keep_in_step
from search.models import Spelling, Text
from search.spelling import learn, relearn, words_of
from tests.make import at, make
from tests.search.asking import ask, snippets, titles

pytestmark = pytest.mark.django_db
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


@pytest.mark.parametrize(("words", "name"), FINDS.items())
def test_it_finds(texts, words, name):
    answer = ask(words)
    assert titles(answer) == [f"Titled {name}"]
    assert not answer.context["answer"].instead_of


ONE_NAME = ["Đorđe", "ĐORĐE", "Djordje", "DJORDJE", "dorde", "Ђорђе"]


@pytest.mark.parametrize("written", ONE_NAME)
def test_a_name_with_a_stroke_is_found_however_people_write_it(written):
    """In a phrase too; it is marked in its own spelling."""
    make(PressRelease, title="Titled", body=f"<p>With {written} Petrović.</p>")
    for typed in ONE_NAME:
        assert snippets(ask(typed)) == [f"With [{written}] Petrović."], typed
        assert titles(ask(f'"{typed} petrovic"')) == ["Titled"], typed


def test_words_that_hold_the_same_letters_by_chance_are_still_found_and_offered():
    make(PressRelease, title="Titled", body="<p>In adjacent rooms the meeting adjourned.</p>")
    while learn():
        pass
    assert snippets(ask("adjacent adjourning")) == ["In [adjacent] rooms the meeting [adjourned]."]
    assert ask("adjacemt").context["answer"].instead_of == "adjacemt"
    assert "adjacent" in ask("adjacemt").content.decode()


JOINED = [
    ("co-operation", "cooperation"),
    ("1,300", "1300"),
    ("well-known", "wellknown"),
    ("O’Brien", "obrien"),
    ("O'Brien", "O’Brien"),
]


@pytest.mark.parametrize(("joined", "plain"), JOINED)
def test_what_is_joined_is_found_with_the_join_and_without_and_marked(joined, plain):
    for one, other in ((joined, plain), (plain, joined)):
        make(PressRelease, title=one, body=f"<p>They counted {one} of all, and/or more.</p>")
        found = ask(other, exact=1)
        assert one in titles(found)
        assert any(f"counted [{one}] of" in each for each in snippets(found))
    assert titles(ask("andor", exact=1)) == []


@pytest.mark.parametrize("words", FINDS_NOTHING)
def test_it_does_not_find(texts, words):
    assert titles(ask(words, exact=1)) == []


def test_title_before_text_and_the_newer_first_within_each():
    for year in (2019, 2018, 2020):
        hour = at(f"{year}-05-04 10:00")
        make(PressRelease, title=f"Text {year}", body="<p>About ammunition.</p>", publish_at=hour)
        make(PressRelease, title=f"Ammunition {year}", publish_at=hour)
    found = titles(ask("ammunition"))
    assert found == [f"{place} {year}" for place in ("Ammunition", "Text") for year in (2020, 2019, 2018)]


def test_a_notice_is_found_by_its_reference_before_texts_that_name_it():
    make(Vacancy, title="Driver", reference="24/EJ/17", publish_at=at("2019-01-01 10:00"))
    make(PressRelease, title="News", body="<p>On 24/EJ/17.</p>")
    assert titles(ask("24 ej/17")) == ["Driver", "News"]


def test_the_rows_of_a_tender_are_found():
    tender = make(Tender, title="Servers", status=Status.DRAFT)
    tender.lots.create(place=0, number=1, title="Racks and cables")
    tender.clarifications.create(place=0, number=1, question="Which voltage?", answer="Any voltmeter tells.")
    publish(tender)
    assert titles(ask("racks cables")) == titles(ask("voltmeter")) == ["Servers"]
    assert "[voltmeter]" in snippets(ask("voltmeter"))[0]


def test_the_results_of_an_operation_are_found():
    operation = make(Operation, title="Star", status=Status.DRAFT)
    operation.results.create(place=0, what="heroin", number=80, unit="kg")
    publish(operation)
    assert titles(ask("heroin")) == ["Star"]
    assert "Heroin: 80" in snippets(ask("heroin"))[0].replace("[", "").replace("]", "")


def publish(draft):
    """As it stands, with the rows that it has by now."""
    hour = at("2020-05-04 10:00")
    fields = {"publish_at": hour, "first_public_at": hour, "approved_by": draft.edited_by}
    type(draft).objects.filter(pk=draft.pk).update(status=Status.APPROVED, **fields)
    draft.item.settle("found", draft.address)
    keep_in_step(draft.item)


def test_an_item_is_found_by_its_kind():
    make(Vacancy, title="Driver", kind="seconded")
    make(PressRelease, title="Driver of a lorry", kind="news")
    assert titles(ask("vacancy driver")) == ["Driver"]
    assert titles(ask("news driver")) == ["Driver of a lorry"]


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


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [learn, relearn])
def test_words_are_split_while_everybody_may_write(monkeypatch, act):
    text, during = Text.of("Ammunition", "News"), []
    text.save()

    def watched(text):
        during.append(connection.in_atomic_block)
        return words_of(text)

    monkeypatch.setattr("search.spelling.words_of", watched)
    act()
    assert during == [False]
    assert Spelling.objects.filter(form="amunition", word="ammunition").exists()


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


def test_standing_and_gate():
    make(PressRelease, title="Ammunition", standing=Standing.WITHDRAWN, note="Wrong.")
    make(PressRelease, title="Ammunition", status=Status.IN_REVIEW)
    assert titles(ask("ammunition")) == []
