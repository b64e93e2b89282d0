"""What a missed address most probably became: by the day or by the words in it, among what is public."""

import re
from datetime import date
from typing import NamedTuple
from urllib.parse import unquote

from news.models import PressRelease
from search.engines import TITLE, by_index, having
from search.folding import composed, tokens
from search.models import Entry
from search.query import STOP

from .dates import day_in

WORDS = re.compile(r"[\W_]+")
SAID_BY_ALL = {"selec"}  # in so many titles that it tells nothing
MOST_WORDS, MOST_READ = 12, 200
LIKE = 0.5  # of the words of both, how many have to be the same


class Likely(NamedTuple):
    title: str
    address: str


def likely_target(path, at=None):
    """Likely, or None where nothing is like it enough."""
    said = WORDS.sub(" ", unquote(path.rpartition(".htm")[0] or path))
    if day := day_in(said):
        return _of_the_day(day, at)
    stems = stems_of(said)
    found = [] if len(stems) < 2 else _with_any(stems, at)
    best = max(found, key=lambda entry: likeness(stems, stems_of(entry.text.title)), default=None)
    if best is None or likeness(stems, stems_of(best.text.title)) < LIKE:
        return None
    return Likely(best.text.title, best.item.address)


def _of_the_day(day: date, at):
    """Releases had the day for their title: one of that day is meant, where there is one only."""
    found = PressRelease.objects.public(at).with_day().filter(day=day).select_related("item")[:2]
    return Likely(found[0].title, found[0].item.address) if len(found) == 1 else None


def stems_of(words):
    found = {token.stem for token in tokens(composed(words))} - STOP - SAID_BY_ALL
    return {*sorted(found, key=len)[-MOST_WORDS:]}


def likeness(one, other):
    return 2 * len(one & other) / max(len(one) + len(other), 1)


def _with_any(stems, at):
    any_of_them = [[(stem,) for stem in sorted(stems)]]
    with by_index():
        entries = Entry.objects.public(at).filter(having(any_of_them, TITLE, Entry))
        return list(entries.select_related("text", "item").order_by("-day", "-pk")[:MOST_READ])
