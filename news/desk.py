"""The desk's sections on events: which come, and of which readers still wait to hear what became of them."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext

from publishing import clock
from publishing.desk import MOST, Section, ago, editions_for, joined, line_on, section, url_of
from publishing.desk_editions import COMING

from .models import Decision, Event, State

TO_REPORT, YEAR = timedelta(days=14), timedelta(days=365)
TO_FIND_A_DATE = timedelta(days=30)


def events_for(person, act="view"):
    return next((rows for rows in editions_for(person, act) if rows.model is Event), None)


@section(order=53)
def events(person):
    """By the day in Bucharest on which they begin; what is called off is told too, as long as it would be to come."""
    if (seen := events_for(person)) is None:
        return None
    now = clock.now()
    coming = seen.public(now).not_past(now).filter(begins_at__lte=now + COMING).order_by("begins_at", "pk")
    lines = [
        line_on(
            event,
            url_of(event),
            joined(event.state(now).label, str(event.dates), event.where),
            event.begins_at,
            event.state(now) == State.PLANNED and event.begins_at <= now + timedelta(days=7),
        )
        for event in coming[: MOST + 1]
    ]
    empty = gettext("No event is announced for the next four weeks.")
    return Section(gettext("Events of the next four weeks"), lines, empty, is_by_day=True)


@section(order=55)
def events_without_an_end(person):
    """What nobody has begun to put right. Of what was held over a year ago no report is missed any more."""
    if (mine := events_for(person, "change")) is None:
        return None
    now = clock.now()
    lapsed = Q(decision=Decision.PLANNED, over_at__lte=now)
    postponed = Q(decision=Decision.POSTPONED, publish_at__lte=now - TO_FIND_A_DATE)
    held = Q(decision=Decision.CONFIRMED, over_at__lte=now - TO_REPORT, over_at__gt=now - YEAR)
    unreported = held & Q(report="", outcome_release=None)
    waiting = mine.public(now).filter(lapsed | postponed | unreported)
    waiting = waiting.exclude(item__in=mine.working().values("item")).order_by("over_at", "pk")
    lines = [line_on(event, url_of(event), _what_is_missing(event, now)) for event in waiting[: MOST + 1]]
    empty = gettext("Of every event it is said what became of it.")
    return Section(gettext("Events without an end"), lines, empty)


def _what_is_missing(event, now):
    if event.decision == Decision.POSTPONED:
        return gettext("Postponed %(publish_at)s: give a new date, or cancel it") % {
            "publish_at": ago(event.publish_at, now)
        }
    if event.decision == Decision.PLANNED:
        words = gettext("Over %(ago)s: confirm or cancel it")
    else:
        words = gettext("Over %(ago)s: say how it went")
    return words % {"ago": ago(event.over_at, now)}
