"""The words that were found, marked where they stand, in the text as it was written."""

from bisect import bisect
from itertools import accumulate, chain, islice
from operator import attrgetter
from typing import NamedTuple

from .folding import JOINED, LONGEST, WORD, key, piece_of

LENGTH = 240  # characters of a snippet
BEFORE = 60  # of these before the first word that was found
STEMS = attrgetter("stems")
MOST_READ = 10_000  # words of a text; what stands further down is not looked for


class Run(NamedTuple):
    text: str
    is_hit: bool = False


def hits(text, terms):
    """(start, end, term) of each place where a term stands, in order."""
    ways = [(way, number) for number, term in enumerate(terms) for way in term.ways]
    pieces = text.split(" ")
    read = [*map(piece_of if max(map(len, pieces)) <= LONGEST else piece_of.__wrapped__, pieces)]
    stems = [*chain.from_iterable(map(STEMS, read))][:MOST_READ]
    runs = [(first, first + len(way) - 1, number) for way, number in ways for first in _firsts(stems, way)]
    starts = [*accumulate(map(len, pieces), initial=0)]
    return sorted(_of_words(runs, pieces, read, starts) + _joined(ways, pieces, read, starts))


def _firsts(stems, way):
    """The numbers of the words at which the run of stems begins that is this way."""
    place = -1
    for _time in range(stems.count(way[0])):
        place = stems.index(way[0], place + 1)
        if len(way) == 1 or tuple(stems[place : place + len(way)]) == way:
            yield place


def _of_words(runs, pieces, read, starts):
    """Where runs of words stand."""
    numbers = [*accumulate(map(len, map(STEMS, read)), initial=0)] if runs else []

    def span(word):
        place = bisect(numbers, word) - 1
        found = next(islice(WORD.finditer(pieces[place]), word - numbers[place], None))
        return [place + starts[place] + each for each in found.span(1)]

    return [(span(first)[0], span(last)[1], number) for first, last, number in runs]


def _joined(ways, pieces, read, starts):
    """Where a reference, a name or a compound stands, however it is written."""
    wanted = {way[0]: number for way, number in ways if len(way) == 1}
    return [
        (place + starts[place] + one.start(), place + starts[place] + one.end(), wanted[word])
        for place, piece in enumerate(read)
        if piece.keys and not wanted.keys().isdisjoint(piece.keys)
        for one in JOINED.finditer(pieces[place])
        if (word := key(one[0])) in wanted
    ]


def marked(text, places, start=0, end=None):
    """The text from `start` to `end` as runs; places that overlap are marked as one."""
    end, runs, here = len(text) if end is None else end, [], start
    for first, last, _term in places:
        first, last = max(first, here), min(last, end)
        if first < last:
            runs += [Run(text[here:first])] * (first > here) + [Run(text[first:last], True)]
            here = last
    return runs + [Run(text[here:end])] * (end > here)


def snippet(summary, text, terms):
    """The summary where it holds every word that the text holds; else the stretch of the text that holds most."""
    in_summary = hits(summary, terms)
    told = {hit[2] for hit in in_summary}
    in_text = hits(text, terms) if len(told) < len(terms) else []
    if summary and told >= {hit[2] for hit in in_text}:
        return marked(summary, in_summary)
    if not in_text:
        return marked(text, [], 0, _space(text, LENGTH)) + [Run(" …")] * (len(text) > LENGTH)
    best = max(in_text, key=lambda hit: (len(_terms_near(in_text, hit)), -hit[0]))
    start = 0 if best[0] <= BEFORE else _space(text, best[0] - BEFORE)
    end = len(text) if len(text) - start <= LENGTH else _space(text, start + LENGTH)
    end = max(end, min(best[1], start + 2 * LENGTH))
    runs = marked(text, in_text, start, end)
    return [Run("… ")] * (start > 0) + runs + [Run(" …")] * (end < len(text))


def _terms_near(found, hit):
    return {other[2] for other in found if hit[0] <= other[0] < hit[0] + LENGTH - BEFORE}


def _space(text, place):
    """The last beginning of a word before `place`; `place` itself within a very long one."""
    space = text.rfind(" ", max(place - 40, 0), place + 1)
    return space + 1 if space >= 0 else place
