"""What a feed has: what its list shows, with the filters of an address, the latest change first."""

from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import nlargest

from django.db.models import Max

from publishing import clock
from publishing.keeping import kept
from publishing.lists import in_use, query_of
from publishing.moment import shown_at
from publishing.parts import parts_of
from publishing.rich_text import in_xml
from publishing.site import absolute, tag

from .attached import with_files
from .feed_texts import images_in, whole
from .models import Image

MOST = 50
LONG_AGO = datetime(clock.YEARS[0], 1, 1, tzinfo=UTC)  # when a list changed that has always been empty


@dataclass(frozen=True)
class Entry:
    id: str
    url: str
    title: str
    published: datetime
    updated: datetime
    summary: str
    html: str
    categories: list
    image: str  # its address; empty where there is none
    lang: str  # where it is not the interface's


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
    changed = [
        (hour, pk, place) for place, one in enumerate(found) for hour, pk in _changed(one, request.moment)
    ]
    last = nlargest(MOST, changed)
    chosen = [(one, [pk for _hour, pk, of in last if of == place]) for place, one in enumerate(found)]
    entries = [entry for one, keys in chosen if keys for entry in _written(one, keys, request)]
    return sorted(entries, key=lambda entry: (entry.updated, entry.id), reverse=True)


def _changed(found, at):
    """(updated_at, id) of those that changed last. None has changed after its edition became public: they are read
    in the order of these hours, which an index has, until no further one can be among them."""
    rows = found.rows.with_updated(at).order_by("-publish_at", "-pk")
    rows, number = rows.values_list("updated_at", "pk", "publish_at"), 2 * MOST
    while True:
        read = list(rows[:number])
        last = nlargest(MOST, read)
        if len(read) < number or last[-1][0] > read[-1][2]:
            return [(hour, pk) for hour, pk, _begun in last]
        number *= 2


def _written(found, keys, request):
    kind, at = found.list.kind, request.moment
    pictures = [one.name for one in kind._meta.concrete_fields if one.related_model is Image]
    rows = kind.objects.filter(pk__in=keys).with_updated(at)
    rows = rows.select_related("item", *pictures).prefetch_related(*[one.name for one in parts_of(kind)])
    editions = list(with_files(rows, at))
    at_page = shown_at(request)
    images = images_in(editions, at_page)
    corrections, categories = _corrections(editions, kind, request), _categories(editions, found)
    return [
        _entry(one, whole(one, at_page, images, corrections.get(one.item_id, [])), categories[one.pk])
        for one in editions
    ]


def _entry(edition, html, categories):
    return Entry(
        tag(f"item/{edition.item_id}"),
        absolute(edition.get_absolute_url()),
        in_xml(edition.title),
        edition.first_public_at,
        edition.updated_at,
        in_xml(edition.summary),
        in_xml(html),
        [in_xml(words) for words in categories],
        absolute(edition.picture.fallback_url) if edition.picture else "",
        edition.lang,
    )


def _corrections(editions, kind, request):
    """By item, those that its page tells of: the last one first."""
    items = {one.item_id for one in editions} & _corrected(request, kind, request.moment)
    by_item = {}
    if items:
        for one in kind.objects.corrections(request.moment).filter(item__in=items):
            by_item.setdefault(one.item_id, []).append(one)
    return by_item


@kept
def _corrected(kind, at):
    """The items that have been corrected, which are few."""
    return {*kind.objects.corrections(at).values_list("item_id", flat=True)}


def _categories(editions, found):
    """By edition: what it is, and the values by which its list can be filtered that may be told."""
    named = {one.pk: {one.kind_in_words: None} for one in editions}
    for choice in found.choices:
        if choice.filter.is_category:
            for pk, value, words in choice.filter.words_of_each(editions):
                if value in choice.told:
                    named[pk][words] = None
    return {pk: list(words) for pk, words in named.items()}
