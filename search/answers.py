"""The answer to one search: what was found, or instead of it, and what else could be tried."""

from dataclasses import dataclass, field
from typing import NamedTuple, TypedDict

from django.utils.translation import gettext

from publishing.clock import today
from publishing.editions import Stamp
from publishing.filters import address
from publishing.prepared import prepared

from .finding import Found, find, finds
from .folding import composed
from .models import FILES, FileText, Text
from .query import LONGEST, Query
from .sections import section_of
from .snippets import Sought, shown
from .spelling import respelled
from .vain_searches import note

SHOWN = ["title", "label", "summary", "text"]
WORDS = [f"text__{name}_words" for name in ("title", "summary", "text")]


class Source(NamedTuple):
    """What is read of an entry, or of the text of a file; `date` is in words."""

    title: str
    label: str
    summary: str
    text: str
    url: str
    language: str
    machine: str
    date: str


class Result(TypedDict):
    """What its template shows. Of the date in words, `big` is set large, as `look` says, and `small` beneath it."""

    title: list  # runs, as the snippet's
    snippet: list
    url: str
    label: str
    machine: str
    big: str
    small: str
    look: str
    language: str
    section: str


@dataclass(frozen=True)
class Suggestion:
    words: str
    url: str
    count: int


@dataclass
class Answer:
    """`query` is what was looked for; `instead_of` what was typed, where it had a typo: `exact_url` insists on it."""

    typed: str
    query: Query
    found: Found
    instead_of: str = ""
    exact_url: str = ""
    facts: list = field(default_factory=list)
    suggestions: list = field(default_factory=list)

    @property
    def rows(self):
        return self.found.rows

    def results_on(self, page):
        """The results on one page of its rows, but for a text that was just stored anew (search/index.py)."""
        rows = [*page]
        numbers = [int(row.part or row.of) for row in rows]
        parts = [row.part for row in rows if row.kind == FILES]
        texts = _of_entries([int(row.of) for row in rows if row.kind != FILES]) | _of_files(parts)
        sought = Sought.of(self.query.terms)
        return [_result(texts[number], sought) for number in numbers if number in texts]


def _of_entries(numbers):
    rows = _texts(Text, None, *numbers) if numbers else []
    return {number: Source(*told) for number, *told in rows}


@prepared
def _texts(kind, _at, *numbers):
    of_entry = [f"entry__{name}" for name in ("item__address", "language", "date_machine", "date_words")]
    return kind.objects.filter(pk__in=numbers).values_list("pk", *SHOWN, *of_entry)


def _of_files(numbers):
    if not numbers:
        return {}
    rows = FileText.objects.select_related("text", "version__document").defer(*WORDS)
    found = {}
    for row in rows.filter(pk__in=numbers):
        text, file, stamp = row.text, row.version.document, Stamp.of(today(row.version.effective_at))
        told = [file.get_absolute_url(), file.language, stamp.machine, stamp.words]
        found[row.pk] = Source(text.title, text.label, text.summary, text.text, *told)
    return found


def _result(source, sought):
    big, _space, small = source.date.partition(" ")
    look = "range" if len(big) > 5 or not small else "month" if len(source.machine) == 7 else ""
    title, snippet = shown(source.title, source.summary, source.text, sought)
    return Result(
        title=title,
        snippet=snippet,
        url=source.url,
        label=source.label,
        machine=source.machine,
        big=big,
        small=small,
        look=look,
        language=source.language,
        section=section_of(source.url),
    )


def answer(facets, facts, request):
    typed, at = " ".join(composed(request.GET.get("q", "")[:LONGEST]).split()), request.moment
    query = Query.of(typed)
    told = Answer(typed, query, find(query, facets, request))
    if not query.terms:
        return told
    is_narrowed = any(facet.is_active for facet in facets)
    told.facts = [] if is_narrowed else facts.found(query)
    is_vain = not (told.rows or told.facts)
    if is_vain and "exact" not in request.GET and (other := respelled(query, at)):
        told.query, told.found, told.instead_of = other, find(other, facets, request), typed
        told.exact_url = address(request, exact=1)
        told.facts = [] if is_narrowed else facts.found(other)
    if not told.rows:
        told.suggestions = _fewer(told.query, facets, request)
        if is_vain and not (is_narrowed or request.staff):
            note(query)
    return told


def _fewer(query, facets, request):
    """The same without the filters, and with one word less; each with how much it finds."""
    tries = {gettext("Without the filters"): query} if any(facet.is_active for facet in facets) else {}
    if len(query.terms) > 1:
        tries |= {
            (gettext("Without “%(typed)s”") % {"typed": term.typed}): query.without(term)
            for term in query.terms
        }
    nothing = dict.fromkeys([facet.name for facet in facets])
    return [
        Suggestion(words, address(request, **nothing, exact=None, q=one.typed), number)
        for words, one in tries.items()
        if (number := finds(one, request.moment))
    ]
