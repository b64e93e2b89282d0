"""An item's state, in the words of the people who look after it."""

from django.utils.translation import gettext, gettext_lazy as _

from . import clock
from .gate import is_in_force
from .lifecycle import ChangeKind, Standing, Status

STANDING_IN_WORDS = {
    Standing.PUBLIC: _("Live"),
    Standing.WITHDRAWN: _("Withdrawn"),
    Standing.REMOVED: _("Removed"),
}


def state_in_words(editions, at):
    """All that holds of an item at `at`, from its editions: "Live · draft of changes by Ana"."""
    in_force = next((edition for edition in editions if is_in_force(edition, at)), None)
    coming = [
        edition for edition in editions if edition.status == Status.APPROVED and edition.publish_at > at
    ]
    working = next(
        (edition for edition in editions if edition.status in (Status.DRAFT, Status.IN_REVIEW)), None
    )
    parts = [str(STANDING_IN_WORDS[in_force.standing])] if in_force else []
    parts += [_scheduled(edition, in_force, at) for edition in sorted(coming, key=lambda one: one.publish_at)]
    if working:
        parts.append(_being_worked_on(working, has_others=bool(parts)))
    words = " · ".join(parts) or gettext("Discarded")
    return words[0].upper() + words[1:]


def _scheduled(edition, in_force, at):
    hour = clock.in_words(edition.publish_at, edition.zone)
    if in_force:
        words = gettext("%(what)s scheduled for %(hour)s, in %(span)s")
    else:
        words = gettext("scheduled for %(hour)s, in %(span)s")
    return words % {
        "what": change_in_words(edition),
        "hour": hour,
        "span": clock.span(edition.publish_at - at),
    }


def _being_worked_on(edition, has_others):
    who = edition.edited_by or gettext("nobody")
    if edition.status == Status.IN_REVIEW:
        what = (
            (gettext("%(change)s in review") % {"change": change_in_words(edition)})
            if has_others
            else gettext("in review")
        )
        return gettext("%(what)s, submitted by %(submitted_by)s") % {
            "what": what,
            "submitted_by": edition.submitted_by or who,
        }
    return (
        (gettext("draft of changes by %(who)s") % {"who": who})
        if has_others
        else (gettext("draft by %(who)s") % {"who": who})
    )


def change_in_words(edition):
    if edition.standing != Standing.PUBLIC:
        return gettext("withdrawal") if edition.is_withdrawn else gettext("removal")
    return {
        ChangeKind.NEW: gettext("first edition"),
        ChangeKind.UPDATE: gettext("update"),
        ChangeKind.CORRECTION: gettext("correction"),
        ChangeKind.MINOR: gettext("minor change"),
    }[edition.change]
