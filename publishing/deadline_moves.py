"""The acts that move a deadline: when each may be done, and what whoever does it is asked and told."""

from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _, gettext_noop

from . import clock
from .deadlines import DeadlineAct, State
from .lifecycle import MOVES, Move, Standing, Status, standing_in_words

ACT_OF = {
    "extend": DeadlineAct.EXTENDED,
    "correct_deadline": DeadlineAct.CORRECTED,
    "close_early": DeadlineAct.CLOSED_EARLY,
    "reopen": DeadlineAct.REOPENED,
}
ASKED_TO = {
    "extend": gettext_noop("asked to extend"),
    "correct_deadline": gettext_noop("asked to correct deadline"),
    "close_early": gettext_noop("asked to close early"),
    "reopen": gettext_noop("asked to reopen"),
}


def _refusal(edition, move, _by):
    known = edition.known
    if known is None:
        return gettext("It has not been public yet: set its deadline in the form.")
    if edition.superseded_at:
        return gettext("A later edition has been approved: this move is made there.")
    if edition.standing != Standing.PUBLIC:
        return gettext(
            "It is %(standing)s: start a draft, which restores it, and change the deadline there."
        ) % {"standing": standing_in_words(edition)}
    if known.deadline is None:
        return gettext("It has no deadline.")
    is_closed = known.state(clock.now()) == State.CLOSED
    if move.verb == "reopen" and not is_closed:
        return gettext("It is not closed: extend its deadline instead.")
    if move.verb != "reopen" and is_closed:
        return gettext("It is closed (its deadline: %(deadline)s): it can be reopened, with a reason.") % {
            "deadline": known.deadline
        }
    return ""


READABLE = _("The old deadline stays readable, struck through, with your reason.")


def _deadline_move(verb, label, asks_reason, consequence=""):
    MOVES[verb] = Move(
        verb,
        label,
        (Status.APPROVED, Status.DRAFT),
        asks_reason=asks_reason,
        asks=("closes_at",),
        consequence=format_lazy("{} {}", consequence or READABLE, _("A colleague has to approve it.")),
        needs="closes_at",
        refusal=_refusal,
    )


_deadline_move("extend", _("Extend the deadline"), _("Why is it extended? The public reads this."))
_deadline_move("correct_deadline", _("Correct the deadline"), _("What was wrong? The public reads this."))
_deadline_move(
    "close_early",
    _("Close early"),
    _("Why does it close early? The public reads this."),
    _("It closes at that hour, and not before the public is told."),
)
_deadline_move("reopen", _("Reopen"), _("Why is it reopened? The public reads this."))
