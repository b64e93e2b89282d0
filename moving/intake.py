"""Taking over: each post is judged first, then stored in a batch of one transaction, or not at all."""

from dataclasses import dataclass

from publishing import clock
from publishing.models import Edition
from publishing.rich_text import losses, text_of

from .becoming import LeftOut, edition_of, hour_of, kind_of
from .damage import damages
from .dates import day_of_title
from .models import Imported
from .paragraphs import in_paragraphs
from .posts import Post
from .references import HOSTS, References, is_known, shortcodes
from .storing import store
from .ways import Ways

BATCH = 200


@dataclass
class Judged:
    """What a post becomes: an edition that is not stored yet, and what its text refers to; where it will stand.

    `key` is that of its old address; without one, `why_not_led` says why it has no row.
    """

    post: Post
    edition: Edition
    references: References
    slug: str = ""
    address: str = ""
    key: str = ""
    why_not_led: str = ""


class Intake:
    """`by` takes over, and `approver` answers for it: two people. `keys` are those of all that the file holds."""

    def __init__(self, report, media, mapping, source, by, approver, keys=frozenset(), hosts=HOSTS):
        self.report, self.media, self.mapping, self.source = report, media, mapping, source
        self.by, self.approver, self.keys, self.hosts = by, approver, keys, hosts
        self.now = clock.now()
        self.known = set(Imported.objects.values_list("key", flat=True))
        self.ways = Ways()

    def take(self, posts):
        """Judge some posts, and store what can be taken over, unless it is a dry run."""
        judged = [one for post in posts if (one := self._judged(post))]
        self.ways.find(judged)
        for one in judged:
            if not one.address:
                self.report.tell("left", one.post, "a thousand items of that day have its title.")
        judged = [one for one in judged if one.address]
        if judged and not self.report.is_dry:
            store(judged, self)
        for one in judged:
            led = f", from {one.post.address}" if one.key else ""
            self.report.tell("taken", one.post, f"{one.edition.kind_in_words}, {one.address}{led}")
            if not one.key:
                self.report.tell("address", one.post, one.why_not_led)

    def _judged(self, post):
        try:
            return self._judge(post)
        except LeftOut as sentence:
            self.report.tell("left", post, f"{sentence}.")
            return None

    def _judge(self, post):
        if not post.key or len(post.key) > 100 or "\0" in post.key:
            raise LeftOut("it has no number by which it could be known again")
        if post.key in self.known:
            self.report.tell("known", post, "taken over before, or twice in this file.")
            return None
        if post.hidden:
            raise LeftOut(post.hidden)
        kind = kind_of(post, self.mapping)
        hour, remark = hour_of(post)
        html = in_paragraphs(post.html) if post.key.startswith("wordpress") else post.html
        edition = edition_of(post, kind, hour, html, self.now)
        self.known.add(post.key)
        references = References(html, self.hosts)
        self._remark(post, edition, references, remark)
        return Judged(post, edition, references)

    def _remark(self, post, edition, references, remark):
        """What whoever reads the report has to look at."""
        tell = self.report.tell
        if day_of_title(post.title):
            tell("date", post, f"public from {clock.in_words(edition.publish_at)}.")
        for excerpt in damages(f"{post.title} · {text_of(edition.body)}"):
            tell("damage", post, f"“{excerpt}”")
        for link in references.pages:
            if not is_known(link, self.keys):
                tell("link", post, link)
        for address in [*references.images, *references.files]:
            if self.media.find(address) is None:
                tell("media", post, address)
        for loss in losses(edition.body):
            if not loss.startswith("an <img>"):
                tell("markup", post, loss)
        remarks = [remark, *(f"{code} stands in its text." for code in shortcodes(edition.body))]
        remarks += (
            ["Its summary is too long, and was left out."] if post.summary and not edition.summary else []
        )
        for sentence in filter(None, remarks):
            tell("remark", post, sentence)
