"""What a letter tells of an item: the text in force, and each act that the reader has not been told of."""

from dataclasses import dataclass
from itertools import pairwise

from django.apps import apps
from django.db.models import Max
from django.utils.text import capfirst

from publishing import clock
from publishing.deadlines import day_in_words
from publishing.lifecycle import ChangeKind, Standing
from publishing.site import absolute
from publishing.views import way_on

from .models import Delivery
from .queue import is_told


@dataclass(frozen=True)
class Act:
    """What one edition changed, in public words: "Correction", when, and the note."""

    label: str
    when: str
    words: str


@dataclass(frozen=True)
class Entry:
    """`prefix` is what the last act was called; empty where the item is new to the reader."""

    prefix: str
    title: str
    kind: str
    summary: str
    facts: list
    acts: list
    url: str
    deliveries: list

    @property
    def heading(self):
        return f"{self.prefix}: {self.title}" if self.prefix else self.title


def entries_of(letter, at):
    """Of each item in the letter one entry, or none where there is nothing to tell at `at`; the earliest first."""
    of_items = {}
    for delivery in letter.deliveries.select_related("item").order_by("at", "number"):
        of_items.setdefault(delivery.item, []).append(delivery)
    found = (_entry(item, deliveries, letter, at) for item, deliveries in of_items.items())
    return [entry for entry in found if entry]


def _entry(item, deliveries, letter, at):
    """None where a later edition goes to the same reader in a letter of its own, and where what is no longer
    public never reached them."""
    edition = apps.get_model(item.kind).objects.in_force(at).filter(item=item).select_related("item").first()
    theirs = Delivery.objects.filter(subscriber=letter.subscriber_id, item=item)
    told = theirs.filter(is_told=True).aggregate(last=Max("number"))["last"] or 0
    steps = _steps_since(told, edition, at)
    if not steps or steps[-1][1].number > deliveries[-1].number:
        return None
    is_known = theirs.exclude(letter=letter.pk).arrived().exists() or item in letter.subscriber.followed.all()
    if edition.standing != Standing.PUBLIC and not is_known:
        return None
    acts = [_act(before, one) for before, one in steps if before or one.standing != Standing.PUBLIC]
    prefix = acts[-1].label if acts and is_known else ""
    return _told(edition, prefix, acts, deliveries, at)


def _steps_since(number, edition, at):
    """(the edition before, edition) of each that people are written to about, later than `number`; what came before
    a removal went with it."""
    editions = edition.siblings.readable(at).order_by("number")
    steps = pairwise([None, *editions])
    return [(before, one) for before, one in steps if one.number > number and is_told(one, before)]


def _act(before, one):
    former = getattr(before, "deadline", None)
    is_moved = former and one.deadline_act and former != one.deadline
    words = [one.deadline_reason] if getattr(one, "deadline_act", "") else []
    words += [f"The deadline was {former} before."] if is_moved else []
    words = " ".join([*words, one.note]).strip()
    return Act(_label(before, one), clock.in_words(one.publish_at, one.zone), words)


def _label(before, one):
    if one.standing != Standing.PUBLIC:
        return one.get_standing_display().partition(":")[0]
    if before.standing != Standing.PUBLIC:
        return "Published again"
    if getattr(one, "deadline_act", ""):
        return one.get_deadline_act_display()
    return "Correction" if one.change == ChangeKind.CORRECTION else "Update"


def _told(edition, prefix, acts, deliveries, at):
    """Of what was removed nothing but its kind, its day and the public reason."""
    kind = capfirst(edition._meta.verbose_name)
    if edition.standing == Standing.REMOVED:
        day = day_in_words(edition.first_public_at.astimezone(clock.SEAT))
        way = way_on(edition, at)
        url = absolute(way) if way else ""
        return Entry(prefix, f"{kind} of {day}", kind, "", [], acts[-1:], url, deliveries)
    title, url = " ".join(edition.title.split()), absolute(edition.get_absolute_url())
    if edition.standing == Standing.WITHDRAWN:
        return Entry(prefix, title, kind, "", [], acts, url, deliveries)
    return Entry(prefix, title, kind, edition.summary, _facts(edition), acts, url, deliveries)


def _facts(edition):
    """(label, words) of what decides whether somebody reads on: dates, deadlines, how it ended."""
    given = [
        ("Reference", getattr(edition, "reference", "")),
        ("Opens", getattr(edition, "opening", None)),
        ("Deadline", getattr(edition, "deadline", None)),
        ("Outcome", edition.get_outcome_display() if hasattr(edition, "get_outcome_display") else ""),
        ("Decision", edition.get_decision_display() if getattr(edition, "is_called_off", False) else ""),
        ("When", getattr(edition, "dates", None)),
        ("Where", getattr(edition, "where", "")),
    ]
    return [(label, str(words)) for label, words in given if words]
