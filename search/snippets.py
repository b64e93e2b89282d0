"""The words that were found, marked where they stand, in the text as it was written."""

from bisect import bisect
from itertools import accumulate, chain, count, islice
from operator import add
from typing import NamedTuple

from .folding import JOINED, PIECES, WORD, key

LENGTH = 240  # characters of a snippet
BEFORE = 60  # of these before the first word that was found
MOST_READ = 10_000  # words of a text; what stands further down is not looked for


class Run(NamedTuple):
    text: str
    is_hit: bool = False


def hits(text, terms):
    """(start, end, term) of each place where a term stands, in order."""
    ways = [(way, number) for number, term in enumerate(terms) for way in term.ways]
    pieces = text.split(" ")
    stems, keys = zip(*map(PIECES.__getitem__, pieces), strict=True)  # of each piece
    starts = [*map(add, accumulate(map(len, pieces), initial=0), count())]
    joined = _joined(ways, pieces, keys, starts) if any(keys) else []
    return sorted(_of_words(ways, pieces, stems, starts) + joined)


def _of_words(ways, pieces, stems, starts):
    words = [*islice(chain.from_iterable(stems), MOST_READ)]
    runs = [(first, len(way) - 1, number) for way, number in ways for first in _firsts(words, way)]
    numbers = [*accumulate(map(len, stems), initial=0)] if runs else []

    def span(number):
        place = bisect(numbers, number) - 1
        found = next(islice(WORD.finditer(pieces[place]), number - numbers[place], None))
        return starts[place] + found.start(1), starts[place] + found.end(1)

    found = []
    for first, more, number in runs:
        start, end = span(first)
        found.append((start, span(first + more)[1] if more else end, number))
    return found


def _firsts(words, way):
    """The numbers of those at which the run of stems begins that is this way."""
    place = -1
    for _time in range(words.count(way[0])):
        place = words.index(way[0], place + 1)
        if len(way) == 1 or tuple(words[place : place + len(way)]) == way:
            yield place


def _joined(ways, pieces, keys, starts):
    """Where a reference, a name or a compound stands, however it is written."""
    wanted = {way[0]: number for way, number in ways if len(way) == 1}
    return [
        (starts[place] + one.start(), starts[place] + one.end(), wanted[word])
        for place, found in enumerate(keys)
        if not wanted.keys().isdisjoint(found)
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
    best = _best(in_text)
    start = 0 if best[0] <= BEFORE else _space(text, best[0] - BEFORE)
    end = len(text) if len(text) - start <= LENGTH else _space(text, start + LENGTH)
    end = max(end, min(best[1], start + 2 * LENGTH))
    runs = marked(text, in_text, start, end)
    return [Run("… ")] * (start > 0) + runs + [Run(" …")] * (end < len(text))


def _best(found):
    """The first of those near which the most terms stand."""
    best, most, all_terms = None, 0, len({hit[2] for hit in found})
    for hit in found:
        near = len({other[2] for other in found if hit[0] <= other[0] < hit[0] + LENGTH - BEFORE})
        best, most = (hit, near) if near > most else (best, most)
        if most == all_terms:
            break
    return best


def _space(text, place):
    """The last beginning of a word before `place`; `place` itself within a very long one."""
    space = text.rfind(" ", max(place - 40, 0), place + 1)
    return space + 1 if space >= 0 else place
