"""The entries of feeds. One is the same in every feed that has it, whatever its form and its filters: it is written
once for all of them, and kept as long as the site stands still.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Lock

from publishing.keeping import copy_of, kept
from publishing.moment import shown_at
from publishing.parts import parts_of
from publishing.rich_text import in_xml
from publishing.site import absolute, tag

from .atom import element_of
from .attached import with_files
from .feed_texts import images_in, whole
from .models import Image

MOST = 1_500_000  # characters of HTML that a process keeps, of the entries asked for last; in Atom about as many again
KEPT, LOCK = OrderedDict(), Lock()


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

    @cached_property
    def atom(self):
        return element_of(self)


def entries_of(found, keys, request):
    """Of the editions with these ids, of one list. Those are read alone that are not kept: from the site's next
    change, or the next instant that changes it, all are. For staff who have set the clock nothing is kept."""
    if request.moment:
        return [*_written(found, keys, request).values()]
    state = copy_of(request, __name__, object)  # the same object as long as pages stand still
    names = {pk: (state, found.name, pk) for pk in keys}
    known = _kept(names.values())
    missing = [pk for pk, name in names.items() if name not in known]
    if missing:
        written = {names[pk]: entry for pk, entry in _written(found, missing, request).items()}
        _keep(written)
        known |= written
    return [*known.values()]


def _kept(names):
    with LOCK:
        known = {name: KEPT[name] for name in names if name in KEPT}
        for name in known:
            KEPT.move_to_end(name)
    return known


def _keep(written):
    with LOCK:
        KEPT.update(written)
        length = sum(len(entry.html) for entry in KEPT.values())
        while length > MOST:
            _name, gone = KEPT.popitem(last=False)
            length -= len(gone.html)


def _written(found, keys, request):
    """By the id of the edition."""
    kind, at = found.list.kind, request.moment
    pictures = [one.name for one in kind._meta.concrete_fields if one.related_model is Image]
    rows = kind.objects.filter(pk__in=keys).with_updated(at)
    rows = rows.select_related("item", *pictures).prefetch_related(*[one.name for one in parts_of(kind)])
    editions = list(with_files(rows, at))
    at_page = shown_at(request)
    images = images_in(editions, at_page)
    corrections, categories = _corrections(editions, kind, request), _categories(editions, found)
    return {
        one.pk: _entry(one, whole(one, at_page, images, corrections.get(one.item_id, [])), categories[one.pk])
        for one in editions
    }


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
