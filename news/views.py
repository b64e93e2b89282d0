from datetime import datetime
from functools import lru_cache

from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy as _

from organisation.relations import relations_of
from publishing.clock import SEAT
from publishing.crumbs import trail
from publishing.filters import BY_YEAR
from publishing.keeping import copy_of, kept
from publishing.lists import PublicList, Together
from publishing.moment import shown_at
from publishing.templatetags.instants import in_words
from publishing.views import edition_at, edition_page, history, past_edition

from .events import EVENTS, INDEX, events_at
from .filters import BY_RELATIONS, by_kind
from .linked_data import news_article
from .models import Event, PressRelease
from .onward import onward
from .operations import OPERATIONS, carried_by

NEXT_EVENTS = 5
RELEASES = PublicList(
    "news:press_releases",
    _("Press releases"),
    PressRelease,
    lambda request: PressRelease.objects.public(request.moment).with_year(),
    [BY_YEAR, by_kind(PressRelease), *BY_RELATIONS],
)
NEWS = Together("news:index", _("News & Events"), lambda: [RELEASES, EVENTS, OPERATIONS])


def index(request):
    releases = PressRelease.objects.public(request.moment).newest_first()
    latest = releases.defer("body")[:20]
    years = years_with_releases(request, request.moment)
    at = shown_at(request)
    events = events_at(request).not_past(at).soonest_first(at)[:NEXT_EVENTS]
    context = {"latest": latest, "years": years, "events": events, "at": at, "feed": NEWS}
    context["crumbs"] = trail(INDEX)
    return render(request, "news/index.html", context)


@kept
def years_with_releases(at):
    """From the last one down, each found by the index."""
    hours = PressRelease.objects.public(at).newest_first().values_list("first_public_at", flat=True)
    years, last = [], hours.first()
    while last:
        years.append(last.astimezone(SEAT).year)
        last = hours.filter(first_public_at__lt=datetime(years[-1], 1, 1, tzinfo=SEAT)).first()
    return years


def press_releases(request):
    found = RELEASES.found(request)
    page = found.page(request, found.ordered.listed())
    return render(request, "news/press_releases.html", {"page": page, "crumbs": _crumbs(), **found.context})


def press_release(request, **_date_and_slug):
    return _page(request, edition_at(request, PressRelease))


def press_release_history(request, **_date_and_slug):
    return history(
        request, PressRelease.objects.in_force(request.moment), crumbs=_crumbs(gettext("What changed"))
    )


def past_press_release(request, number, **_date_and_slug):
    past, in_force = past_edition(request, PressRelease.objects.in_force(request.moment), number)
    return _page(request, past, superseded=past != in_force, edition_in_force=in_force)


def _page(request, release, **context):
    relations = relations_of(release, request)
    return edition_page(
        request,
        release,
        "news/press_release.html",
        news_article,
        operation=carried_by(release, request),
        onward=onward(release, relations, request),
        events=events_before(release, request),
        crumbs=_crumbs(in_words(release.dated, "d F Y")),
        **relations,
        **context,
    )


def events_before(release, request):
    """Those of which it tells the outcome: few releases do."""
    if release.item_id not in _outcomes(request):
        return []
    rows = Event.objects.public(request.moment).leading_to(release).select_related("item")
    return copy_of(request, (Event, "outcomes", release.item_id), lambda: list(rows))


@kept
def _outcomes():
    return {*Event.objects.exclude(outcome_release=None).values_list("outcome_release__item", flat=True)}


@lru_cache(1_000)
def _crumbs(leaf=""):
    return trail(INDEX, (gettext("Press releases"), "news:press_releases"), leaf=leaf)
