"""The public history of an item whose page is asked for: read once for all that the page tells of it."""

from .gate import is_in_force
from .moment import shown_at
from .prepared import prepared
from .rich_text import RichTextField


def public_history(edition, request):
    """Its item's editions that the public may read at the request's moment, the last one first; without their texts.

    Where the first is in force, there are no others.
    """
    if edition.number == 1 and is_in_force(edition, shown_at(request)):
        return [edition]
    if "public_history" not in vars(edition):
        edition.public_history = _read(type(edition), request.moment, edition.item_id)
    return edition.public_history


def up_to(edition, request):
    """Those before this edition, the first one first, and the edition itself."""
    before = [one for one in public_history(edition, request) if one.number < edition.number]
    return [*reversed(before), edition]


@prepared
def _read(kind, at, item):
    texts = [field.name for field in kind._meta.concrete_fields if isinstance(field, RichTextField)]
    return kind.objects.readable(at).filter(item=item).order_by("-number").defer(*texts)
