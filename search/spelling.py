"""Forgiving a typo: another known word instead of one that finds nothing.

A word is kept under itself and under each form of it that lacks one letter, and looked up in the same way: so
one letter too many, too few, wrong, or two that changed places all meet, on both databases alike. The words of
what is not public are kept too, but none is ever offered that finds nothing public at that moment.
"""

import re

from django.db import transaction
from django.db.models import F

from .finding import finds
from .folding import WORD, folded, stem
from .models import Spelling, Text
from .query import Query

BATCH = 500
LEAST, MOST = 4, 24  # letters of a word
KNOWN = re.compile(rf"[a-z]{{{LEAST},{MOST}}}")
MOST_WORDS = 4  # of one search that are looked up


def learn():
    """Note the words of a batch of new texts; returns how many texts were read.

    On SQLite nobody else writes during a transaction: splitting them takes the time, and comes before it.
    """
    texts = list(Text.objects.filter(is_learned=False)[:BATCH])
    words = {folded(found[1]) for text in texts for found in WORD.finditer(words_of(text))}
    words = {word for word in words if KNOWN.fullmatch(word)}
    with transaction.atomic():
        known = set(Spelling.objects.filter(form=F("word"), word__in=words).values_list("word", flat=True))
        rows = [Spelling(form=form, word=word) for word in sorted(words - known) for form in forms(word)]
        Spelling.objects.bulk_create(rows, batch_size=5000, ignore_conflicts=True)
        Text.objects.filter(pk__in=[text.pk for text in texts]).update(is_learned=True)
    return len(texts)


def words_of(text):
    return f"{text.title} {text.label} {text.summary} {text.text}"


def forms(word):
    return sorted({word, *(word[:place] + word[place + 1 :] for place in range(len(word)))})


def respelled(query, at):
    """The query with a known word for each that finds nothing; None where that finds nothing either."""
    words = [term for term in query.terms if term.is_word][:MOST_WORDS]
    instead = {
        term.typed: near
        for term in words
        if not finds(Query.of(term.typed), at) and (near := nearest(term, at))
    }
    other = query.replaced(instead) if instead else None
    return other if other and finds(other, at) else None


def nearest(term, at):
    """Of the known words at the smallest distance that find anything, the one that finds most."""
    word = folded(term.typed)
    found = Spelling.objects.filter(form__in=forms(word)).values_list("word", flat=True).distinct()
    others = sorted((distance(word, other), other) for other in found if stem(other) != stem(word))
    best, best_number, best_distance = "", 0, 0
    for away, other in others:
        if best and away > best_distance:
            break
        if (number := finds(Query.of(other), at)) > best_number:
            best, best_number, best_distance = other, number, away
    return best


def distance(one, other):
    """How many letters are too many, too few, wrong, or have changed places with their neighbour."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            row.append(min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                row[-1] = min(row[-1], rows[-2][j - 2] + 1)
        rows.append(row)
    return rows[-1][-1]


def relearn():
    """All words afresh. Nobody who writes has to wait for it; where it is killed, the worker goes on with it."""
    with transaction.atomic():
        Spelling.objects.all().delete()
        Text.objects.update(is_learned=False)
    while learn():
        pass
