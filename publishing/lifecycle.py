"""Who may make which move when. The moves themselves are verbs on `Edition`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from . import clock


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    DISCARDED = "discarded", _("Discarded")


class Standing(models.TextChoices):
    PUBLIC = "public", _("Public")
    WITHDRAWN = "withdrawn", _("Withdrawn: the page stays, with its explanation")
    REMOVED = "removed", _("Removed: the page is gone, with its reason")


class ChangeKind(models.TextChoices):
    NEW = "new", _("First edition")
    UPDATE = "update", _("Update: something new to say")
    CORRECTION = "correction", _("Correction: something was wrong; with a public note")
    MINOR = "minor", _("Minor: spelling or layout, without a note")


# An edition's own acts: no part of its text, and not copied to the next one.
ACTS = {
    *"id number version status standing change note publish_at zone superseded_at".split(),
    *"edited_by edited_at submitted_by submitted_at approved_by approved_at".split(),
    *"redirect_to emergency_reason confirmed_by confirmed_at deadline_act deadline_reason".split(),
}
WORKING = [Status.DRAFT.value, Status.IN_REVIEW.value]


class Refused(Exception):
    """A move that may not be made; the text is the sentence for the person who tried."""


class Overtaken(Refused):
    """Somebody else was quicker: what this person had open is no longer what is stored."""


@dataclass(frozen=True)
class Move:
    verb: str
    label: str
    sources: tuple
    right: str = "change"  # or two of them: either will do
    asks_reason: str = ""
    asks: tuple = ()  # further fields of MoveForm
    publishes: bool = False
    consequence: str = ""
    needs: str = ""  # a field, where only kinds that have it know the move
    refusal: Callable | None = None  # (edition, move, by) -> a sentence, for what only such kinds know


MOVES = {
    move.verb: move
    for move in [
        Move(
            "submit",
            _("Submit for review"),
            (Status.DRAFT,),
            consequence=_("A colleague can then approve it."),
        ),
        Move(
            "approve",
            _("Approve"),
            (Status.IN_REVIEW,),
            "approve",
            asks=("publish_at",),
            publishes=True,
            consequence=_("It is public from that instant, and not a second earlier."),
        ),
        Move(
            "publish_now",
            _("Emergency: publish now, alone"),
            (Status.DRAFT, Status.IN_REVIEW),
            "approve",
            asks_reason=_("What is the emergency?"),
            publishes=True,
            consequence=_(
                "It is public at once. It stays on everybody's desk until a colleague has confirmed it."
            ),
        ),
        Move(
            "confirm",
            _("Confirm the emergency publication"),
            (Status.APPROVED,),
            "approve",
            consequence=_("You have read it and stand by it, as if you had approved it."),
        ),
        Move(
            "hand_back",
            _("Return to draft"),
            (Status.IN_REVIEW,),
            "change approve",
            asks_reason=_("What should be changed?"),
        ),
        Move(
            "unschedule",
            _("Unschedule"),
            (Status.APPROVED,),
            "approve",
            asks_reason=_("Why does it not go live at its hour?"),
            consequence=_("It goes back into review; what is public now stays public."),
        ),
        Move(
            "start_draft",
            _("Edit: start a draft"),
            (Status.APPROVED, Status.DISCARDED),
            consequence=_("What is live stays as it is."),
        ),
        Move(
            "withdraw",
            _("Withdraw"),
            (Status.APPROVED,),
            asks_reason=_("Explanation, shown to the public above the text"),
            asks=("publish_at",),
            consequence=_("Once a colleague approves, the page stays, with this text, and leaves all lists."),
        ),
        Move(
            "remove",
            _("Remove"),
            (Status.APPROVED,),
            asks_reason=_("Reason, shown to the public in place of the text"),
            asks=("publish_at", "redirect_to"),
            consequence=_("Once a colleague approves, the address answers that the page is gone, and why."),
        ),
        Move(
            "readdress",
            _("Change the address"),
            (Status.APPROVED,),
            "approve",
            asks_reason=_("Why does it need another address?"),
            asks=("slug",),
            consequence=_("The page moves at once, and its present address leads to the new one for good."),
        ),
        Move("discard", _("Discard"), (Status.DRAFT,), asks_reason=_("Why is it not needed?")),
    ]
}
TAKING_DOWN = {"withdraw": Standing.WITHDRAWN, "remove": Standing.REMOVED}
RIGHTS = {"change": _("change"), "approve": _("approve")}
STARTING = ["start_draft", *TAKING_DOWN]


def standing_in_words(edition):
    """ "withdrawn", "removed": within a sentence."""
    return {
        Standing.PUBLIC: gettext("public"),
        Standing.WITHDRAWN: gettext("withdrawn"),
        Standing.REMOVED: gettext("removed"),
    }[edition.standing]


def moves_of(edition):
    """The moves that editions of this kind know."""
    return [move for move in MOVES.values() if not move.needs or hasattr(edition, move.needs)]


def refusal(edition, verb, by):
    """The sentence that says why `by` may not make this move now; empty when they may."""
    move = MOVES[verb]
    reasons = [_by_kind, _by_status, _by_right, _by_four_eyes, _by_time, _by_siblings, _by_move]
    return next((sentence for reason in reasons if (sentence := reason(edition, move, by))), "")


def _by_status(edition, move, _by):
    if edition.status in move.sources:
        return ""
    needed = gettext(" or ").join(Status(source).label.lower() for source in move.sources)
    return gettext("This needs an edition that is %(needed)s; this one is %(status)s.") % {
        "needed": needed,
        "status": edition.get_status_display().lower(),
    }


def has_right(edition, right, by):
    """Whether `by` has this right to editions of the kind, "change", or one of several, "change approve"."""
    meta = edition._meta
    return any(by.has_perm(f"{meta.app_label}.{one}_{meta.model_name}") for one in right.split())


def _by_right(edition, move, by):
    if has_right(edition, move.right, by):
        return ""
    return gettext("Your account has no right to %(rights)s %(kind)s.") % {
        "rights": gettext(" or ").join(str(RIGHTS.get(right, right)) for right in move.right.split()),
        "kind": edition._meta.verbose_name_plural,
    }


def _by_four_eyes(edition, move, by):
    is_own = by.pk in (edition.edited_by_id, edition.submitted_by_id)
    if move.verb == "approve" and is_own:
        return gettext("You wrote or submitted this edition; a colleague has to approve it.")
    if move.verb == "publish_now" and not is_own and edition.status == Status.IN_REVIEW:
        return gettext("You can approve it: that needs no emergency.")
    if move.verb == "confirm" and (not edition.emergency_reason or edition.confirmed_by_id):
        return gettext("Only an emergency publication that nobody has confirmed yet needs this.")
    if move.verb == "confirm" and (is_own or by.pk == edition.approved_by_id):
        return gettext("You wrote or published this edition; a colleague has to confirm it.")
    return ""


def _by_time(edition, move, _by):
    is_scheduled = edition.publish_at and edition.publish_at > clock.now()
    if move.verb == "readdress" and clock.now() < edition.first_public_at:
        return gettext("It has not been public yet: until then its address follows its headline.")
    if move.verb == "unschedule" and not is_scheduled:
        return gettext("It is public already: withdraw it, or correct it by a new edition.")
    if move.verb in TAKING_DOWN and is_scheduled:
        return gettext("It is not public yet: unschedule it instead.")
    return ""


def _by_kind(edition, move, _by):
    if move in moves_of(edition):
        return ""
    sentence = gettext("%(kind)s do not know this move.") % {"kind": edition._meta.verbose_name_plural}
    return capfirst(sentence)


def _by_move(edition, move, by):
    return move.refusal(edition, move, by) if move.refusal else ""


def _by_siblings(edition, move, _by):
    if move.verb == "readdress" and edition.superseded_at:
        return gettext("A later edition has been approved: this move is made there.")
    starts_one = move.verb in STARTING or (move.needs and edition.status == Status.APPROVED)
    if not starts_one and move.verb != "unschedule":
        return ""
    if working := edition.siblings.working().select_related("edited_by").first():
        return gettext("Edition %(number)s is already being worked on by %(edited_by)s.") % {
            "number": working.number,
            "edited_by": working.edited_by or gettext("a colleague"),
        }
    coming = edition.siblings.filter(status=Status.APPROVED, publish_at__gt=clock.now()).first()
    if move.verb == "start_draft" and coming:
        return gettext(
            "Edition %(number)s is scheduled: unschedule it, return it to draft and change it there."
        ) % {"number": coming.number}
    if move.verb != "start_draft" and edition.superseded_at:
        return gettext("A later edition has been approved: this move is made there.")
    if move.verb in TAKING_DOWN and edition.standing in (Standing.REMOVED, TAKING_DOWN[move.verb]):
        return gettext("It is %(standing)s already.") % {"standing": standing_in_words(edition)}
    return ""
