"""What a feed has: what its list shows, with the filters of an address, the latest change first."""

from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import nlargest

from django.db.models import Max

from publishing import clock
from publishing.keeping import copy_of, kept
from publishing.lists import in_use, query_of
from publishing.site import absolute, tag

from .entries import entries_of

MOST = 50
LONG_AGO = datetime(clock.YEARS[0], 1, 1, tzinfo=UTC)  # when a list changed that has always been empty


@dataclass(frozen=True)
class Feed:
    id: str
    title: str
    page_url: str
    query: str
    updated: datetime
    changed_at: datetime | None
    is_moved_by_the_clock: bool
    entries: list


def feed_of(request, of):
    """Of one list, or of several together."""
    found = of.found_together(request)
    entries = _entries(found, request)
    kinds = {one.list.kind for one in found}
    hours = [hour for kind in kinds if (hour := _changed_at(request, kind, request.moment))]
    changed_at, active = max(hours, default=None), in_use(found)
    query = query_of(active)
    return Feed(
        tag(f"feed/{of.name}{query}"),
        of.titled(active),
        absolute(of.url) + query,
        query,
        entries[0].updated if entries else changed_at or LONG_AGO,
        changed_at,
        any(one.has_parts for one in of.lists),
        entries,
    )


@kept
def _changed_at(kind, at):
    """When anything of this kind became public, or left: it may be of another filter."""
    return kind.objects.ever_public(at).aggregate(last=Max("publish_at"))["last"]


def _entries(found, request):
    """Those that changed last are chosen first, of all lists together: they alone are read as a whole."""
    changed = [(hour, pk, place) for place, one in enumerate(found) for hour, pk in _changed(one, request)]
    last = nlargest(MOST, changed)
    chosen = [(one, [pk for _hour, pk, of in last if of == place]) for place, one in enumerate(found)]
    entries = [entry for one, keys in chosen if keys for entry in entries_of(one, keys, request)]
    return sorted(entries, key=lambda entry: (entry.updated, entry.id), reverse=True)


def _changed(found, request):
    """(updated_at, id) of those of a list that changed last, found once for each state of the site."""
    if found.rows.query.is_empty():
        return []
    return copy_of(request, (__name__, found.key), lambda: _changed_last(found.rows, request.moment))


def _changed_last(rows, at):
    """None has changed after its edition became public: they are read in the order of these hours, which an index
    has, until no further one can be among them."""
    rows = rows.with_updated(at).order_by("-publish_at", "-pk")
    rows, number = rows.values_list("updated_at", "pk", "publish_at"), 2 * MOST
    while True:
        read = list(rows[:number])
        last = nlargest(MOST, read)
        if len(read) < number or last[-1][0] > read[-1][2]:
            return [(hour, pk) for hour, pk, _begun in last]
        number *= 2
