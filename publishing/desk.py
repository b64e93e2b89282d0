"""What happens next: the lines of the back office's first page, for one person.

An app's `desk.py` registers its sections: `@section(order=40)` on a function of the person that gives a
Section, or None where it is not theirs. Each line leads to the act. A section costs the same number of
queries however much there is, and shows MOST lines at the most.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.urls import reverse
from django.utils.module_loading import autodiscover_modules
from django.utils.text import capfirst

from audit.models import Entry

from . import clock
from .lifecycle import MOVES, Standing, Status
from .models import kinds
from .state import change_in_words

MOST = 20
COMING = timedelta(days=28)
SOON = timedelta(hours=24)
SECTIONS = []


@dataclass(frozen=True)
class Line:
    """`at` is an instant that is shown beside the text; urgent is what cannot wait until tomorrow."""

    text: str
    url: str
    detail: str = ""
    at: datetime | None = None
    is_urgent: bool = False

    @property
    def day(self):
        return clock.today(self.at)


@dataclass(frozen=True)
class Section:
    """`empty` is the sentence for when there is no line. By day, lines stand under the date of their `at`."""

    title: str
    lines: list = field(default_factory=list)
    empty: str = ""
    is_by_day: bool = False

    @property
    def shown(self):
        return self.lines[:MOST]

    @property
    def has_more(self):
        return len(self.lines) > MOST


def section(order):
    def register(function):
        SECTIONS.append((order, function))
        return function

    return register


def sections_for(person):
    """Every section that is this person's, in order."""
    autodiscover_modules("desk")
    ordered = sorted(SECTIONS, key=lambda registered: registered[0])
    return [made for _order, function in ordered if (made := function(person))]


def may(person, act, model):
    return person.has_perm(f"{model._meta.app_label}.{act}_{model._meta.model_name}")


def editions_for(person, act="view"):
    """The queryset of each kind that this person may view (or `act` on, too), without its long texts."""
    for kind in kinds():
        if may(person, "view", kind) and may(person, act, kind):
            editions = kind.objects.all()
            if hasattr(editions, "for_person"):
                editions = editions.for_person(person)
            long = [
                each.name for each in kind._meta.concrete_fields if each.get_internal_type() == "TextField"
            ]
            yield editions.select_related("edited_by", "submitted_by", "approved_by").defer(*long)


def url_of(edition, move=""):
    if move:
        address = reverse(admin_urlname(edition._meta, "move"), args=[edition.pk, move])
        return f"{address}?version={edition.version}"
    return reverse(admin_urlname(edition._meta, "change"), args=[edition.pk])


def gathered(querysets):
    """The first rows of each kind: one query a kind, one row more than is shown."""
    return [edition for editions in querysets for edition in editions[: MOST + 1]]


def has_field(model, name):
    try:
        return bool(model._meta.get_field(name))
    except FieldDoesNotExist:
        return False


def ago(instant, now):
    return f"{clock.span(now - instant)} ago" if instant else ""


def what(edition):
    return capfirst(f"{edition._meta.verbose_name}, {change_in_words(edition)}")


def joined(*parts):
    return " · ".join(part for part in parts if part)


def wish(edition, now):
    """The hour that a text in work asks for."""
    if not edition.publish_at:
        return ""
    hour = clock.in_words(edition.publish_at, edition.zone)
    return f"asked for {hour}" + (", which is past" if edition.publish_at <= now else "")


def is_pressing(edition, now):
    return bool(edition.publish_at) and edition.publish_at <= now + SOON


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
    lines = [
        Line(
            edition.title,
            url_of(edition),
            joined(
                what(edition),
                f"submitted by {edition.submitted_by or edition.edited_by or 'a colleague'}",
                wish(edition, now),
            ),
            edition.submitted_at,
            is_pressing(edition, now),
        )
        for edition in gathered(others)
    ]
    return Section("Waits for your review", lines, "No text waits for your review.")


