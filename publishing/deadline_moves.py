"""The acts that move a deadline: when each may be done, and what whoever does it is asked and told."""

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
        return "It has not been public yet: set its deadline in the form."
    if edition.superseded_at:
        return "A later edition has been approved: this move is made there."
    if edition.standing != Standing.PUBLIC:
        return f"It is {edition.standing}: start a draft, which restores it, and change the deadline there."
    if known.deadline is None:
        return "It has no deadline."
    is_closed = known.state(clock.now()) == State.CLOSED
    if move.verb == "reopen" and not is_closed:
        return "It is not closed: extend its deadline instead."
    if move.verb != "reopen" and is_closed:
        return f"It is closed (its deadline: {known.deadline}): it can be reopened, with a reason."
    return ""


def _deadline_move(verb, label, asks_reason, consequence=""):
    told = "The old deadline stays readable, struck through, with your reason."
    MOVES[verb] = Move(
        verb,
        label,
        (Status.APPROVED, Status.DRAFT),
        asks_reason=asks_reason,
        asks=("closes_at",),
        consequence=f"{consequence or told} A colleague has to approve it.",
        needs="closes_at",
        refusal=_refusal,
    )


_deadline_move("extend", "Extend the deadline", "Why is it extended? The public reads this.")
_deadline_move("correct_deadline", "Correct the deadline", "What was wrong? The public reads this.")
_deadline_move(
    "close_early",
    "Close early",
    "Why does it close early? The public reads this.",
    "It closes at that hour, and not before the public is told.",
)
_deadline_move("reopen", "Reopen", "Why is it reopened? The public reads this.")
