"""The Resources pages: publications, by type, year and language."""

from functools import partial

from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from publishing.filters import Filter, active, narrowed
from publishing.pages import page_of
from publishing.views import edition_page, history, past_edition

from .attached import files_of
from .models import Document, Publication
from .models.publication import FIRST_YEAR, LAST_YEAR

KINDS, LANGUAGES = dict(Publication.Kind.choices), dict(Document.Language.choices)


class YearsCovered(Filter):
    """A report on 2013 to 2016 is found under each of these years."""

    def having(self, editions):
        return editions.about(int(self.chosen))

    def counted(self, editions):
        spans = editions.order_by().values_list("covers_from", "covers_to").annotate(Count("pk"))
        numbers = {}
        for first, last, number in spans.exclude(covers_from=None):
            for year in range(first, (last or first) + 1):
                numbers[year] = numbers.get(year, 0) + number
        return [(str(year), str(year), number) for year, number in numbers.items()]


def filters(request):
    one, years = partial(Filter.of, request), map(str, range(FIRST_YEAR, LAST_YEAR + 1))
    return [
        one("type", "Type", "kind", told=KINDS, names=KINDS),
        YearsCovered.of(request, "year", "Year covered", "", told=years, is_latest_first=True),
        one("language", "Language", "files__language", told=LANGUAGES, names=LANGUAGES),
    ]


def publications(request):
    chosen = filters(request)
    public = Publication.objects.public(request.moment)
    found = narrowed(public, chosen, request).select_related("item").prefetch_related("files")
    page = page_of(found.defer("abstract").newest_first(), request)
    context = {"page": page, "filters": chosen, "active_filters": active(chosen), "crumbs": _crumbs()}
    return render(request, "library/publications.html", context)


def publication(request, slug):
    rows = Publication.objects.visible_to(request).select_related("item", "cover")
    return _page(request, get_object_or_404(rows))


def publication_history(request, slug):
    return history(request, Publication.objects.in_force(request.moment), crumbs=_crumbs("What changed"))


def past_publication(request, slug, number):
    past, in_force = past_edition(request, Publication.objects.in_force(request.moment), number)
    return _page(request, past, superseded=past != in_force, edition_in_force=in_force)


def _page(request, publication, **context):
    later, earlier = publication.others_of_series(request.moment)
    return edition_page(
        request,
        publication,
        "library/publication.html",
        later=later,
        earlier=earlier,
        files=files_of(publication, request),
        crumbs=_crumbs(publication.title),
        **context,
    )


def _crumbs(leaf=""):
    top = {"label": "Resources", "url": reverse("library:publications") if leaf else ""}
    return [top, *([{"label": leaf, "url": ""}] if leaf else [])]
