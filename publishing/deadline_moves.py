"""The acts that move a deadline: when each may be done, and what whoever does it is asked and told."""

from django.utils.translation import gettext, gettext_lazy as _

from . import clock
from .deadlines import DeadlineAct, State
from .lifecycle import MOVES, Move, Standing, Status

ACT_OF = {
    "extend": DeadlineAct.EXTENDED,
    "correct_deadline": DeadlineAct.CORRECTED,
    "close_early": DeadlineAct.CLOSED_EARLY,
    "reopen": DeadlineAct.REOPENED,
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
        ) % {"standing": edition.standing}
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


def _deadline_move(verb, label, asks_reason, consequence=""):
    told = gettext("The old deadline stays readable, struck through, with your reason.")
    MOVES[verb] = Move(
        verb,
        label,
        (Status.APPROVED, Status.DRAFT),
        asks_reason=asks_reason,
        asks=("closes_at",),
        consequence=gettext("%(consequence)s A colleague has to approve it.")
        % {"consequence": consequence or told},
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
