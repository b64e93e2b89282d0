"""Words as the index knows them: without accents, case and endings, in Latin letters.

Text and question are folded by the same function, in Python, so that both databases find the same: Bahadır
is bahadir, Σόφια sofia, “seizures” and “seizure” one word, and so are Đorđe, Djordje and Dorde.
"""

import re
import unicodedata
from collections import defaultdict
from functools import cache, lru_cache
from threading import Lock
from typing import NamedTuple

from anyascii import anyascii

MOST_WORDS = 16_000  # of one text: PostgreSQL tells no further positions apart
LONGEST = 40  # letters of a word
MARKS = "\u0300-\u036f"  # accents that stand apart from their letter
# Each letter is read once.
WORD = re.compile(rf"([^\W_]++(?:[{MARKS}]++[^\W_]*+)*+)(?:['’]s\b)?+")
# Such as 24/EJ/17, 1,300 and co-operation.
JOINED = re.compile(r"(?<![^\W_])[^\W_]++(?:[/.,'’\u2010\u2011-][^\W_]++)+")
SEVERAL = re.compile(r"[/.,]")  # between letters alone: several words
ONE_AT_A_TIME = Lock()  # a stemmer works on a word of its own


class Token(NamedTuple):
    """A word's stem, and where the word stands in the text."""

    stem: str
    start: int
    end: int


def composed(text):
    """The text with each letter and its accent as one sign, and without signs that no database stores."""
    return unicodedata.normalize("NFC", text.replace("\0", " ").encode(errors="ignore").decode())


@lru_cache(maxsize=100_000)
def folded(word):
    """ "Bahadır" is "bahadir", "24/EJ/17" "24ej17"; empty where no letter or number is left."""
    return "".join(letter for letter in anyascii(word).lower() if letter.isalnum())[:LONGEST]


@lru_cache(maxsize=100_000)
def stem(word):
    """Where there is no đ, people write d or dj: the two are told apart nowhere, in “adjacent” neither."""
    with ONE_AT_A_TIME:
        return _stemmer().stemWord(folded(word).replace("dj", "d"))


@cache
def _stemmer():
    from snowballstemmer import stemmer  # of thirty languages, 2 MB, for who searches

    return stemmer("english")


def tokens(text):
    """Each word of a composed text, in order."""
    for found in WORD.finditer(text):
        if known := stem(found[1]):
            yield Token(known, found.start(), found.end(1))


def key(joined):
    """What JOINED found as one word: a reference, a name and a compound are found however they are written."""
    if any(map(str.isdigit, joined)):
        return folded(joined)
    return "" if SEVERAL.search(joined) or WORD.fullmatch(joined) else stem(joined)


def keys(text):
    return dict.fromkeys(filter(None, (key(found[0]) for found in JOINED.finditer(text))))


class Pieces:
    """What stands between two spaces, by its words: where in it there are some of a stem, and what is joined.

    Texts say the same again and again, and are shown again and again. What was read is kept, and forgotten all at once:
    for a new one of these, since threads read this one meanwhile.
    """

    most, kept = 160_000, None  # letters

    def __init__(self):
        self.texts, self.read, self.letters = set(), set(), 0
        # {stem or key: {piece: [(start, end)]}}
        self.words, self.joined = {}, {}

    @classmethod
    def of(cls, text):
        """With those of the text among them."""
        if not cls.kept or cls.kept.letters > cls.most:
            cls.kept = cls()
        known, number = cls.kept, hash(text)
        if number not in known.texts:
            for new in {*text.split(" ")} - known.read:
                known._read(new)
            known.texts.add(number)
            known.letters += 2  # its number takes as much memory
        return known

    def _read(self, piece):
        words = ((stem(found[1]), found.span(1)) for found in WORD.finditer(piece))
        joined = ((key(found[0]), found.span()) for found in JOINED.finditer(piece))
        for having, found in ((self.words, words), (self.joined, joined)):
            places = defaultdict(list)
            for word, place in found:
                places[word].append(place)
            for word in places:
                having.setdefault(word, {})[piece] = places[word]  # threads lose nothing of each other
        self.letters += len(piece)
        self.read.add(piece)


def indexed(text):
    """The text as the databases index it: its stems, then what is joined."""
    stems = [known for word in WORD.findall(text) if (known := stem(word))][:MOST_WORDS]
    return " ".join([*stems, *keys(text)][:MOST_WORDS])
