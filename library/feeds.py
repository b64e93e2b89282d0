"""Feeds of the public lists, as Atom (RFC 4287) and as JSON Feed 1.1.

They stand here, above the images that their texts show.
"""

import json

from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from publishing.conditional import answered, open_data
from publishing.site import absolute

from .atom import HOUSE, Atom, document_of
from .feed_entries import feed_of


@open_data
@require_safe
def atom(request, of):
    feed = feed_of(request, of)
    text = document_of(feed, absolute(request.path) + feed.query)
    return _answered(request, feed, text, Atom.content_type)


@open_data
@require_safe
def json_feed(request, of):
    feed = feed_of(request, of)
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page_url,
        "feed_url": absolute(request.path) + feed.query,
        "language": get_language(),
        "authors": [{"name": HOUSE, "url": absolute("/")}],
        "items": [_item(entry) for entry in feed.entries],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return _answered(request, feed, text, "application/feed+json")


def _item(entry):
    optional = {"summary": entry.summary, "image": entry.image, "tags": entry.categories}
    optional |= {"language": entry.lang}
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        **{name: value for name, value in optional.items() if value},
    }


def _answered(request, feed, text, content_type):
    is_moved = feed.is_moved_by_the_clock
    return answered(request, text.encode(), content_type, feed.changed_at, is_moved)
