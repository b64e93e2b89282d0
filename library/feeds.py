"""Feeds of the public lists, as Atom (RFC 4287) and as JSON Feed 1.1.

They stand here, above the images that their texts show.
"""

import json

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from publishing.conditional import answered, open_data
from publishing.site import absolute

from .feed_entries import feed_of

HOUSE = "SELEC"


@open_data
@require_safe
def atom(request, of):
    feed = feed_of(request, of)
    author = {"author_name": HOUSE, "author_link": absolute("/")}
    ours = {"language": get_language(), "feed_guid": feed.id, "updated": feed.updated, **author}
    url = absolute(request.path) + feed.query
    document = Atom(feed.title, feed.page_url, None, feed_url=url, **ours)
    for entry in feed.entries:
        document.add_item(
            entry.title,
            entry.url,
            escape(entry.summary) or None,
            pubdate=entry.published,
            updateddate=entry.updated,
            unique_id=entry.id,
            categories=entry.categories,
            html=entry.html,
            lang=entry.lang,
            image=entry.image,
            **author,
        )
    return _answered(request, feed, document.writeString("utf-8"), Atom.content_type)


class Atom(Atom1Feed):
    def latest_post_date(self):
        return self.feed["updated"]

    def item_attributes(self, item):
        return {"xml:lang": item["lang"]} if item["lang"] else {}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["html"], {"type": "html"})
        if item["image"]:
            picture = {"rel": "enclosure", "type": "image/jpeg", "href": item["image"]}
            handler.addQuickElement("link", "", picture)


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
