"""What was read out of each edition's text, once for each of its versions, so that no search reads all texts."""

from django.db import models, transaction

from . import models as published
from .links import LONGEST, ExternalLink


class Reading(models.Model):
    """Of an edition in force or being worked on: the links in its text, and the sketch that finds its like.

    `kind` is the edition's model ("news.pressrelease"), `edition` its id, `version` the one that was read.
    """

    is_on_pages = False
    kind = models.CharField(max_length=40)
    edition = models.PositiveBigIntegerField()
    item = models.ForeignKey("publishing.Item", models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    links = models.ManyToManyField(ExternalLink, related_name="readings")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "edition"], name="publishing_reading_edition")]

    def __str__(self):
        return f"{self.kind} {self.edition}"


class Shingle(models.Model):
    """One of the few shingles (runs of words, hashed to 64 bits) by which texts that are alike find each other."""

    is_on_pages = False
    reading = models.ForeignKey(Reading, models.CASCADE, related_name="shingles")
    hash = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["hash", "reading"], name="publishing_shingle_hash")]

    def __str__(self):
        return str(self.hash)


def current(kind):
    """The editions of a kind that are in force or being worked on."""
    return kind.objects.in_force() | kind.objects.working()


def unread(kind):
    """Those of which nobody has read the text as it is stored now."""
    label = kind._meta.label_lower
    same = Reading.objects.filter(
        kind=label, edition=models.OuterRef("pk"), version=models.OuterRef("version")
    )
    return current(kind).filter(~models.Exists(same))


def read_texts(limit):
    """Read what is unread, `limit` editions of each kind at most, and forget what is no longer current.

    Returns how many were read.
    """
    number = 0
    for kind in published.kinds():
        for edition in unread(kind).order_by("-pk")[:limit]:
            _read(edition)
            number += 1
        gone = Reading.objects.filter(kind=kind._meta.label_lower)
        gone.exclude(edition__in=current(kind).values("pk")).delete()
    return number


@transaction.atomic
def _read(edition):
    """Of two that read the same text at once, the second waits, and reads it again to no harm."""
    from .checks.neighbours import sketch  # the rules are read after the models
    from .checks.piece import Piece

    piece = Piece(edition)
    reading, _ = Reading.objects.update_or_create(
        kind=edition._meta.label_lower,
        edition=edition.pk,
        defaults={"item_id": edition.item_id, "version": edition.version},
    )
    reading.shingles.all().delete()
    Shingle.objects.bulk_create([Shingle(reading=reading, hash=one) for one in sorted(sketch(piece))])
    urls = [url for url in piece.outward_links if len(url) <= LONGEST]
    reading.links.set(ExternalLink.objects.known(urls))
