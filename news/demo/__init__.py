"""Demo content: releases in every state of the lifecycle, and as many more as a test of size needs."""

import tomllib
from datetime import datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

from django.db import transaction
from tqdm import tqdm

from news.models import PressRelease
from organisation.models import CrimeArea, MemberState, Partner
from publishing import clock
from publishing.models import ChangeKind, Item, Standing, Status
from publishing.slugs import slug_of

STATES = {"live": Status.APPROVED, "scheduled": Status.APPROVED}
ACT = {"state", "published", "days_from_now", "hour", "change", "note", "standing"}
RELATED = {"crime_areas": CrimeArea, "member_states": MemberState, "partners": Partner}
BATCH = 1000


def texts():
    """The releases of the TOML files beside this one, as dicts."""
    files = sorted(Path(__file__).parent.glob("*.toml"))
    return [release for file in files for release in tomllib.loads(file.read_text())["release"]]


@transaction.atomic
def load(writer, approver):
    """Every release of `texts` with all its editions; `writer` and `approver` are accounts."""
    slugs = {name: {row.slug: row for row in model.objects.all()} for name, model in RELATED.items()}
    for text in texts():
        item = Item.objects.create(kind=PressRelease._meta.label_lower)
        content, editions = {}, []
        for number, said in enumerate([text, *text.pop("edition", [])], start=1):
            content |= {name: value for name, value in said.items() if name not in ACT}
            editions.append(_edition(item, number, said, content, writer, approver))
        _store(item, editions, content, slugs)


def _edition(item, number, said, content, writer, approver):
    plain = {name: value for name, value in content.items() if name not in RELATED and name != "slug"}
    status = STATES.get(said.get("state", "live"), said.get("state"))
    at = _hour(said)
    approval = (
        {"approved_by": approver, "approved_at": min(at, clock.now())} if status == Status.APPROVED else {}
    )
    return PressRelease(
        item=item,
        number=number,
        status=status,
        standing=said.get("standing", Standing.PUBLIC),
        change=said.get("change", ChangeKind.NEW),
        note=said.get("note", ""),
        publish_at=at,
        edited_by=writer,
        edited_at=min(at, clock.now()),
        submitted_by=writer,
        **approval,
        **plain,
    )


def _hour(said):
    if "published" in said:
        return said["published"].replace(tzinfo=clock.SEAT)
    day = clock.today() + timedelta(days=said["days_from_now"])
    return datetime.combine(day, time.fromisoformat(said["hour"]), clock.SEAT)


def _store(item, editions, content, slugs):
    approved = [edition for edition in editions if edition.status == Status.APPROVED]
    for earlier, later in pairwise(approved):
        earlier.superseded_at = later.publish_at
    for edition in editions:
        edition.first_public_at = approved[0].publish_at if approved else None
        edition.save(force_insert=True)
        for name, rows in slugs.items():
            getattr(edition, name).set([rows[slug] for slug in content.get(name, [])])
    if approved:
        item.settle(content.get("slug") or slug_of(approved[0].title, "release"), approved[0].address)


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
    edition = _edition(
        None, 1, said, {**content, "title": f"{text['title'][:230]} ({number + 1})"}, writer, approver
    )
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
