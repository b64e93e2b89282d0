"""Where each page stands in the menu of the About section: a tree of two levels that staff order.

The order belongs to the section as a whole, not to the text of a page: it needs no edition, and is not dated.
"""

from dataclasses import dataclass, field

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _, gettext_noop

from audit.models import record
from publishing.lifecycle import Refused

from .page import Page

FAQ = "faq"
# Pages that the site itself has: what the menu calls each, and what it says of it.
FIXED = {
    "member_states": (_("Member States"), _("Who belongs to SELEC, since when, and who once did")),
    "partners": (_("Partners"), _("Operational Partners and observers: states, organisations and missions")),
    "crime_areas": (_("Crime areas"), _("What SELEC works on, and the task forces that meet on it")),
    "figures": (
        _("Facts and figures"),
        _("What is exchanged, investigated and seized in a year, with its source"),
    ),
    FAQ: (_("Questions and answers"), _("What people ask SELEC, each answer at an address of its own")),
}
LAST = 9999
MOVES = {
    "up": gettext_noop("up"),
    "down": gettext_noop("down"),
    "in": gettext_noop("under the one above it"),
    "out": gettext_noop("to the first level"),
}


class Place(models.Model):
    """`key` is the number of a page's item, or one of FIXED; `under` the key of the one above it, if any.

    What has no row stands at the end, and questions always stand under FAQ.
    """

    key = models.CharField(max_length=20, unique=True)
    under = models.CharField(max_length=20, blank=True)
    order = models.PositiveSmallIntegerField(default=LAST)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.key


@dataclass
class Node:
    key: str
    title: str
    url: str = ""
    summary: str = ""
    under: str = ""
    order: int = LAST
    is_question: bool = False
    lang: str = ""
    below: list = field(default_factory=list)

    @property
    def is_fixed(self):
        return self.key in FIXED


def tree(pages):
    """The menu of these pages (editions, one an item, with their items) and of those of FIXED.

    A page whose upper one is not among them stands on the first level.
    """
    places = {place.key: place for place in Place.objects.all()}
    nodes = [
        Node(key, title, reverse(f"organisation:{key}"), summary) for key, (title, summary) in FIXED.items()
    ]
    nodes += [_node(page) for page in pages]
    known = {node.key: node for node in nodes}
    for node in nodes:
        place = places.get(node.key)
        node.order = place.order if place else LAST
        node.under = FAQ if node.is_question else place.under if place and place.under in known else ""
    fixed = {key: number for number, key in enumerate(FIXED)}
    nodes.sort(key=lambda node: (node.order, fixed.get(node.key, len(fixed)), node.title, node.key))
    for node in nodes:
        if node.under:
            known[node.under].below.append(node)
    return [node for node in nodes if not node.under]


def _node(page):
    address = page.item.address or ""
    return Node(
        str(page.item_id), page.title, address, page.summary, is_question=page.is_question, lang=page.lang
    )


def public_tree(at=None):
    return tree(Page.objects.public(at).in_the_menu().select_related("item").defer("body"))


def flat(nodes):
    return [each for node in nodes for each in (node, *node.below)]


@transaction.atomic
def move(key, where, by):
    """One step `where` (of MOVES) for the node of this key; Refused, with a sentence, where there is no way."""
    list(Place.objects.select_for_update().order_by("pk"))
    pages = Page.objects.kept().select_related("item")
    top = tree(pages.defer("body"))
    node = next((one for one in flat(top) if one.key == key), None)
    if node is None:
        raise Refused(gettext("That page is not there any more."))
    if sentence := refusal(node, where, top):
        raise Refused(sentence)
    _step(node, where, top)
    rows = [
        Place(key=one.key, under="" if one.is_question else one.under, order=number)
        for number, one in enumerate(flat(top))
    ]
    Place.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=["under", "order"]
    )
    record("menu ordered", by, subject=f"organisation.place {key}", reason=f"“{node.title}” {MOVES[where]}")


def refusal(node, where, top):
    """Why the node cannot go there; empty where it can."""
    row = beside(node, top)
    place = row.index(node)
    if where == "up" and place == 0:
        return gettext("It is the first already.")
    if where == "down" and place == len(row) - 1:
        return gettext("It is the last already.")
    if where == "in" and (node.under or node.below or node.key == FAQ):
        return gettext("The menu has two levels: a page that has others under it stays on the first.")
    if where == "in" and (place == 0 or row[place - 1].key == FAQ):
        return gettext("There is no page above it that it could stand under.")
    if where == "out" and (not node.under or node.is_question):
        return (
            gettext("It is on the first level already.")
            if not node.under
            else gettext("Questions stay where they are.")
        )
    return "" if where in MOVES else gettext("There is no such move.")


def beside(node, top):
    """The nodes of its level, itself among them."""
    return next(one.below for one in top if one.key == node.under) if node.under else top


def _step(node, where, top):
    row = beside(node, top)
    place = row.index(node)
    if where in ("up", "down"):
        other = place + (1 if where == "down" else -1)
        row[place], row[other] = row[other], row[place]
    elif where == "in":
        above = row[place - 1]
        row.remove(node)
        above.below.append(node)
        node.under = above.key
    else:
        above = next(one for one in top if one.key == node.under)
        row.remove(node)
        top.insert(top.index(above) + 1, node)
        node.under = ""
