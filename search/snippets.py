"""The words that were found, marked where they stand, in the text as it was written."""

from dataclasses import dataclass
from itertools import islice

from .folding import JOINED, WORD, key, stem

LENGTH = 240  # characters of a snippet
BEFORE = 60  # of these before the first word that was found
MOST_READ = 10_000  # words of a text; what stands further down is not looked for


@dataclass(frozen=True)
class Run:
    text: str
    is_hit: bool = False


def hits(text, terms):
    """(start, end, term) of each place where a term stands, in order."""
    ways = [(way, number) for number, term in enumerate(terms) for way in term.ways]
    stems = [*map(stem, WORD.findall(text)[:MOST_READ])]
    found, places = _joined(text, ways), []
    for way, number in ways:
        if way[0] not in stems:  # most often
            continue
        places = places or [word.span(1) for word in islice(WORD.finditer(text), MOST_READ)]
        for first in (place for place, one in enumerate(stems) if one == way[0]):
            if tuple(stems[first : first + len(way)]) == way:
                found.append((places[first][0], places[first + len(way) - 1][1], number))
    return sorted(found)


def _joined(text, ways):
    """Where a reference, a name or a compound stands, however it is written."""
    wanted = {way[0]: number for way, number in ways if len(way) == 1}
    places = JOINED.finditer(text) if wanted else ()
    return [(one.start(), one.end(), wanted[word]) for one in places if (word := key(one[0])) in wanted]


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
