"""Finding: the public texts in which all words stand; by where they stand, then the newest first.

Who finds is the gate: each query starts from `public(at)`. A search reads MOST rows of each rank at the most,
whatever is asked for; where there are more, the latest are shown, and nothing is counted.
"""

from dataclasses import dataclass, field
from functools import cache

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext, ngettext

from library.models import Document, Publication
from publishing.clock import today
from publishing.filters import narrowed
from publishing.keeping import copy_of

from .engines import ANYWHERE, TITLE, ByIndex, by_index, having, holding, said, shares_of_common_words
from .facets import Row, Rows
from .models import FILES, Entry, FileText

MOST = 1000
LATEST = 10_000  # entries: where a word stands in many texts, enough of them are among these
RANKS = [TITLE, ANYWHERE]
OF_ENTRY, OF_FILE = ("pk", *Row._fields[1:-2]), (*Row._fields[:-1], "pk")
DATED = (*OF_ENTRY, "day")  # where files stand among them


@dataclass
class Found:
    rows: Rows = field(default_factory=Rows)
    is_more: bool = False

    @property
    def counted(self):
        """ "12 results"."""
        if self.is_more:
            return gettext("More than %(most)s results") % {"most": f"{MOST:,}"}
        if not self.rows:
            return gettext("No results")
        number = len(self.rows)
        return ngettext("%(number)s result", "%(number)s results", number) % {"number": number}


def find(query, facets, request):
    """What is found through all facets, each thing once; fills in their options."""
    found = _through(query, facets, request)
    return Found(_without_files_of_publications(found.rows), found.is_more)


def _without_files_of_publications(rows):
    """Those of publications that are found themselves. Whoever chooses files has them nevertheless."""
    kind = Publication._meta.label_lower
    if not {FILES, kind} <= rows.kinds:
        return rows
    publications = [row.of for row in rows if row.kind == kind]
    files = [-row.of for row in rows if row.kind == FILES]
    editions = Entry.objects.filter(pk__in=publications).values("edition")
    doubled = Publication.files.through.objects.filter(publication__in=editions, document__in=files)
    doubled = {*doubled.values_list("document", flat=True)}
    return rows.where([row.kind != FILES or -row.of not in doubled for row in rows])


def _through(query, facets, request):
    active = [facet for facet in facets if facet.is_active]
    everything = None if active and _are_many(query, request.moment) else found_by(query, request)
    if everything and not everything.is_more:
        return Found(narrowed(everything.rows, facets, request))
    found = found_by(query, request, active) if active else everything
    for facet in facets:
        if facet in active or found.is_more:
            facet.offer()
        else:
            facet.count(found.rows, request)
    return found


def _are_many(query, at):
    """Whether there is more than may be counted, and so no use in reading it without the facets."""
    with by_index():
        return bool(query.terms) and _entries_with(query, at)[: MOST + 1].count() > MOST


def _entries_with(query, at):
    return Entry.objects.public(at).filter(having(query.ways, ANYWHERE, Entry))


def found_by(query, request, active=()):
    """In order, each once, at its best rank; `active` facets narrow already in the database."""
    found, is_more, at = Rows(), False, request.moment
    if not query.terms or not all(facet.is_known for facet in active):
        return Found()
    shares = copy_of(request, "common words", shares_of_common_words)
    has_files = copy_of(request, "has files", FileText.objects.exists)
    files = _files(query, at, active) if has_files else {}
    columns = DATED if any(files.values()) else OF_ENTRY
    for where in RANKS:
        share = 0 if active else query.share(shares[where])
        since = copy_of(request, "latest entries", day_of_latest) if share * LATEST > MOST else None
        is_counted = (
            columns is DATED or not share or share * copy_of(request, "entries", Entry.objects.count) <= MOST
        )
        of_rank = Rows([] if is_counted else _of_many(query, at, where, since))
        of_rank = of_rank or Rows(_entries(query, at, where, active, since, columns))
        if columns is DATED:
            of_rank = sorted([*of_rank, *files[where]], key=_day, reverse=True)
        is_more = len(of_rank) > MOST
        found = found.followed_by(Rows.of(of_rank) if columns is DATED else of_rank)
        if is_more:
            break
    return Found(found, is_more)


def _day(row):
    return int(row.day)


def day_of_latest():
    """Since which day there are the LATEST entries; None where there are not many more."""
    days = Entry.objects.order_by("-day").values_list("day", flat=True)
    return days[LATEST - 1] if days[3 * LATEST :].exists() else None


def _of_many(query, at, where, since):
    """The ids of a rank, of so many, by the statistics, that nothing of them is counted; nothing, where it is fewer."""
    ids = _entries(query, at, where, (), since, ("pk",))
    return ids if ids and len(ids[0]) > MOST else []


def _entries(query, at, where, active, since, columns):
    """The columns of a rank. Those since a day are looked through first: of words that are common they are enough, most
    often."""
    given = [said(query.ways, where), *(facet.filter.stored(facet.chosen) for facet in active)]
    lookups = [facet.filter.lookup for facet in active]
    latest = _ranked(where, MOST, columns, *lookups, "day__gte")(Entry, at, *given, since) if since else []
    is_enough = latest and len(latest[0]) > MOST
    return latest if is_enough else _ranked(where, MOST, columns, *lookups)(Entry, at, *given)


@cache
def _ranked(where, most, columns, *lookups):
    """More than `most` at the most, by the words and a value for each of the lookups. Where there are any, the database
    sees the values before it plans: it depends on how many have the word, and how many the value."""

    def query(kind, at, words, *values):
        entries = kind.objects.public(at).in_brief(at).filter(holding(words, where, kind))
        return _first(entries.filter(**dict(zip(lookups, values, strict=True))), columns, most)

    return ByIndex(query, is_planned=not lookups, is_by_column=True)


def _first(texts, columns, most):
    return texts.order_by("-day", "-first_public_at", "-pk").values_list(*columns)[: most + 1]


@by_index()
def _files(query, at, active=()):
    """The rows of each rank, of files that anybody may have: the library's gate is asked, if need be, in the query."""
    found = {where: [] for where in RANKS}
    if not FileText.objects.filter(having(query.ways, ANYWHERE, FileText)).exists():
        return found
    texts = FileText.objects.in_force(at).like_entries()
    texts = texts.filter(Exists(Document.objects.public(at).filter(pk=OuterRef("version__document"))))
    texts = texts.filter(**{facet.filter.lookup: facet.filter.stored(facet.chosen) for facet in active})
    for where in RANKS:
        rows = map(Row._make, _first(texts.filter(having(query.ways, where, FileText)), OF_FILE, MOST))
        found[where] = [row._replace(day=today(row.day).toordinal()) for row in rows]
    return found


def finds(query, at):
    """How many are found, a hundred or so at the most."""
    if not query.terms:
        return 0
    with by_index():
        number = _entries_with(query, at)[:100].count()
    return number + len({row.of for row in _files(query, at)[ANYWHERE]})
