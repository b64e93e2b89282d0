"""What a visitor typed, as terms that all have to be found. No sign has a meaning but the quotes of a phrase."""

import re
from dataclasses import dataclass, field
from math import prod

from .folding import JOINED, composed, folded, key, tokens

LONGEST = 200  # characters
MOST_TERMS = 12
QUOTES = '"“”„‟«»'
PHRASE = re.compile(f"[{QUOTES}]([^{QUOTES}]+)[{QUOTES}]")
# Words that stand in every text: they are looked for in phrases only.
STOP = set("a an and are as at be by for from in is it of on or that the to was were with".split())


@dataclass(frozen=True)
class Term:
    """`typed` as the visitor wrote it; `ways` are the runs of stems of which one has to stand in the text."""

    typed: str
    ways: list

    @property
    def is_word(self):
        return len(self.ways) == 1 and len(self.ways[0]) == 1

    @property
    def is_stop(self):
        return self.is_word and self.typed.lower() in STOP


@dataclass(frozen=True)
class Query:
    typed: str
    terms: list = field(default_factory=list)

    @classmethod
    def of(cls, typed):
        typed = " ".join(composed(typed[:LONGEST]).split())
        pieces, place = [], 0
        for phrase in PHRASE.finditer(typed):
            pieces += [*typed[place : phrase.start()].split(), phrase[1]]
            place = phrase.end()
        pieces += typed[place:].split()
        terms = {str(term.ways): term for piece in pieces if (term := _term(piece))}
        telling = [term for term in terms.values() if not term.is_stop]
        return cls(typed, (telling or list(terms.values()))[:MOST_TERMS])

    @property
    def words(self):
        """Folded, as they are counted where nothing is found."""
        return " ".join(" ".join(map(folded, re.findall(r"\w+", term.typed))) for term in self.terms)

    @property
    def ways(self):
        return [term.ways for term in self.terms]

    def share(self, shares):
        """How large a part of all texts has every term, if words stood in them by chance; of each, its own share."""
        return prod(max(prod(shares.get(word, 0) for word in way) for way in ways) for ways in self.ways)

    def replaced(self, words):
        """The same with other words, by the term that each stands for."""
        return Query.of(" ".join(words.get(term.typed, _quoted(term)) for term in self.terms))

    def without(self, left_out):
        return Query.of(" ".join(_quoted(term) for term in self.terms if term is not left_out))


def _term(piece):
    run = tuple(token.stem for token in tokens(piece))
    if not run:
        return None
    whole = JOINED.fullmatch(piece.strip("".join(",;:!?()[]{}.'’") + QUOTES))
    ways = [run, (key(whole[0]),)] if whole else [run]
    return Term(piece.strip(QUOTES), [way for way in dict.fromkeys(ways) if all(way)])


def _quoted(term):
    return f"“{term.typed}”" if " " in term.typed else term.typed
