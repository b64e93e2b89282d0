"""Texts that say the same in several languages: each names the item that it translates, the first of them none."""

from collections import defaultdict

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext

from . import models as published
from .keeping import kept
from .languages import of_the_interface


def translations_of(edition, at):
    """What is public in the other languages at `at`, by language."""
    first = edition.translates_id or edition.item_id
    others = type(edition).objects.public(at).filter(Q(item=first) | Q(translates=first))
    others = others.exclude(item=edition.item_id).select_related("item")
    return others.only("item", "language", "title", "standing").order_by("language", "pk")


def is_translated(request, edition):
    """Whether it may have translations: asked at once for all items, since most have none."""
    return not _translated(request, type(edition)).isdisjoint([edition.item_id, edition.translates_id])


@kept
def _translated(kind):
    """The items that are translations, or have any."""
    pairs = kind.objects.exclude(translates=None).values_list("item", "translates")
    return {item for pair in pairs for item in pair}


def languages_behind(addresses, at):
    """Of what is public at these addresses at `at`: {address: language}, where that is not the interface's."""
    found, items = {}, defaultdict(list)
    if not addresses:
        return found
    for kind, pk in published.Item.objects.filter(address__in=addresses).values_list("kind", "pk"):
        items[kind].append(pk)
    for kind, ids in items.items():
        texts = apps.get_model(kind).objects.public(at).filter(item__in=ids)
        others = texts.exclude(language=of_the_interface())
        found |= dict(others.values_list("item__address", "language"))
    return found


def wrong_translation(edition):
    """Why it cannot be a translation of what it names; empty where it can."""
    named = edition.translates_id and type(edition).objects.filter(item=edition.translates_id)
    first = named and named.order_by("-number").first()
    if first is None:
        return gettext("Choose an item of the same kind.")
    if first.item_id == edition.item_id:
        return gettext("That is this item itself: name the one that it translates, or empty this.")
    if first.translates_id:
        return gettext("That is a translation itself: name the item that it translates.")
    if first.language == edition.language:
        return gettext("That is in the same language: say in which language this one is.")
    return ""
