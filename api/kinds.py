"""The JSON of one kind: what is common to all, its own text, and what follows from both at the moment."""

from functools import cache
from typing import Literal

from django.db.models import TextChoices
from django.urls import reverse

from news.models.dated import DatedEdition
from news.models.event_queries import State as EventState
from notices.models import Stage, Tender
from publishing.clock import SEAT
from publishing.deadlined import DeadlinedEdition
from publishing.deadlines import State
from publishing.lifecycle import ChangeKind
from publishing.site import absolute

from .beside import Beside
from .properties import Property, own_properties, read, shape_of, told_at
from .shapes import Address, Choice, Correction, DateChange, Day, DeadlineChange, Instant

CHANGES = Literal[tuple(ChangeKind.values)]


def _corrections(edition, beside):
    corrections = beside.corrections(edition)
    return [{"at": told_at(one.publish_at, one.zone), "note": one.note} for one in corrections]


COMMON = [
    Property("id", int, "The item’s number: it stays, whatever is changed.", lambda one, _: one.item_id),
    Property("url", Address, "The page for people.", lambda one, _: absolute(one.get_absolute_url())),
    Property("date", Day, "The day that it is known by.", lambda one, _: str(one.dated)),
    Property(
        "published", Instant, "When it became public.", lambda one, _: told_at(one.first_public_at, SEAT.key)
    ),
    Property(
        "updated",
        Instant,
        "When it last said something new.",
        lambda one, _: told_at(one.updated_at, SEAT.key),
    ),
    Property("edition", int, "The number of this edition.", lambda one, _: one.number),
    Property("change", CHANGES, "What this edition is to the one before.", lambda one, _: one.change),
    Property("corrections", list[Correction], "Up to this edition.", _corrections, is_flat=False),
]


def _state(states: type[TextChoices], name="state"):
    """The state of an edition that answers `state(at)`, or another such method."""
    words = f"At the moment of the answer: {', '.join(states.values)}."

    def told(edition, beside):
        state = getattr(edition, name)(beside.at)
        return {"value": state.value, "words": str(state.label)}

    return Property(name, Choice, words, told)


def _deadline_changes(edition, beside):
    return [
        {
            "act": {"value": new.deadline_act, "words": new.get_deadline_act_display()},
            "at": told_at(new.publish_at, new.zone),
            "reason": new.deadline_reason,
            "before": before and str(before),
        }
        for new, before in edition.deadlines_changed_among(beside.up_to(edition))
    ]


def _date_changes(edition, beside):
    return [
        {
            "at": told_at(turn.edition.publish_at, turn.edition.zone),
            "words": turn.words,
            "former": turn.former and str(turn.former),
        }
        for turn in edition.turns_among(beside.up_to(edition))
    ]


def _deadline(edition, beside):
    return str(edition.deadline) if edition.deadline else None


# What the editions of a base have besides. The words are those of the page.
FOLLOWING = {
    DeadlinedEdition: [
        _state(State),
        Property("deadline", str | None, "In words, with its zone and the hour in Bucharest.", _deadline),
        Property("deadline_changes", list[DeadlineChange], "Up to this edition.", _deadline_changes, False),
    ],
    Tender: [_state(Stage, "stage")],
    DatedEdition: [
        _state(EventState),
        Property("dates", str, "In words; empty where there are none.", lambda one, _: str(one.dates)),
        Property("date_changes", list[DateChange], "Up to this edition.", _date_changes, False),
    ],
}


def name_of(public_list):
    """What the API calls it: press-releases."""
    return public_list.name.split(":")[-1].replace("_", "-")


@cache
def address_before_number(name):
    """Of the items of a list. Long lists ask for it with each row."""
    return reverse(name, args=[1]).removesuffix("1")


def _further(name):
    """Where more is told: what the public could read of it, and this by itself, an address of that name."""

    def told(edition, _beside):
        return absolute(f"{address_before_number(name)}{edition.item_id}")

    yield Property(
        "history_url", Address, "What the public could read of it.", lambda one, _: absolute(one.history_url)
    )
    yield Property("api_url", Address, "This, by itself.", told)


class Kind:
    """How the editions of a list are told; `name` is what the API calls the list."""

    def __init__(self, model, name):
        following = [one for base, some in FOLLOWING.items() if issubclass(model, base) for one in some]
        self.properties = [*COMMON, *own_properties(model), *following, *_further(f"api:{name}-item")]
        self.flat = [one for one in self.properties if one.is_flat]
        words = f"The edition in force, of the kind “{model._meta.verbose_name}”."
        self.shape = shape_of(model.__name__, self.properties, words)

    def told(self, editions, at):
        """The JSON of `editions`, a list of `with_relations`, at the instant `at`."""
        return self._read(editions, at, self.properties)

    def in_cells(self, editions, at):
        """The same without what no cell holds."""
        return self._read(editions, at, self.flat)

    @staticmethod
    def _read(editions, at, properties):
        beside = Beside(editions, at)
        return [read(one, properties, beside) for one in editions]


def kind_of(public_list):
    return _kind(public_list.kind, name_of(public_list))


@cache
def _kind(model, name):
    return Kind(model, name)
