"""Other items that say nearly the same: found by a sketch of each text, then compared word by word.

Numbers do not count, neither in headlines nor in texts: of two releases that differ in nothing else, one
is a copy that was not finished, or the next of a series, and only a person can tell which.
"""

import re
from hashlib import blake2b
from heapq import nsmallest

from anyascii import anyascii
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext

from .. import models as published
from ..readings import Shingle, current, unread
from .piece import Piece, quoted
from .registry import rule

SKETCH = 8  # hashes kept of a text, and as many of its headline: texts half alike share about half of them
LEAST_WORDS = 20  # a shorter text is like many others
MOST_COMPARED = 6
MOST_UNREAD = 10  # drafts that were saved a moment ago
ALIKE, HEADLINE_ALIKE = 0.5, 0.75  # shared part of all shingles, of all words


def words_of(text):
    """In Latin letters, small, without numbers."""
    return re.findall(r"[a-z]+", anyascii(text[:200_000]).lower())


def shingles(words, length):
    return {" ".join(words[n : n + length]) for n in range(len(words) - length + 1)}


def body_shingles(piece):
    words = [word for text in piece.texts for word in words_of(text.words)]
    return shingles(words, 5) if len(words) >= LEAST_WORDS else set()


def headline_words(piece):
    return words_of(piece.title)


def hashed(shingle):
    return int.from_bytes(blake2b(shingle.encode(), digest_size=8).digest(), signed=True)


def sketch(piece):
    """The lowest hashes of the body's shingles and of the headline's pairs of words."""
    headline = headline_words(piece)
    pairs = {f"headline: {pair}" for pair in (shingles(headline, 2) or {" ".join(headline)}) if pair}
    body = nsmallest(SKETCH, map(hashed, body_shingles(piece)))
    return {*body, *nsmallest(SKETCH, map(hashed, pairs))}


def shared(one, other):
    """The part that two sets have in common, from 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


def visible(kind, by):
    """Whose items are compared; without a person, what is public."""
    return current(kind).seen_by(by) if by else kind.objects.public()


def candidates(piece):
    """Editions that may be alike, the likeliest first: by their sketches, and drafts that were not read yet."""
    own = piece.edition.item_id
    rows = Shingle.objects.filter(hash__in=sketch(piece)).exclude(reading__item=own)
    rows = rows.values("reading__kind", "reading__edition").annotate(number=Count("pk"))
    best = rows.order_by("-number", "-reading__edition")[: 4 * MOST_COMPARED]
    by_kind = {}
    for row in best:
        by_kind.setdefault(row["reading__kind"], []).append(row["reading__edition"])
    for kind in published.kinds():
        seen = visible(kind, piece.by).exclude(item=own).select_related("item")
        likely = by_kind.get(kind._meta.label_lower, [])
        found = seen.in_bulk(likely)
        yield from [found[pk] for pk in likely if pk in found][:MOST_COMPARED]
        working = unread(kind).working().order_by("-edited_at").values("pk")
        yield from seen.filter(pk__in=list(working.values_list("pk", flat=True)[:MOST_UNREAD]))


@rule(stops=False, compares=True)
def neighbour(piece):
    headline, body = headline_words(piece), body_shingles(piece)
    seen = set()
    for edition in candidates(piece):
        other = Piece(edition)
        likeness = shared(body, body_shingles(other))
        is_headline = _is_headline(headline, headline_words(other))
        if edition.item_id in seen or not (is_headline or likeness >= ALIKE):
            continue
        seen.add(edition.item_id)
        yield _sentence(edition, is_headline, likeness), _page(edition), edition.title


def _is_headline(one, other):
    is_same = one == other and bool(one)
    return is_same or (min(len(one), len(other)) > 3 and shared(set(one), set(other)) >= HEADLINE_ALIKE)


def _sentence(edition, is_headline, likeness):
    parts = [gettext("the same headline but for numbers or a few words")] if is_headline else []
    parts += (
        [gettext("%(likeness)s of the same text") % {"likeness": f"{likeness:.0%}"}]
        if likeness >= ALIKE
        else []
    )
    return gettext(
        "Another %(verbose_name)s, %(title)s (%(dated)s), has %(parts)s: make sure that this "
        "is not published twice, and that the headline tells the two apart."
    ) % {
        "verbose_name": edition._meta.verbose_name,
        "title": quoted(edition.title, 120),
        "dated": f"{edition.dated:%d.%m.%Y}",
        "parts": " and ".join(parts),
    }


def _page(edition):
    return reverse(admin_urlname(edition._meta, "change"), args=[edition.pk])
