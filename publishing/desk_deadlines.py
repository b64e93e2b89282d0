"""The desk's sections on deadlines: which come, and what was closed and never brought to its end."""

from datetime import timedelta

from django.utils.text import capfirst
from django.utils.translation import gettext

from . import clock
from .deadlined import DeadlinedEdition
from .deadlines import State
from .desk import Section, ago, editions_for, gathered, joined, line_on, section, url_of
from .desk_editions import COMING

OVERDUE = timedelta(days=30)


def deadlined_for(person, act="view"):
    return [rows for rows in editions_for(person, act) if issubclass(rows.model, DeadlinedEdition)]


@section(order=52)
def deadlines(person):
    """Of what is public and takes answers, by the day in Bucharest."""
    now = clock.now()
    seen = deadlined_for(person)
    coming = gathered(
        editions.public(now).not_closed(now).filter(closes_at__lte=now + COMING).order_by("closes_at", "pk")
        for editions in seen
    )
    lines = [
        line_on(
            edition,
            url_of(edition),
            joined(capfirst(str(edition._meta.verbose_name)), str(edition.deadline)),
            edition.closes_at,
            edition.state(now) == State.SOON,
        )
        for edition in sorted(coming, key=lambda edition: edition.closes_at)
    ]
    empty = gettext("No deadline comes in the next four weeks.")
    return (
        Section(gettext("Deadlines of the next four weeks"), lines, empty, is_by_day=True) if seen else None
    )


@section(order=54)
def without_outcome(person):
    """Closed for 30 days: the public should be told how it ended, and nobody has begun to say so."""
    now = clock.now()
    mine = deadlined_for(person, "change")
    ended = gathered(
        editions.public(now)
        .closed_without_outcome(now - OVERDUE)
        .exclude(item__in=editions.working().values("item"))
        .order_by("closes_at", "pk")
        for editions in mine
    )
    lines = [
        line_on(
            edition,
            url_of(edition),
            gettext("Closed %(closes_at)s: say how it ended") % {"closes_at": ago(edition.closes_at, now)},
        )
        for edition in ended
    ]
    empty = gettext("Nothing is closed for 30 days without an outcome.")
    return Section(gettext("Closed without an outcome"), lines, empty) if mine else None
