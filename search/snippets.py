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


class Sought(NamedTuple):
    """What is looked for in a text: stems of single words, and of runs of several, each with the number of its term;
    and the numbers of terms by what is joined."""

    stems: list
    runs: list
    joined: dict

    @classmethod
    def of(cls, terms):
        ways = [(way, number) for number, term in enumerate(terms) for way in term.ways]
        single = [(way[0], number) for way, number in ways if len(way) == 1]
        return cls(single, [one for one in ways if len(one[0]) > 1], dict(single))


def shown(title, summary, text, sought):
    """(the title, the snippet) as runs. The three are looked through as one: it is what takes its time."""
    found, behind_title = hits(f"{title} {summary} {text}", sought), len(title) + 1
    behind_summary = behind_title + len(summary) + 1
    in_summary = _within(found, behind_title, behind_summary - 1)
    in_text = _within(found, behind_summary, behind_summary + len(text))
    return marked(title, _within(found, 0, len(title))), snippet(summary, in_summary, text, in_text)


def _within(found, start, end):
    return [
        (first - start, last - start, term) for first, last, term in found if start <= first and last <= end
    ]


def hits(text, sought):
    """(start, end, term) of each place where a term stands, in order."""
    known, read, spaced, found = Pieces.of(text), _end_of_read(text), f" {text} ", []
    for having, words in ((known.words, sought.stems), (known.joined, sought.joined.items())):
        for word, number in words:
            if word in having:
                found += _places(text, spaced, having[word], number)
    for way, number in sought.runs:
        places = _places(text, spaced, known.words.get(way[0], {}), number)
        ends = [(start, _end_of_run(text, start, way)) for start, _end, _number in places]
        found += [(start, end, number) for start, end in ends if end]
    found = found if read == len(text) else [one for one in found if one[1] <= read]
    return sorted(found)


def _end_of_read(text):
    """That of the last word that is looked at. Between two words stands another sign at least."""
    if len(text) < 2 * MOST_READ:
        return len(text)
    last = next(islice(WORD.finditer(text), MOST_READ - 1, None), None)
    return last.end(1) if last else len(text)


def _places(text, spaced, having, number):
    """(start, end, number) of what pieces have, {piece: [(start, end)]}, wherever they stand between two spaces."""
    found = []
    for piece in [*having] if len(having) < FEW else having.keys() & text.split(" "):
        sought = f" {piece} "
        place = spaced.find(sought)
        while place >= 0:
            for start, end in having[piece]:
                found.append((place + start, place + end, number))
            place = spaced.find(sought, place + len(sought) - 1)
    return found


def _end_of_run(text, start, way):
    """That of the run of words that begins there, where it is this way; else 0."""
    words = [*islice(WORD.finditer(text, start), len(way))]
    return words[-1].end(1) if tuple(stem(one[1]) for one in words) == way else 0


def marked(text, places, start=0, end=None):
    """The text from `start` to `end` as runs; places that overlap are marked as one."""
    end, runs, here = len(text) if end is None else end, [], start
    for first, last, _term in places:
        if last > here and first < end:
            if first > here:
                runs.append(Run(text[here:first]))
                here = first
            runs.append(Run(text[here : min(last, end)], True))
            here = min(last, end)
    return runs + [Run(text[here:end])] * (end > here)


def snippet(summary, in_summary, text, in_text):
    """The summary where it holds every word that the text holds; else the stretch of the text that holds most."""
    if summary and {hit[2] for hit in in_summary} >= {hit[2] for hit in in_text}:
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
    for number, hit in enumerate(found):
        behind = bisect_left(found, (hit[0] + LENGTH - BEFORE,), number)
        near = len({other[2] for other in found[number:behind]})
        if near > most:
            best, most = hit, near
        if most == all_terms:
            break
    return best


def _space(text, place):
    """The last beginning of a word before `place`; `place` itself within a very long one."""
    space = text.rfind(" ", max(place - 40, 0), place + 1)
    return space + 1 if space >= 0 else place
