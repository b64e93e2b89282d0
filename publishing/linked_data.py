"""What pages tell search engines in the words of schema.org: what every kind has in common."""

import re
from functools import lru_cache

from django.conf import settings
from django.utils.text import Truncator

from . import clock
from .gate import updated_in
from .lifecycle import ChangeKind
from .rich_text import clean, with_whole_addresses
from .site import absolute

NAME = "Southeast European Law Enforcement Center"
SHORT_NAME = "SELEC"
LANGUAGE = settings.LANGUAGE_CODE.partition("-")[0]
LONGEST_HEADLINE = 110  # characters: what Google takes
IMAGE = re.compile(r"<img\b[^>]*>")


def told_by(edition, describe, context, at):
    """For the public page of an item: `shared`, the edition, and `described`, what `describe` makes of it.

    `describe` takes the edition and, by name, what it needs of the page's context; it gives None for what
    it cannot describe without guessing. On other pages of editions `shared` is None: none of them is to be
    found or passed on.
    """
    edition.updated_at = edition.publish_at if edition.change != ChangeKind.MINOR else _last_news(edition, at)
    return {"shared": edition, "described": describe and describe(edition, **context)}


def _last_news(edition, at):
    """Asked of the database where the history that its page has read does not tell, as after a removal."""
    rows = type(edition).objects.filter(pk=edition.pk).with_updated(at).values_list("updated_at", flat=True)
    return updated_in(vars(edition).get("public_history", []), edition) or rows.get()


def house():
    """SELEC as publisher, organiser or employer; its home page tells more under the same @id."""
    return {
        "@type": "GovernmentOrganization",
        "@id": absolute("/#selec"),
        "name": NAME,
        "alternateName": SHORT_NAME,
        "url": absolute("/"),
    }


def page_of(edition):
    address = absolute(edition.get_absolute_url())
    return {"url": address, "mainEntityOfPage": address}


def told_dates(edition):
    return {"datePublished": instant(edition.first_public_at), "dateModified": instant(edition.updated_at)}


def headline(edition):
    title = edition.title
    return title if len(title) <= LONGEST_HEADLINE else Truncator(title).chars(LONGEST_HEADLINE)


@lru_cache(1_024)
def instant(at):
    """Of the seat, with its offset from UTC: 2016-10-07T09:00:00+03:00."""
    return at.astimezone(clock.SEAT).isoformat(timespec="seconds")


def html(edition, *texts):
    """Its rich texts, each with its heading if it has one, for readers elsewhere: without images, links in full."""
    parts = [(f"<h2>{heading}</h2>" if heading else "") + text for heading, text in texts if text]
    return with_whole_addresses(IMAGE.sub("", clean("".join(parts))), absolute(edition.get_absolute_url()))


def filled(described):
    """Without what is not known."""
    return {name: value for name, value in described.items() if value not in (None, "", [])}


def breadcrumbs(crumbs):
    """As the page shows them; the page itself comes last, without an address. One alone leads nowhere."""
    if len(crumbs) < 2:
        return None
    items = [
        filled(
            {
                "@type": "ListItem",
                "position": position,
                "name": crumb.label,
                "item": crumb.url and absolute(crumb.url),
            }
        )
        for position, crumb in enumerate(crumbs, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
