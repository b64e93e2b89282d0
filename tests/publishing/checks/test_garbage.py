"""No text breaks a rule: random pieces of markup, huge texts, and fields without anything."""

import random
import time

import pytest

from publishing.checks import findings

from .conftest import release

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
PIECES = [
    *["<", ">", "</", "<a href=", '"', "'", "<img src='/images/1/", "<img", "<h2>", "<h9>", "</h2>", "<![CDATA["],
    *["<!--"],
    *["&#0;", "&#x110000;", "&amp", "\x00", "\ud83d", "\u202e", "Ω", "é́", "http://[", "//", "/files/", "\\", "%zz"],
    *["mailto:", "@", "a@b.cd", "+40 ", "0", "123456789", "  ", "\n", "ID ", "passport ", "A B C ", "ÄÖ ", "www."],
    *["<a href='/news/", "</a>", "<?php", "<svg>", "<script>", "]]>", "<table><tr>", "http://a:b@c:d/", "٣٤٥٦٧٨"],
]  # fmt: skip


def broken(edition):
    return [one for one in findings(edition) if "broke down" in one.sentence]


@pytest.mark.parametrize("seed", range(40))
def test_random_garbage_breaks_no_rule(seed):
    chance = random.Random(seed)
    for _ in range(5):
        text = "".join(chance.choice(PIECES) for _ in range(chance.randrange(60)))
        edition = release(text, title=text[:250], summary=text[:500], note=text, notes_to_editors=text)
        assert broken(edition) == []


def test_empty_fields_break_no_rule():
    nothing = dict.fromkeys(
        ["title", "summary", "body", "note", "footnotes", "contact_phone", "contact_email"]
    )
    assert broken(release(**nothing)) == []


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a ",
        "&",
        "0 ",
        "0",
        "+",
        "a@",
        "a.",
        "A ",
        "A-",
        "ID no ",
        "<h2>",
        "<p>word ",
        "<a href='/x'>x</a>",
        "tel ",
    ],
)
def test_a_huge_text_is_looked_at_within_seconds(piece):
    edition = release(piece * (200_000 // len(piece)))
    start = time.monotonic()
    assert broken(edition) == []
    assert time.monotonic() - start < 5
