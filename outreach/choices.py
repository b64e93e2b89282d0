"""What somebody has chosen, in words: on the pages of alerts, and in the mail that asks whether it is so."""

import re

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from publishing import clock
from publishing.lifecycle import Standing

REMOVED = _("Something that has been removed")
# They turn the letters after them round, so that a headline reads as another one.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def in_one_line(text):
    return " ".join(TURNING.sub("", text).split())


def name_of_kind(content_type):
    return str(capfirst(content_type.model_class()._meta.verbose_name_plural))


def titles_of(items):
    """By item the title that is in force, of what was not removed: a query for each kind among them."""
    by_kind, at = {}, clock.now()
    for pk, kind in items.values_list("pk", "kind"):
        by_kind.setdefault(kind, []).append(pk)
    titles = {}
    for kind, numbers in by_kind.items():
        in_force = apps.get_model(kind).objects.in_force(at).exclude(standing=Standing.REMOVED)
        titles |= dict(in_force.filter(item__in=numbers).values_list("item", "title"))
    return titles


def chosen_by(subscriber):
    """(label, words) of each choice."""
    followed = titles_of(subscriber.followed)
    followed = [
        in_one_line(followed.get(pk, REMOVED)) for pk in subscriber.followed.values_list("pk", flat=True)
    ]
    like = {
        gettext("Kinds"): [name_of_kind(kind) for kind in subscriber.kinds.order_by("model")],
        gettext("Crime areas"): [str(area) for area in subscriber.areas.all()],
        gettext("Member States"): [state.short_name_then for state in subscriber.states.named(clock.today())],
    }
    chosen = (
        []
        if subscriber.only_followed
        else [(label, "; ".join(of) or gettext("All")) for label, of in like.items()]
    )
    chosen += [(gettext("Followed"), "; ".join(followed))] if followed else []
    return [*chosen, (gettext("How often"), subscriber.get_frequency_display())]
