"""Feeds as Atom (RFC 4287). Each entry is written once, and stays with the entry."""

from io import StringIO

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.xmlutils import SimplerXMLGenerator

from publishing.site import absolute

HOUSE = "SELEC"


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


class Written(Atom):
    """Of entries that have been written already."""

    def write_items(self, handler):
        for entry in self.feed["entries"]:
            handler.ignorableWhitespace(entry.atom)  # XML that stays as it is


def document_of(feed, url):
    told = {"language": get_language(), "feed_guid": feed.id, "updated": feed.updated, **_author()}
    document = Written(feed.title, feed.page_url, None, feed_url=url, entries=feed.entries, **told)
    return document.writeString("utf-8")


def element_of(entry):
    one = Atom("", "", None)
    one.add_item(
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
        **_author(),
    )
    text = StringIO()
    one.write_items(SimplerXMLGenerator(text, "utf-8", short_empty_elements=True))
    return text.getvalue()


def _author():
    return {"author_name": HOUSE, "author_link": absolute("/")}
