"""Texts that say the same in several languages: each names the item that it translates, the first of them none."""

from django.db.models import Q
from django.utils.translation import gettext

from . import models as published
from .keeping import kept
from .languages import of_the_interface


def translations_of(edition, request):
    """What is public in the other languages at the moment of its page, by language. Most items have none."""
    kind, first = type(edition), edition.translates_id or edition.item_id
    if first not in _translated(request, kind):
        return []
    return [one for one in _versions(request, kind, first, request.moment) if one.item_id != edition.item_id]


@kept
def _translated(kind):
    """The items that any edition names, be it public or not."""
    return {*kind.objects.exclude(translates=None).values_list("translates", flat=True)}


@kept
def _versions(kind, first, at):
    public = kind.objects.public(at).filter(Q(item=first) | Q(translates=first)).select_related("item")
    return list(public.only("item", "language", "title", "standing").order_by("language", "pk"))


def languages_behind(addresses, edition):
    """Of what is public at these addresses at the moment of the page of `edition`, or now where they stand on no page:
    {address: language}, where that is not the interface's."""
    if edition and edition.request:
        every = _in_others(edition.request, edition.moment)
        return {address: every[address] for address in addresses if address in every}
    return dict(
        one
        for rows in _others(edition and edition.moment)
        for one in rows.filter(item__address__in=addresses)
    )


@kept
def _in_others(at):
    """All that are: few."""
    return dict(one for rows in _others(at) for one in rows)


def _others(at):
    texts = [kind.objects.public(at).exclude(language=of_the_interface()) for kind in published.kinds()]
    return [rows.values_list("item__address", "language") for rows in texts]


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
