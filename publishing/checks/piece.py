"""An edition as the rules see it: its texts, each parsed once, and the hour at which it is public."""

from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import nh3
from django.conf import settings
from django.http.request import validate_host
from django.utils.translation import gettext

from .. import clock
from ..lifecycle import Status
from ..parts import parts_of
from ..rich_text import CONTROL, DROPPED_WHOLE, LONGEST, TAGS, RichTextField, text_of
from ..slugs import slug_of

HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Whatever is sent becomes well-formed first: rules meet broken markup too, in a form that is not saved yet.
CLEANER = nh3.Cleaner(
    tags=TAGS | {"img", *HEADINGS},
    attributes={"a": {"href"}, "img": {"src", "alt"}},
    link_rel=None,
    clean_content_tags=DROPPED_WHOLE,
)


@dataclass
class Link:
    href: str
    words: str = ""
    has_image: bool = False


@dataclass
class Heading:
    level: int
    words: str = ""


@dataclass
class Text(HTMLParser):
    """One field of rich text: its words, links, images and headings, in their order."""

    label: str
    html: str
    links: list = field(default_factory=list)
    headings: list = field(default_factory=list)
    images: list = field(default_factory=list)

    def __post_init__(self):
        super().__init__()
        self._open_link = self._open_heading = None
        self.html = CLEANER.clean(CONTROL.sub("", self.html))
        self.feed(self.html)
        self.close()
        self.words = text_of(self.html)

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        if tag == "a" and "href" in given:
            self._open_link = Link(given["href"].strip())
            self.links.append(self._open_link)
        elif tag == "img":
            self.images.append(given.get("src", "").strip())
            if self._open_link:
                self._open_link.has_image = True
        elif tag in HEADINGS:
            self._open_heading = Heading(HEADINGS[tag])
            self.headings.append(self._open_heading)

    def handle_endtag(self, tag):
        if tag == "a":
            self._open_link = None
        elif tag in HEADINGS:
            self._open_heading = None

    def handle_data(self, data):
        for part in (self._open_link, self._open_heading):
            if part:
                part.words += data


def plain(text):
    """A text that can be stored, of whatever a field holds: never null, nor without an end."""
    return str(text or "")[: 2 * LONGEST].encode("utf-8", "replace").decode()


class Piece:
    """`by` is who asks; None is nobody in particular, who sees what the public sees."""

    def __init__(self, edition, by=None):
        self.edition, self.by = edition, by

    @property
    def title(self):
        return plain(self.edition.title)

    @property
    def summary(self):
        return plain(self.edition.summary)

    @cached_property
    def texts(self):
        """Each field of rich text that holds something."""
        fields = [one for one in self.edition._meta.concrete_fields if isinstance(one, RichTextField)]
        texts = [(str(one.verbose_name), getattr(self.edition, one.attname)) for one in fields]
        return [Text(label, plain(html)) for label, html in texts if html]

    @cached_property
    def passages(self):
        """(where, words) of everything that the public reads in running words."""
        own = [
            ("headline", self.title),
            ("summary", self.summary),
            (gettext("public note"), plain(self.edition.note)),
        ]
        texts = [(text.label, text.words) for text in self.texts]
        return [(where, words) for where, words in own if words] + texts + self.rows

    @cached_property
    def rows(self):
        """(where, words) of each row of the edition: ("clarification 2", "Question: …")."""
        return [
            (f"{field.row} {number}", plain(row))
            for field in parts_of(self.edition)
            for number, row in enumerate(field.value_from_object(self.edition), start=1)
        ]

    @property
    def links(self):
        return [(text, link) for text in self.texts for link in text.links]

    @cached_property
    def outward_links(self):
        """The addresses on other sites, each once, without their fragments."""
        split = [split_address(link.href) for _text, link in self.links]
        outward = [
            parts for parts in split if parts and parts.scheme in ("http", "https") and not is_ours(parts)
        ]
        return list(dict.fromkeys(parts._replace(fragment="").geturl() for parts in outward if parts.netloc))

    @cached_property
    def address(self):
        """Where the page is or will be: what relative links start from."""
        item = self.edition.item if self.edition.item_id else None
        slug = slug_of(self.title, self.edition._meta.model_name)
        return item.address if item and item.address else self.edition.address(slug)

    @cached_property
    def public_at(self):
        """The hour from which it is public: the one asked for, or now. Of what is approved, its own."""
        at, now = self.edition.publish_at, clock.now()
        return at if at and (self.edition.status == Status.APPROVED or at > now) else now

    @cached_property
    def read_at(self):
        """The hour at which a reader next follows its links: now, where it is public already."""
        return max(self.public_at, clock.now())

    def absolute(self, href):
        """A link as the reader's browser takes it: split, whole, or None where no browser could."""
        try:
            return split_address(urljoin(self.address, href))
        except ValueError:
            return None


def split_address(href):
    """None for what cannot be read as an address at all."""
    try:
        parts = urlsplit(href.strip())
        _ = parts.hostname, parts.port
    except ValueError:
        return None
    return parts


def is_ours(parts):
    """Whether an address leads to this site: one without a host does."""
    hosts = [host for host in settings.ALLOWED_HOSTS if host != "*"]
    return not parts.netloc or validate_host((parts.hostname or "").lower(), hosts)


def quoted(words, longest=80):
    """For a sentence: “these words”, cut where they go on for long."""
    words = " ".join(str(words).split())
    return f"“{words[:longest]}…”" if len(words) > longest else f"“{words}”"
