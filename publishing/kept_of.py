"""What pages keep of one public edition that takes several queries to read, such as the rows of a tender."""

from .gate import is_in_force
from .keeping import copy_of
from .moment import shown_at
from .parts import parts_of


def kept_of(edition, request, name, read):
    """What `read()` gives: read once for each state of the site, where the edition is in force; else anew."""
    if not is_in_force(edition, shown_at(request)):
        return read()
    return copy_of(request, (type(edition), edition.pk, name), read)


def read_parts(edition, request):
    """Fills in what the edition's rows give from now on."""
    rows = kept_of(edition, request, "parts", lambda: _rows(edition))
    for name, kept in rows.items():
        read_ahead(edition, name, kept)


def read_ahead(edition, name, rows):
    """What a relation of the edition gives from now on, as Django leaves what it has prefetched."""
    known = getattr(edition, name).all()
    known._result_cache, known._prefetch_done = rows, True
    edition.__dict__.setdefault("_prefetched_objects_cache", {})[name] = known


def _rows(edition):
    """None leads back to the edition, which has more of its page than is to be kept."""
    return {
        field.name: list(field.part.objects.filter(edition=edition.pk)) if edition.pk else []
        for field in parts_of(edition)
    }
