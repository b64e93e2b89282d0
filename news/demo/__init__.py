"""Demo content: operations, releases in every state, events; and more releases for a test of size."""

from datetime import datetime
from pathlib import Path

from django.db import transaction
from tqdm import tqdm

from news.models import Operation, PressRelease
from organisation.models import CrimeArea
from publishing import clock, demo
from publishing.models import Item
from publishing.slugs import slug_of

from . import events

BATCH = 1000


def texts(kind="release"):
    """The releases, or the operations, of the TOML files beside this one, as dicts."""
    return demo.texts(Path(__file__).parent, kind)


def load(writer, approver):
    """Every one of `texts` with all its editions; `writer` and `approver` are accounts.

    A release names the operation that it carries by the last part of its address.
    """
    demo.load(Operation, texts("operation"), writer, approver)
    operations = {item.slug: item for item in Item.objects.filter(kind=Operation._meta.label_lower)}
    releases = texts()
    for text in releases:
        if "operation" in text:
            text["operation"] = operations[text["operation"]]
    demo.load(PressRelease, releases, writer, approver)
    first = {item.slug: item for item in Item.objects.filter(kind=PressRelease._meta.label_lower)}
    translations = texts("translation")
    for text in translations:
        text["translates"] = first[text["translates"]]
    demo.load(PressRelease, translations, writer, approver)
    events.load(writer, approver)


def multiply(number, writer, approver):
    """`number` live releases, spread from 2011 to now, in batches of one transaction each."""
    originals = [text for text in texts() if "published" in text and text.get("state", "live") == "live"]
    areas = list(CrimeArea.objects.all())
    start = datetime(2011, 10, 7, 10, tzinfo=clock.SEAT)
    step = (clock.now() - start) / (number + 1)
    with tqdm(total=number, unit="release") as progress:
        for first in range(0, number, BATCH):
            numbers = range(first, min(first + BATCH, number))
            _store_batch([_copy(originals, n, start + step * n, writer, approver) for n in numbers], areas)
            progress.update(len(numbers))


def _copy(originals, number, at, writer, approver):
    text = originals[number % len(originals)]
    content = {name: text[name] for name in ("kind", "summary", "body", "dateline_place") if name in text}
    said = {"published": at.replace(tzinfo=None, microsecond=0)}
    content["title"] = f"{text['title'][:230]} ({number + 1})"
    edition = demo.edition_of(PressRelease, None, 1, said, content, writer, approver)
    edition.first_public_at = edition.publish_at
    return edition


@transaction.atomic
def _store_batch(editions, areas):
    items = []
    for edition in editions:
        slug = slug_of(edition.title, "release")
        slug = f"{slug}-{edition.publish_at:%H%M%S}"
        items.append(Item(kind=PressRelease._meta.label_lower, slug=slug, address=edition.address(slug)))
    for edition, item in zip(editions, Item.objects.bulk_create(items), strict=True):
        edition.item = item
    PressRelease.objects.bulk_create(editions)
    link = PressRelease.crime_areas.through
    link.objects.bulk_create(
        [link(pressrelease=edition, crimearea=areas[edition.item_id % len(areas)]) for edition in editions]
    )
