"""The desk's sections on editions: what waits for whom, and what comes."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.dateformat import format as formatted
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext

from audit.models import Entry

from . import clock
from .desk import Section, ago, editions_for, gathered, joined, line_on, section, url_of
from .item_pages import SAID
from .lifecycle import Standing, Status
from .state import change_in_words

COMING = timedelta(days=28)
SOON = timedelta(hours=24)
LONGEST = 200  # letters of what was said


def what(edition):
    return capfirst(f"{edition._meta.verbose_name}, {change_in_words(edition)}")


def wish(edition, now):
    """The hour that a text in work asks for."""
    if not edition.publish_at:
        return ""
    hour = clock.in_words(edition.publish_at, edition.zone)
    return (gettext("asked for %(hour)s") % {"hour": hour}) + (
        gettext(", which is past") if edition.publish_at <= now else ""
    )


def line(edition, now, at, *details):
    """A text in work: urgent where the hour that it asks for is near, or past."""
    is_pressing = bool(edition.publish_at) and edition.publish_at <= now + SOON
    words = joined(what(edition), *details, wish(edition, now))
    return line_on(edition, url_of(edition), words, at, is_pressing)


@section(order=10)
def waits_for_my_review(person):
    kinds_to_approve = list(editions_for(person, "approve"))
    if not kinds_to_approve:
        return None
    now = clock.now()
    others = [
        editions.filter(status=Status.IN_REVIEW)
        .exclude(edited_by=person)
        .exclude(submitted_by=person)
        .order_by("submitted_at", "pk")
        for editions in kinds_to_approve
    ]
    waiting = gathered(others)
    said = said_about(waiting, person)
    lines = [line(one, now, one.submitted_at, _submitted_by(one), said[one]) for one in waiting]
    return Section(gettext("Waits for your review"), lines, gettext("No text waits for your review."))


def _submitted_by(edition):
    return gettext("submitted by %(person)s") % {"person": edition.submitted_by or edition.edited_by}


@section(order=20)
def emergencies_to_confirm(person):
    now = clock.now()
    unconfirmed = [
        editions.filter(status=Status.APPROVED, confirmed_by=None)
        .exclude(emergency_reason="")
        .exclude(approved_by=person)
        .order_by("approved_at", "pk")
        for editions in editions_for(person, "approve")
    ]
    lines = [
        line_on(edition, url_of(edition, "confirm"), emergency(edition, now), edition.approved_at, True)
        for edition in gathered(unconfirmed)
    ]
    empty = gettext("No emergency publication has to be confirmed.")
    return Section(gettext("Emergency publications to confirm"), lines, empty) if unconfirmed else None


def emergency(edition, now):
    when = ago(edition.approved_at, now)
    return gettext("%(approved_by)s published it without a colleague, %(when)s: “%(emergency_reason)s”") % {
        "approved_by": edition.approved_by,
        "when": when,
        "emergency_reason": edition.emergency_reason,
    }


@section(order=30)
def my_drafts(person):
    now = clock.now()
    mine = list(editions_for(person, "change"))
    drafts = gathered(
        editions.filter(of(person), status=Status.DRAFT).order_by("-edited_at", "-pk") for editions in mine
    )
    said = said_about(drafts, person)
    lines = [line(edition, now, edition.edited_at, said[edition]) for edition in drafts]
    return Section(gettext("Your drafts"), lines, gettext("You have no draft.")) if mine else None


def of(person):
    return Q(edited_by=person) | Q(submitted_by=person)


def said_about(editions, person):
    """The last that somebody else said of each edition: why it came back, a comment, an answer from outside."""
    entries = Entry.objects.filter(item__in=[edition.item_id for edition in editions], act__in=SAID)
    last = {(entry.item, entry.edition): entry for entry in entries.exclude(actor=person).order_by("number")}
    return {edition: in_a_line(last.get((edition.item_id, edition.number))) for edition in editions}


def in_a_line(entry):
    if entry is None:
        return ""
    words = {
        "returned": gettext("%(person)s returned it: “%(words)s”"),
        "commented": gettext("%(person)s commented: “%(words)s”"),
    }.get(entry.act, f"{capfirst(entry.act_in_words)}: “%(words)s”")
    return words % {"person": entry.actor_name, "words": Truncator(entry.reason).chars(LONGEST)}


@section(order=40)
def waits_for_a_colleague(person):
    now = clock.now()
    mine = list(editions_for(person, "change"))
    waiting = gathered(
        editions.filter(of(person), status=Status.IN_REVIEW).order_by("submitted_at", "pk")
        for editions in mine
    )
    said = said_about(waiting, person)
    lines = [line(edition, now, edition.submitted_at, said[edition]) for edition in waiting]
    return (
        Section(gettext("Waits for a colleague"), lines, gettext("No text of yours is in review."))
        if mine
        else None
    )


@section(order=50)
def coming_weeks(person):
    """What goes live and comes down, by the day in Bucharest."""
    now = clock.now()
    seen = list(editions_for(person))
    coming = gathered(
        editions.filter(status=Status.APPROVED, publish_at__gt=now, publish_at__lte=now + COMING).order_by(
            "publish_at", "pk"
        )
        for editions in seen
    )
    coming.sort(key=lambda edition: edition.publish_at)
    lines = [line_on(edition, url_of(edition), turn(edition), edition.publish_at) for edition in coming]
    empty = gettext("Nothing goes live or comes down in the next four weeks.")
    return Section(gettext("The next four weeks"), lines, empty, is_by_day=True) if seen else None


def turn(edition):
    verb = gettext("Goes live") if edition.standing == Standing.PUBLIC else gettext("Comes down")
    return joined(verb, what(edition), foreign_hour(edition))


def foreign_hour(edition):
    """The hour as it was typed, where that was in another zone than the seat's."""
    is_at_home = edition.zone == settings.TIME_ZONE
    return (
        ""
        if is_at_home
        else (
            gettext("set as %(publish_at)s")
            % {"publish_at": clock.in_words(edition.publish_at, edition.zone)}
        )
    )


@section(order=60)
def due_for_review(person):
    """Items in force whose review date has come, and that nobody has begun to change yet."""
    today = clock.today()
    dated = [
        editions.in_force()
        .filter(review_on__lte=today)
        .exclude(item__in=editions.working().values("item"))
        .exclude(standing=Standing.REMOVED)
        .order_by("review_on", "pk")
        for editions in editions_for(person, "change")
    ]
    lines = [
        line_on(
            edition,
            url_of(edition),
            gettext("To be looked at again since %(review_on)s")
            % {"review_on": formatted(edition.review_on, "j M Y")},
        )
        for edition in gathered(dated)
    ]
    empty = gettext("No page is due to be looked at again.")
    return Section(gettext("Due to be looked at again"), lines, empty) if dated else None
