"""The words that were found, marked where they stand, in the text as it was written."""

from bisect import bisect_left
from itertools import islice
from typing import NamedTuple

from .folding import WORD, Pieces, stem

LENGTH = 240  # characters of a snippet
BEFORE = 60  # of these before the first word that was found
MOST_READ = 10_000  # words of a text; what stands further down is not looked for
FEW = 10  # ways to write a word: each is found sooner in the text than among its words


class Run(NamedTuple):
    text: str
    is_hit: bool = False


def hits(text, terms):
    """(start, end, term) of each place where a term stands, in order."""
    known, read = Pieces.of(text), _end_of_read(text)
    ways = [(way, number) for number, term in enumerate(terms) for way in term.ways]
    found = []
    for way, number in ways:
        places = _places(text, known.words.get(way[0]))
        if len(way) > 1:
            places = [(start, _end_of_run(text, start, way)) for start, _end in places]
        found += [(start, end, number) for start, end in places if 0 < end <= read]
    for word, number in {way[0]: number for way, number in ways if len(way) == 1}.items():
        found += [(start, end, number) for start, end in _places(text, known.joined.get(word))]
    return sorted(found)


def _end_of_read(text):
    """That of the last word that is looked at. Between two words stands another sign at least."""
    if len(text) < 2 * MOST_READ:
        return len(text)
    last = next(islice(WORD.finditer(text), MOST_READ - 1, None), None)
    return last.end(1) if last else len(text)


def _places(text, having):
    """(start, end) of what pieces have, {piece: [(start, end)]}, wherever they stand between two spaces of the text."""
    if not having:
        return []
    spaced, found = f" {text} ", []
    for piece in [*having] if len(having) < FEW else having.keys() & text.split(" "):
        place = spaced.find(f" {piece} ")
        while place >= 0:
            found += [(place + start, place + end) for start, end in having[piece]]
            place = spaced.find(f" {piece} ", place + len(piece) + 1)
    return found


def _end_of_run(text, start, way):
    """That of the run of words that begins there, where it is this way; else 0."""
    words = [*islice(WORD.finditer(text, start), len(way))]
    return words[-1].end(1) if tuple(stem(one[1]) for one in words) == way else 0


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
        first, behind = bisect_left(found, hit[:1]), bisect_left(found, (hit[0] + LENGTH - BEFORE,))
        near = len({other[2] for other in found[first:behind]})
        best, most = (hit, near) if near > most else (best, most)
        if most == all_terms:
            break
    return best


def _space(text, place):
    """The last beginning of a word before `place`; `place` itself within a very long one."""
    space = text.rfind(" ", max(place - 40, 0), place + 1)
    return space + 1 if space >= 0 else place
