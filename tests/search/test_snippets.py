"""Where words stand in a text, and the stretch of it that is shown. Texts are read by several threads at once."""

import random
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from search.folding import JOINED, WORD, Pieces, key, stem
from search.query import Query
from search.snippets import LENGTH, MOST_READ, hits, snippet

WORDS = (
    "team Team's teams, (team) co-operation cooperation 24/EJ/17 24EJ17 EJ 17 Đorđe Dorde – … a_b ½".split()
)
TYPED = ["team", "cooperation", "24ej17 team", '"team cooperation"', '"ej 17 team" dorde', '"team team"']


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
        assert hits(text, Query.of(typed).terms) == sorted(looked_for(text, typed)), text


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
            found = [*threads.map(lambda text: hits(text, Query.of("team 29").terms), texts)]
    finally:
        sys.setswitchinterval(before)
    assert found == [sorted(looked_for(text, "team 29")) for text in texts]


def test_a_word_is_looked_for_among_so_many_words_of_a_text():
    terms = Query.of("team").terms
    assert hits(f"{'a ' * (MOST_READ - 1)}team team", terms) == [(2 * MOST_READ - 2, 2 * MOST_READ + 2, 0)]
    assert hits(f"{'a, ' * MOST_READ}team", terms) == []


def test_the_stretch_is_shown_near_which_the_most_words_stand():
    apart = f"team {'much was said ' * 50}"
    runs = snippet(
        "", f"{apart * 3}the team met the expert. {'More was said. ' * 50}", Query.of("expert team").terms
    )
    assert [run.text for run in runs if run.is_hit] == ["team", "expert"]
    assert sum(len(run.text) for run in runs) < 2 * LENGTH
