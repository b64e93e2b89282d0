"""Whatever is typed is answered, never with an error."""

import random
import string

import pytest
from django.test import Client

from news.models import PressRelease
from search.folding import folded, indexed
from search.models import VainSearch
from search.query import Query
from search.spelling import distance
from tests.make import at, make
from tests.search.asking import ask

pytestmark = pytest.mark.django_db
ODD = [
    *(
        "",
        " ",
        '"',
        '""',
        '" "',
        "“",
        "'",
        "''",
        "\\",
        "%",
        "_",
        "*",
        "^",
        ":",
        "(",
        ")",
        "()",
        "-",
        "+",
        "|",
        "!",
        "&",
    ),
    *(
        "AND",
        "OR",
        "NOT",
        "NEAR",
        "heroin AND",
        "AND heroin",
        "NEAR(heroin, 5)",
        "heroin*",
        "^heroin",
        "title_words:x",
    ),
    *(
        "heroin:A",
        "heroin & !x",
        "'heroin' | x",
        "a <-> b",
        "{title_words} : x",
        'heroin" OR "x',
        "heroin'; DROP TABLE x",
    ),
    *(
        "\0",
        "her\0oin",
        "\x1a",
        "\x7f",
        "\u202e",
        "\u200b",
        "\ufeff",
        "\ud800",
        "her\udfffoin",
        "\U0001f600",
        "北京",
        "½",
    ),
    *(
        "a" * 100_000,
        "a " * 5000,
        '"a ' * 3000,
        "x/" * 300,
        "1-" * 300,
        "ﷺ" * 200,
        "\u0301" * 500,
        "e\u0301" * 300,
        "0" * 300,
    ),
    *(
        "/",
        "//",
        "24/",
        "/17",
        "24//17",
        "24/EJ/17/",
        "-1",
        "1e5",
        "0x1f",
        "1.2.3",
        "a.b@c",
        "http://x/?q=1&b=2#c",
        "<b>",
        "&lt;",
    ),
    *("the", "of the", '"the"', "the of and", "a", "İ", "ẞ", "Ǆ", "ŉ", "ΐ", "ﬃ", "Σς", "ſ"),
]


@pytest.mark.parametrize("words", ODD, ids=lambda words: ascii(words[:12]))
def test_odd_words_are_answered(words):
    make(PressRelease, title="Heroin", body="<p>The text of it.</p>")
    answer = Client().get("/search/", {"q": words.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 200
    assert "<h1>Search</h1>" in answer.content.decode()


@pytest.mark.parametrize("seed", range(30))
def test_any_words_are_answered(seed):
    chance = random.Random(seed)
    letters = [
        *string.printable,
        *"“”’ıșžΣЖ",
        "\0",
        "\u0301",
        "\U0001f600",
        "heroin ",
        '"',
        "/",
        "24/EJ/17",
        " AND ",
    ]
    make(PressRelease, title="Heroin 24/EJ/17", body="<p>The text of it.</p>")
    for _ in range(10):
        words = "".join(chance.choices(letters, k=chance.randint(1, 60)))
        parameters = {"year": "2020"} if chance.random() < 0.3 else {}
        assert ask(words, **parameters).status_code == 200, words


@pytest.mark.parametrize(
    "query",
    ["?q=%ff%fe", "?q=%ed%a0%80", "?q", "?", "?q=a&q=b", "?q[]=a", "?page=", "?q=a&page=-1", "?exact"],
)
def test_odd_addresses_are_answered(query):
    assert Client().get(f"/search/{query}").status_code in (200, 404)


def test_other_methods_are_refused():
    assert Client().post("/search/", {"q": "a"}).status_code == 405


def test_a_query_is_bounded():
    assert len(Query.of("word" * 1000).typed) <= 200
    assert len(Query.of(" ".join("abcdefghijklmnopqrstuvwxyz")).terms) == 12


def test_terms():
    terms = {
        term.typed: term.ways
        for term in Query.of('heroin "joint investigation" 24/EJ/17 the d’Ivoire SELEC’s').terms
    }
    assert terms == {
        "heroin": [("heroin",)],
        "joint investigation": [("joint", "investig")],
        "24/EJ/17": [("24", "ej", "17"), ("24ej17",)],
        "d’Ivoire": [("d", "ivoir"), ("divoir",)],
        "SELEC’s": [("selec",)],
    }
    assert [term.typed for term in Query.of("the of").terms] == ["the", "of"]


def test_noted_words_are_folded_and_short(clock):
    for words in ("Žagreb!", " ".join(f"{letter * 30}" for letter in "abcd")):
        for day in (1, 2, 3):
            clock.set(at(f"2026-01-0{day} 10:00"))
            ask(words)
    assert {row.words for row in VainSearch.objects.all()} == {"zagreb"}


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("heroin", "herion", 1),
        ("heroin", "heroi", 1),
        ("heroin", "heroinn", 1),
        ("heroin", "heroyn", 1),
        ("abc", "xyz", 3),
        ("", "ab", 2),
    ],
)
def test_distance(one, other, number):
    assert distance(one, other) == distance(other, one) == number


def test_a_text_without_a_space_takes_no_longer_than_its_length():
    """Where each letter was read again from each before it, this would never end."""
    assert indexed("x" * 2_000_000).split() == [folded("x" * 2_000_000)]
