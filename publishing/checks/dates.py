"""Deadlines, starts and ends, of the kinds that have them.

A start and an end are instants (`…_at`) or days (`…_on`).
"""

from ..clock import in_words
from ..deadlines import Deadline, DeadlineAct
from .registry import rule


def has_deadline(edition):
    return hasattr(edition, "closes_at")


@rule(stops=True)
def deadline_missing(piece):
    edition = piece.edition
    if has_deadline(edition) and edition.must_close and not edition.closes_at:
        yield "It has no deadline: give its date, its hour, such as 16:00, and the time zone."


@rule(stops=True)
def deadline_past(piece):
    """Who mends a word on a closed notice does not reopen it: a deadline that the public knows is right."""
    edition = piece.edition
    if not has_deadline(edition) or not edition.closes_at or _known(edition):
        return
    if edition.closes_at <= piece.public_at and edition.deadline_act != DeadlineAct.CLOSED_EARLY:
        hour = Deadline(piece.public_at)
        yield f"The deadline {edition.deadline} is past when the page becomes public ({hour}): set a later one."


@rule(stops=True)
def deadline_changed_without_an_act(piece):
    edition = piece.edition
    if not has_deadline(edition) or _known(edition):
        return
    before = edition.predecessor and edition.predecessor.deadline
    if before and not edition.deadline_act:
        yield f"The public knows another deadline, {before}: extend it, correct it or close early, with a reason."
    elif before and edition.deadline_act == DeadlineAct.EXTENDED and before.at <= piece.public_at:
        yield f"The deadline {before} has passed meanwhile: return it to draft, and reopen it with a reason."


def _known(edition):
    before = edition.predecessor
    return bool(before) and before.closes_at == edition.closes_at


@rule(stops=True)
def end_before_start(piece):
    for form in ("at", "on"):
        start, end = (getattr(piece.edition, f"{name}_{form}", None) for name in ("starts", "ends"))
        if start and end and end < start:
            zone = getattr(piece.edition, piece.edition.hours.get("starts_at", "zone"))
            shown = [in_words(one, zone) if form == "at" else f"{one:%d.%m.%Y}" for one in (start, end)]
            yield f"The end, {shown[1]}, is before the start, {shown[0]}: put one of the two right."
