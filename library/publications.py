"""The Resources pages: publications, by type, year and language."""

from django.db.models import Count
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy as _

from publishing.crumbs import trail
from publishing.filters import Filter
from publishing.languages import Language
from publishing.lists import PublicList
from publishing.views import edition_at, edition_page, history, past_edition

from .linked_data import report
from .models import Publication
from .models.publication import FIRST_YEAR, LAST_YEAR
from .referred import files_of

KINDS, LANGUAGES = dict(Publication.Kind.choices), dict(Language.choices)


class YearsCovered(Filter):
    """A report on 2013 to 2016 is found under each of these years."""

    def having(self, editions, value, at):
        return editions.about(int(value))

    def counted(self, editions, at):
        spans = editions.order_by().values_list("covers_from", "covers_to").annotate(Count("pk"))
        numbers = {}
        for first, last, number in spans.exclude(covers_from=None):
            for year in range(first, (last or first) + 1):
                numbers[year] = numbers.get(year, 0) + number
        return [(str(year), str(year), number) for year, number in numbers.items()]


PUBLICATIONS = PublicList(
    "library:publications",
    _("Resources"),
    Publication,
    lambda request: Publication.objects.public(request.moment),
    [
        Filter("type", _("Type"), "kind", names=KINDS),
        YearsCovered(
            "year",
            _("Year covered"),
            told=lambda at: range(FIRST_YEAR, LAST_YEAR + 1),
            is_latest_first=True,
            is_category=False,
        ),
        Filter("language", _("Language"), "files__language", names=LANGUAGES),
    ],
)


def publications(request):
    found = PUBLICATIONS.found(request)
    page = found.page(request, found.ordered.defer("abstract").prefetch_related("files"))
    return render(request, "library/publications.html", {"page": page, "crumbs": _crumbs(), **found.context})


def publication(request, slug):
    return _page(request, edition_at(request, Publication))


def publication_history(request, slug):
    return history(
        request, Publication.objects.in_force(request.moment), crumbs=_crumbs(gettext("What changed"))
    )


def past_publication(request, slug, number):
    past, in_force = past_edition(request, Publication.objects.in_force(request.moment), number)
    return _page(request, past, superseded=past != in_force, edition_in_force=in_force)


def _page(request, publication, **context):
    later, earlier = publication.others_of_series(request.moment)
    return edition_page(
        request,
        publication,
        "library/publication.html",
        report,
        later=later,
        earlier=earlier,
        files=files_of(publication, request),
        crumbs=_crumbs(publication.title),
        **context,
    )


def _crumbs(leaf=""):
    return trail((gettext("Resources"), "library:publications"), leaf=leaf)
