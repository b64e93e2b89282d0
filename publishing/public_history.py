"""The public history of an item whose page is asked for: read once for all that the page tells of it."""

from .gate import is_in_force
from .moment import shown_at
from .rich_text import RichTextField


def public_history(edition, request):
    """Its item's editions that the public may read at the request's moment, the last one first; without their texts.

    Where the first is in force, there are no others.
    """
    if edition.number == 1 and is_in_force(edition, shown_at(request)):
        return [edition]
    if "public_history" not in vars(edition):
        edition.public_history = _read(edition, request.moment)
    return edition.public_history


def up_to(edition, request):
    """Those before this edition, the first one first, and the edition itself."""
    before = [one for one in public_history(edition, request) if one.number < edition.number]
    return [*reversed(before), edition]


def _read(edition, at):
    texts = [field.name for field in edition._meta.concrete_fields if isinstance(field, RichTextField)]
    return list(edition.siblings.readable(at).order_by("-number").defer(*texts))
