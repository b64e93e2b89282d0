"""Where words stand in a text, and the stretch of it that is shown. Texts are read by several threads at once."""

import random
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from search.folding import JOINED, WORD, Pieces, key, stem
from search.query import Query
from search.snippets import LENGTH, MOST_READ, Sought, hits, shown

WORDS = (
    "team Team's teams, (team) co-operation cooperation 24/EJ/17 24EJ17 EJ 17 Đorđe Dorde – … a_b ½".split()
)
TYPED = ["team", "cooperation", "24ej17 team", '"team cooperation"', '"ej 17 team" dorde', '"team team"']


def sought(typed):
    return Sought.of(Query.of(typed).terms)


def looked_for(text, typed):
    """The same, word by word."""
    words = [(stem(one[1]), one.start(), one.end(1)) for one in WORD.finditer(text)]
    stems = [word for word, _start, _end in words]
    for number, term in enumerate(Query.of(typed).terms):
        for way in term.ways:
            for first in range(len(words) - len(way) + 1):
                if tuple(stems[first : first + len(way)]) == way:
                    yield words[first][1], words[first + len(way) - 1][2], number
        keys = [way[0] for way in term.ways if len(way) == 1]
        yield from ((*one.span(), number) for one in JOINED.finditer(text) if key(one[0]) in keys)


@pytest.mark.parametrize("typed", TYPED)
def test_a_word_is_found_wherever_it_stands(typed):
    chance = random.Random(typed)
    for length in range(60):
        text = " ".join(chance.choices([*WORDS, ""], k=length))
        assert hits(text, sought(typed)) == sorted(looked_for(text, typed)), text


def test_nothing_is_missed_while_threads_read_and_what_was_read_is_forgotten(monkeypatch):
    monkeypatch.setattr(Pieces, "most", 300)
    texts = [
        f"team{sign} {' '.join(f'a{sign}{number}' for number in range(30))} teams" for sign in ".,;:!?)]"
    ]
    texts *= 20
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            found = [*threads.map(lambda text: hits(text, sought("team 29")), texts)]
    finally:
        sys.setswitchinterval(before)
    assert found == [sorted(looked_for(text, "team 29")) for text in texts]


def test_a_word_is_looked_for_among_so_many_words_of_a_text():
    assert hits(f"{'a ' * (MOST_READ - 1)}team team", sought("team")) == [
        (2 * MOST_READ - 2, 2 * MOST_READ + 2, 0)
    ]
    assert hits(f"{'a, ' * MOST_READ}team", sought("team")) == []


def test_the_stretch_is_shown_near_which_the_most_words_stand():
    apart = f"team {'much was said ' * 50}"
    text = f"{apart * 3}the team met the expert. {'More was said. ' * 50}"
    _title, runs = shown("", "", text, sought("expert team"))
    assert [run.text for run in runs if run.is_hit] == ["team", "expert"]
    assert sum(len(run.text) for run in runs) < 2 * LENGTH


def test_no_phrase_begins_in_one_text_and_ends_in_the_next():
    title, told = shown("On the team", "that met in May", "a team that met", sought('"team that met"'))
    assert not any(run.is_hit for run in title)
    assert [run.text for run in told if run.is_hit] == ["team that met"]


def test_what_overlaps_is_marked_as_one():
    title, _told = shown("the team met", "", "", sought('"the team" "team met"'))
    assert "".join(run.text for run in title if run.is_hit) == "the team met"
