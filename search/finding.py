"""Finding: the public texts in which all words stand; by where they stand, then the newest first.

Who finds is the gate: each query starts from `public(at)`. A search reads MOST rows of each rank at the most,
whatever is asked for; where there are more, the latest are shown, and nothing is counted.
"""

from dataclasses import dataclass, field

from django.db.models import TextField
from django.db.models.functions import Cast

from publishing.filters import narrowed

from .engines import ANYWHERE, LEAD, TITLE, matching
from .facets import Row
from .models import Entry, FileText

MOST = 2000
RANKS = [TITLE, LEAD, ANYWHERE]


@dataclass
class Found:
    rows: list = field(default_factory=list)
    is_more: bool = False

    @property
    def count_in_words(self):
        return f"More than {MOST:,}" if self.is_more else str(len(self.rows))


def find(query, facets, request):
    """What is found through all facets; fills in their options."""
    everything = found_by(query, request.moment)
    if not everything.is_more:
        return Found(narrowed(everything.rows, facets, request))
    active = [facet for facet in facets if facet.is_active]
    found = found_by(query, request.moment, active) if active else everything
    for facet in facets:
        if facet in active or found.is_more:
            facet.offer(request)
        else:
            facet.count(found.rows, request)
    return found


def found_by(query, at, active=()):
    """In order, each once, at its best rank; `active` facets narrow already in the database."""
    rows, is_more = {}, False
    for where in RANKS if query.terms else []:
        entries, files = Entry.objects.public(at).with_status(at), FileText.objects.public(at).like_entries()
        of_rank = _rows(entries, query, where, active) + _rows(files, query, where, active)
        is_more = is_more or len(of_rank) > MOST
        for row in sorted(of_rank, key=lambda row: row.moment, reverse=True):
            rows.setdefault((row.kind, row.of), row)
    return Found([*rows.values()], is_more)


def _rows(texts, query, where, active):
    for facet in active:
        texts = facet.narrow_in_sql(texts)
    texts = texts.filter(pk__in=matching(query.ways, where))
    texts = texts.annotate(moment=Cast("first_public_at", TextField()))
    rows = texts.order_by("-first_public_at", "-pk").values_list(*Row._fields)[: MOST + 1]
    return [Row(*row) for row in rows]


def finds(query, at):
    """How many are found, a hundred at the most."""
    terms = matching(query.ways, ANYWHERE)
    shelves = [Entry.objects.public(at), FileText.objects.public(at)]
    return sum(shelf.filter(pk__in=terms)[:100].count() for shelf in shelves) if query.terms else 0