@section(order=20)
def emergencies_to_confirm(person):
    now = clock.now()
    unconfirmed = [
        editions.filter(status=Status.APPROVED, confirmed_by=None)
        .exclude(emergency_reason="")
        .exclude(approved_by=person)
        .order_by("approved_at", "pk")
        for editions in editions_for(person, "approve")
        if has_field(editions.model, "emergency_reason")
    ]
    move = "confirm" if "confirm" in MOVES else ""
    lines = [
        Line(
            edition.title,
            url_of(edition, move),
            joined(
                f"Published by {edition.approved_by} without a colleague, {ago(edition.approved_at, now)}",
                f"“{edition.emergency_reason}”",
            ),
            edition.approved_at,
            is_urgent=True,
        )
        for edition in gathered(unconfirmed)
    ]
    empty = "No emergency publication has to be confirmed."
    return Section("Emergency publications to confirm", lines, empty) if unconfirmed else None


@section(order=30)
def my_drafts(person):
    now = clock.now()
    mine = list(editions_for(person, "change"))
    drafts = gathered(
        editions.filter(status=Status.DRAFT, edited_by=person).order_by("-edited_at", "-pk")
        for editions in mine
    )
    said = said_about(drafts, person)
    lines = [
        Line(
            edition.title,
            url_of(edition),
            joined(what(edition), said.get((edition.item_id, edition.number), ""), wish(edition, now)),
            edition.edited_at,
            is_pressing(edition, now),
        )
        for edition in drafts
    ]
    return Section("Your drafts", lines, "You have no draft.") if mine else None


def said_about(drafts, person):
    """The last that a colleague said of each draft: why it came back, or a comment."""
    entries = Entry.objects.filter(
        item__in=[draft.item_id for draft in drafts], act__in=["returned", "commented"]
    )
    doing = {"returned": "returned it", "commented": "commented"}
    return {
        (entry.item, entry.edition): f"{entry.actor_name or 'A visitor'} {doing[entry.act]}: “{entry.reason}”"
        for entry in entries.exclude(actor=person).order_by("number")
    }


@section(order=40)
def waits_for_a_colleague(person):
    now = clock.now()
    mine = list(editions_for(person, "change"))
    waiting = [
        editions.filter(Q(edited_by=person) | Q(submitted_by=person), status=Status.IN_REVIEW).order_by(
            "submitted_at", "pk"
        )
        for editions in mine
    ]
    lines = [
        Line(
            edition.title,
            url_of(edition),
            joined(what(edition), wish(edition, now)),
            edition.submitted_at,
            is_pressing(edition, now),
        )
        for edition in gathered(waiting)
    ]
    return Section("Waits for a colleague", lines, "No text of yours is in review.") if mine else None


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
    lines = [
        Line(
            edition.title,
            url_of(edition),
            joined(
                "Goes live" if edition.standing == Standing.PUBLIC else "Comes down",
                what(edition),
                foreign_hour(edition),
            ),
            edition.publish_at,
        )
        for edition in sorted(coming, key=lambda one: one.publish_at)
    ]
    empty = "Nothing goes live or comes down in the next four weeks."
    return Section("The next four weeks", lines, empty, is_by_day=True) if seen else None


def foreign_hour(edition):
    """The hour as it was typed, where that was in another zone than the seat's."""
    is_at_home = edition.zone == settings.TIME_ZONE
    return "" if is_at_home else f"set as {clock.in_words(edition.publish_at, edition.zone)}"


@section(order=60)
def due_for_review(person):
    """Items in force whose review date has come, and that nobody has begun to change yet."""
    today = clock.today()
    dated = [
        editions.one_per_item()
        .filter(status=Status.APPROVED, review_on__lte=today)
        .exclude(standing=Standing.REMOVED)
        .order_by("review_on", "pk")
        for editions in editions_for(person, "change")
        if has_field(editions.model, "review_on")
    ]
    lines = [
        Line(edition.title, url_of(edition), f"To be looked at again since {edition.review_on:%-d %b %Y}")
        for edition in gathered(dated)
    ]
    empty = "No page is due to be looked at again."
    return Section("Due to be looked at again", lines, empty) if dated else None
