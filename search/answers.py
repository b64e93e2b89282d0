"""The answer to one search: what was found, or instead of it, and what else could be tried."""

from dataclasses import dataclass, field

from django.utils.translation import gettext

from publishing.clock import today
from publishing.editions import Stamp
from publishing.filters import address

from .finding import Found, find, finds
from .folding import composed
from .models import FILES, Entry, FileText
from .query import LONGEST, Query
from .sections import section_of
from .snippets import hits, marked, snippet
from .spelling import respelled
from .vain_searches import note

SHOWN = [f"text__{name}" for name in ("title", "label", "summary", "text")]
SHOWN += ["item__address", "language", "date_machine", "date_words"]
WORDS = [f"text__{name}_words" for name in ("title", "summary", "text")]


@dataclass(frozen=True)
class Result:
    title: list  # runs, as the snippet's
    snippet: list
    url: str
    label: str
    stamp: Stamp
    language: str
    section: list  # its names from the top down

    @property
    def date_in_two(self):
        """What is set large, and what beneath it."""
        return self.stamp.words.split(" ", 1)


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
        of_files, of_entries = (
            [row.pk for row in page if (row.kind == FILES) is is_file] for is_file in (True, False)
        )
        texts = Entry.objects.select_related("text", "item").only(*SHOWN).in_bulk(of_entries)
        if of_files:
            files = FileText.objects.select_related("text", "version__document").defer(*WORDS)
            texts |= files.in_bulk(of_files)
        return [_result(texts[row.pk], row, self.query.terms) for row in page if row.pk in texts]


def _result(found, row, terms):
    if row.kind == FILES:
        url, stamp = found.version.document.get_absolute_url(), Stamp.of(today(found.version.effective_at))
        language = found.version.document.language
    else:
        url, stamp = found.item.address, Stamp(row.day, found.date_machine, found.date_words)
        language = found.language
    text = found.text
    title, shown = marked(text.title, hits(text.title, terms)), snippet(text.summary, text.text, terms)
    return Result(title, shown, url, text.label, stamp, language, section_of(url))


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
