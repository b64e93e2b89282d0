"""Deadlines, starts and ends, of the kinds that have them.

A start and an end are instants (`…_at`) or days (`…_on`).
"""

from django.utils.translation import gettext

from ..clock import in_words
from ..deadlines import Deadline, DeadlineAct, State
from .piece import Piece
from .registry import rule


def has_deadline(edition):
    return hasattr(edition, "closes_at")


@rule(stops=True)
def deadline_missing(piece):
    edition = piece.edition
    if has_deadline(edition) and edition.must_close and not edition.closes_at:
        yield gettext("It has no deadline: give its date, its hour, such as 16:00, and the time zone.")


@rule(stops=True)
def deadline_past(piece):
    """Who mends a word on a closed notice does not reopen it: a deadline that the public knows is right."""
    edition = piece.edition
    if not has_deadline(edition) or not edition.closes_at or _known(edition):
        return
    if edition.closes_at <= piece.public_at and edition.deadline_act != DeadlineAct.CLOSED_EARLY:
        hour = Deadline(piece.public_at)
        yield gettext(
            "The deadline %(deadline)s is past when the page becomes public (%(hour)s): set a later one."
        ) % {"deadline": edition.deadline, "hour": hour}


@rule(stops=True)
def deadline_changed_without_an_act(piece):
    """Nor is a closed notice open again, be it by a later hour or an outcome that is taken back."""
    edition, before = piece.edition, has_deadline(piece.edition) and piece.edition.predecessor
    if not before or not before.deadline or edition.deadline_act == DeadlineAct.REOPENED:
        return
    told = before.deadline
    if _known(edition):
        if before.outcome and not edition.outcome and before.closes_at > piece.public_at:
            yield gettext("It is closed (%(outcome)s): put that back, or reopen it with a reason.") % {
                "outcome": before.get_outcome_display()
            }
    elif not edition.deadline_act:
        yield gettext(
            "The public knows another deadline, %(told)s: extend it, correct it or close early, "
            "with a reason."
        ) % {"told": told}
    elif before.closes_at <= piece.public_at:
        yield gettext(
            "The deadline %(told)s has passed meanwhile: return it to draft, and reopen it with a reason."
        ) % {"told": told}


@rule(stops=True)
def opening_moved_after_it_opened(piece):
    edition, before = piece.edition, has_deadline(piece.edition) and piece.edition.predecessor
    if not before or not edition.opens_at or edition.opens_at <= piece.public_at:
        return
    if before.state(piece.public_at) in (State.OPEN, State.SOON):
        yield gettext("It is open by then: it cannot open on %(opening)s. Put its former opening back.") % {
            "opening": edition.opening
        }


def faults_at(edition, public_at):
    """What is wrong with its deadline at the hour that was chosen for it, which need not be the one asked for."""
    piece = Piece(edition)
    piece.public_at = public_at
    rules = (deadline_past, deadline_changed_without_an_act, opening_moved_after_it_opened)
    return [sentence for look in rules for sentence in look(piece)]


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
            yield gettext("The end, %(end)s, is before the start, %(start)s: put one of the two right.") % {
                "end": shown[1],
                "start": shown[0],
            }
