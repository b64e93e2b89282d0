"""Deadlines, starts and ends, of the kinds that have them.

A deadline is a local date, an hour and a zone; a start and an end are instants (`…_at`) or days (`…_on`).
"""

from datetime import datetime

from ..clock import YEARS, in_words, local_instant
from ..lifecycle import Status
from .registry import rule


def deadline_of(edition):
    """The instant of a whole deadline; None where a part is missing or it cannot be."""
    day, hour = getattr(edition, "deadline_on", None), getattr(edition, "deadline_time", None)
    zone = getattr(edition, "deadline_zone", "") or edition.zone
    if not day or hour is None or day.year not in YEARS:
        return None
    try:
        return local_instant(datetime.combine(day, hour), zone)
    except (ValueError, KeyError, OSError):
        return None


@rule(stops=True)
def deadline_without_hour(piece):
    edition = piece.edition
    day, hour = getattr(edition, "deadline_on", None), getattr(edition, "deadline_time", None)
    if day and hour is None:
        yield f"The deadline {day:%d.%m.%Y} has no hour: say until when, such as 16:00, and in which zone."
    elif hour is not None and not day:
        yield f"The deadline {hour:%H:%M} has no date: say on which day."
    elif day and deadline_of(edition) is None:
        zone = getattr(edition, "deadline_zone", "") or edition.zone
        yield (
            f"The deadline {day:%d.%m.%Y} {hour:%H:%M} ({zone}) is no certain instant: its zone or year is "
            "wrong, or the clocks change at that hour. Choose another hour."
        )


@rule(stops=True)
def deadline_past(piece):
    deadline = deadline_of(piece.edition)
    if deadline and deadline <= piece.public_at and not _was_published(piece.edition):
        zone = getattr(piece.edition, "deadline_zone", "") or piece.edition.zone
        yield (
            f"The deadline {in_words(deadline, zone)} is past when the page becomes public "
            f"({in_words(piece.public_at)}): set a later one."
        )


def _was_published(edition):
    """The same deadline was public before: who mends a word on a closed notice does not reopen it."""
    names = ["deadline_on", "deadline_time"]
    if not edition.first_public_at or not all(hasattr(type(edition), name) for name in names):
        return False
    same = {name: getattr(edition, name) for name in names}
    return edition.siblings.filter(status=Status.APPROVED, **same).exclude(pk=edition.pk).exists()


@rule(stops=True)
def end_before_start(piece):
    for form in ("at", "on"):
        start, end = (getattr(piece.edition, f"{name}_{form}", None) for name in ("starts", "ends"))
        if start and end and end < start:
            shown = [
                in_words(one, piece.edition.zone) if form == "at" else f"{one:%d.%m.%Y}"
                for one in (start, end)
            ]
            yield f"The end, {shown[1]}, is before the start, {shown[0]}: put one of the two right."
