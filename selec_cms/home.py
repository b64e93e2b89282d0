"""The home page: each part stands where there is something to say, and is left out where there is not."""

from django.db.models import Count, Q
from django.shortcuts import render

from library.models import Publication
from news.events import events_at
from news.models import PressRelease
from notices.models import Internship, Tender, Vacancy
from organisation.figures import Stated
from organisation.linked_data import organisation, website
from organisation.map import map_on
from organisation.models import CrimeArea, MemberState, YearlyFigure
from publishing import clock
from publishing.keeping import copy_of
from publishing.moment import shown_at

from .pins import pinned
from .views import EVERYTHING

NEWEST_RELEASES, NEXT_EVENTS, SOONEST, NEWEST_PUBLICATIONS = 5, 4, 3, 3


def home(request):
    return render(request, "home.html", copy_of(request, "home", lambda: told(request)))


def told(request):
    """All that the page tells, read."""
    at, on = shown_at(request), clock.today(shown_at(request))
    posts = sorted([*soonest(Vacancy, request, at), *soonest(Internship, request, at)], key=by_deadline)
    publications = Publication.objects.public(request.moment).newest_first().defer("abstract")
    return {
        **news(request),
        "at": at,
        "events": list(events_at(request).not_past(at).soonest_first(at)[:NEXT_EVENTS]),
        "posts": posts[:SOONEST],
        "tenders": soonest(Tender, request, at),
        "figures": Stated(YearlyFigure.objects.all(), on.year).latest,
        "map": map_on(on, MemberState.objects.members(on)),
        "crime_areas": crime_areas(request.moment),
        "publications": list(publications.prefetch_related("files")[:NEWEST_PUBLICATIONS]),
        "feed": EVERYTHING,
        "crumbs": [],
        "described": [website(), organisation()],
    }


def news(request):
    """A fraud alert does not lead by itself: it stands above all, or where an editor pins it."""
    lead, focus = pinned(request.moment)
    newest = PressRelease.objects.public(request.moment).newest_first().defer("body")
    newest = list(newest[: NEWEST_RELEASES + 1])
    lead = lead or next((one for one in newest if one.kind != PressRelease.Kind.FRAUD_ALERT), None)
    latest = [one for one in newest if one not in (lead, *focus)]
    return {"lead": lead, "focus": focus, "latest": latest[:NEWEST_RELEASES]}


def soonest(kind, request, at):
    """What is open, by deadline."""
    notices = kind.objects.public(request.moment).open(at).soonest_first()
    return list(notices[:SOONEST])


def by_deadline(notice):
    return notice.closes_at is None, notice.closes_at


def crime_areas(at):
    public = Q(pressrelease__in=PressRelease.objects.public(at).values("pk"))
    areas = CrimeArea.objects.annotate(releases=Count("pressrelease", filter=public))
    return list(areas.order_by(*CrimeArea._meta.ordering))
