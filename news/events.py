"""The pages of events: what comes, what was, a month of the calendar, and one event."""

from itertools import groupby

from django.db.models import Max, Min
from django.shortcuts import render
from django.utils.dateformat import format as formatted
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, gettext_lazy as _

from library.referred import files_of
from organisation.relations import relations_of
from publishing import clock
from publishing.crumbs import trail
from publishing.filters import BY_OWN_YEAR, Parts
from publishing.lists import PublicList
from publishing.moment import shown_at
from publishing.public_history import up_to
from publishing.views import edition_at, edition_page, history, past_edition

from . import linked_data
from .event_month import Month, Range, Sheet
from .filters import BY_RELATIONS, by_kind
from .models import Event

INDEX = (_("News & Events"), "news:index")
LONG = ["announcement", "proceedings", "report", "programme", "press_how"]


def events_at(request):
    """What every list of events starts from."""
    return Event.objects.public(request.moment).defer(*LONG)


COMING, PAST = "upcoming", "past"
WHEN = Parts(
    "when",
    _("When"),
    parts={
        COMING: (_("Upcoming"), lambda events, at: events.not_past(at)),
        PAST: (_("Past"), lambda events, at: events.past(at)),
    },
)
EVENTS = PublicList(
    "news:events",
    _("Events"),
    Event,
    lambda request: events_at(request).with_year(),
    [WHEN, BY_OWN_YEAR, by_kind(Event), *BY_RELATIONS],
    lambda rows, at, part: rows.latest_first() if part == PAST else rows.soonest_first(at),
    calendar="news:events_calendar",
)


def events(request):
    return _month(request, Month.named(request.GET["month"])) if "month" in request.GET else _list(request)


def _list(request):
    """Those under one heading follow each other."""
    found, at = EVENTS.found(request), shown_at(request)
    page, is_past = found.page(request), found.part == PAST
    chapter = (lambda event: event.year) if is_past else _coming_chapter
    chapters = [(heading, list(rows)) for heading, rows in groupby(page, chapter)]
    context = {"at": at, "page": page, "chapters": chapters, "is_past": is_past, **found.context}
    context["crumbs"] = _crumbs(gettext("Past events")) if is_past else _crumbs()
    return render(request, "news/events.html", context)


def _coming_chapter(event):
    if not event.is_to_come:
        return gettext("Now")
    return formatted(event.month, "F Y") if event.month else gettext("Date to be announced")


def _month(request, month):
    at = shown_at(request)
    today = clock.today(at)
    known = events_at(request)
    shown = known.overlapping(month.first, month.last).select_related("item").order_by("begins_at", "id")
    days = known.order_by().aggregate(first=Min("first_on"), last=Max("last_on"))
    led_to = Range.of(days.values(), today)
    context = {"at": at, "sheet": Sheet(month, shown, today), "is_far": month not in led_to}
    context |= {"earlier": led_to.earlier(month), "later": led_to.later(month)}
    context |= {"here": Month.of(today), "is_here": month == Month.of(today)}
    context |= {"weekdays": WEEKDAYS.values(), "crumbs": _crumbs(str(month))}
    return render(request, "news/event_month.html", context)


def event(request, **_date_and_slug):
    return _page(request, edition_at(request, Event))


def event_history(request, **_date_and_slug):
    return history(request, Event.objects.in_force(request.moment), crumbs=_crumbs(gettext("What changed")))


def past_event(request, number, **_date_and_slug):
    past, in_force = past_edition(request, Event.objects.in_force(request.moment), number)
    return _page(request, past, superseded=past != in_force, edition_in_force=in_force)


def _page(request, event, **context):
    at = _shown_at(request, event)
    context |= relations_of(event, request)
    context |= {"at": at, "state": event.state(at), "texts": event.texts(at)}
    context |= {"turns": event.turns_among(up_to(event, request)), "outcome": event.outcome(request.moment)}
    context |= {"files": files_of(event, request), "crumbs": _crumbs(event.dates.days or event.title)}
    return edition_page(request, event, "news/event.html", linked_data.event, **context)


def _shown_at(request, event):
    """The moment that the page tells of: of an earlier text, the last one at which it held."""
    at = shown_at(request)
    return min(at, event.superseded_at) if event.superseded_at else at


def _crumbs(leaf=""):
    return trail(INDEX, (gettext("Events"), "news:events"), leaf=leaf)
