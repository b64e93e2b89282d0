"""What a letter tells of an item: the text in force, and each act that the reader has not been told of."""

from dataclasses import dataclass
from itertools import pairwise

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext

from publishing import clock
from publishing.deadlines import day_in_words
from publishing.lifecycle import ChangeKind, Standing
from publishing.models import way_on
from publishing.site import absolute

from .choices import in_one_line
from .models import Delivery, Letter
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
    earlier: Letter | None  # the last that told of it
    lang: str = ""

    @property
    def heading(self):
        return f"{self.prefix}: {self.title}" if self.prefix else self.title


class Told:
    """What is in force of items, for one batch: the gate is asked anew for each letter, but what an approved edition
    says never changes, so its text is read once."""

    def __init__(self):
        self.read = {}

    def of(self, item, at):
        """(the edition in force, [(the edition before, edition) of each that people are written to about])."""
        kind = apps.get_model(item.kind)
        pk = kind.objects.in_force(at).filter(item=item).values_list("pk", flat=True).get()
        if (kind, pk) not in self.read:
            edition = kind.objects.select_related("item").get(pk=pk)
            steps = pairwise([None, *edition.siblings.readable(at).order_by("number")])
            self.read[kind, pk] = edition, [(before, one) for before, one in steps if is_told(one, before)]
        return self.read[kind, pk]


def entries_of(letter, at, texts):
    """Of each item in the letter one entry, or none where there is nothing to tell at `at`; the earliest first."""
    of_items = {}
    for delivery in sorted(letter.deliveries.all(), key=lambda one: (one.at, one.number)):
        of_items.setdefault(delivery.item, []).append(delivery)
    found = (_entry(item, deliveries, letter, at, texts) for item, deliveries in of_items.items())
    return [entry for entry in found if entry]


def _entry(item, mine, letter, at, texts):
    """None where a later edition goes to the same reader in a letter of its own, and where what is no longer public
    never reached them. A letter that may have arrived is not left to a later one: it says its own again.
    """
    edition, steps = texts.of(item, at)
    is_new = [before for before, _one in steps] == [None] and edition.standing == Standing.PUBLIC
    earlier = [] if is_new else earlier_of(letter, item)
    last = mine[-1].number
    if steps[-1][1].number > last and not letter.tries:
        return None
    untold = {
        one.number: one
        for one in [*earlier, *mine]
        if one.number <= last and not one.is_settled_beside(letter)
    }
    steps = [(before, one) for before, one in steps if one.number in untold]
    if not steps or steps[-1][1].standing != edition.standing:
        return None
    acts = [_act(before, one) for before, one in steps if before or one.standing != Standing.PUBLIC]
    is_known = acts and (any(one.has_arrived for one in earlier) or item in letter.subscriber.followed.all())
    if edition.standing != Standing.PUBLIC and not is_known:
        return None
    told = [untold[one.number] for _before, one in steps]
    before = next((one.letter for one in reversed(earlier) if one.is_told), None)
    return _told(edition, acts[-1].label if is_known else "", acts, told, before, at)


def earlier_of(letter, item):
    """The deliveries of other editions of the item to the same reader."""
    theirs = Delivery.objects.filter(subscriber=letter.subscriber_id, item=item).exclude(letter=letter.pk)
    return list(theirs.select_related("letter").order_by("number"))


def _act(before, one):
    """What was removed is nothing to compare with."""
    is_comparable = before and before.standing != Standing.REMOVED
    label, words = one.act_since(before) if is_comparable else ("", "")
    told = " ".join(part for part in (words, one.note) if part).strip()
    return Act(_label(before, one, label), clock.in_words(one.publish_at, one.zone), told)


def _label(before, one, act):
    if one.standing != Standing.PUBLIC:
        return one.get_standing_display().partition(":")[0]
    if before.standing != Standing.PUBLIC:
        return gettext("Published again")
    return act or (gettext("Correction") if one.change == ChangeKind.CORRECTION else gettext("Update"))


def _told(edition, prefix, acts, deliveries, earlier, at):
    """Of what was removed nothing but its kind, its day and the public reason."""
    if edition.standing == Standing.REMOVED:
        kind = capfirst(str(edition._meta.verbose_name))
        day = day_in_words(edition.first_public_at.astimezone(clock.SEAT))
        way = way_on(edition, at)
        url = absolute(way) if way else ""
        title = gettext("%(kind)s of %(day)s") % {"kind": kind, "day": day}
        return Entry(prefix, title, kind, "", [], acts[-1:], url, deliveries, earlier)
    kind, url = edition.kind_in_words, absolute(edition.get_absolute_url())
    title = in_one_line(edition.title)
    told = ("", []) if edition.is_withdrawn else (edition.summary, edition.told_in_short)
    return Entry(prefix, title, kind, *told, acts, url, deliveries, earlier, edition.lang)
