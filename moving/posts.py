"""What a former site published, as its exports tell it: read, and not yet judged."""

from dataclasses import dataclass


class Unreadable(Exception):
    """A file that is no such export, or not a whole one; the text is a sentence for whoever gave it."""


@dataclass(frozen=True)
class Post:
    """`key` names it for good ("wordpress 123"); `sort` is what it was there ("post"), `categories` where it stood.

    `date` is local at the seat, as it was typed there; `date_utc` the same instant, where that is known.
    `hidden` is why nobody could read it there; empty for what was public.
    """

    key: str
    sort: str
    address: str
    title: str
    date: str
    html: str
    date_utc: str = ""
    summary: str = ""
    categories: tuple = ()
    hidden: str = ""


@dataclass(frozen=True)
class Attachment:
    """An image or a file of the former site, and what was said of it there."""

    url: str
    title: str = ""
    alt: str = ""
    caption: str = ""
