"""Texts that say the same in several languages: each names the item that it translates, the first of them none."""

from django.db.models import Q
from django.utils.translation import gettext

from .keeping import copy_of


def translations_of(edition, at):
    """What is public in the other languages at `at`, by language."""
    first = edition.translates_id or edition.item_id
    others = type(edition).objects.public(at).filter(Q(item=first) | Q(translates=first))
    others = others.exclude(item=edition.item_id).select_related("item")
    return others.only("item", "language", "title", "standing").order_by("language", "pk")


def is_translated(request, edition):
    """Whether it may have translations: asked at once for all items, since most have none."""
    names = type(edition).objects.exclude(translates=None)
    every = copy_of(
        request, (type(edition), "translates"), lambda: {*names.values_list("item", "translates")}
    )
    return any({edition.item_id, edition.translates_id} & {*pair} for pair in every)


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
