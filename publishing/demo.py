"""Demo content of any kind, from dicts as TOML files have them: items with their editions in every state.

`published` is a local time in Bucharest; `days_from_now` with `hour` counts from the day of loading. Of what
is not approved, it is the hour that its writer wishes for. Other hours of a kind (`closes_at`) are a local time, or a
table of `days`, from the day of loading, `hour`, and `zone` where that is not Bucharest; days of a kind are a date,
or a table of `days`.
"""

import tomllib
from datetime import datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.db import transaction

from . import clock
from .models import ChangeKind, Item, Standing, Status
from .parts import parts_of
from .slugs import slug_of

STATES = {"live": Status.APPROVED, "scheduled": Status.APPROVED}
ACT = {
    "state",
    "published",
    "days_from_now",
    "hour",
    "change",
    "note",
    "standing",
    "deadline_act",
    "deadline_reason",
}


def texts(folder, name):
    """The tables `[[name]]` of the TOML files in a folder, in the order of the files' names."""
    files = sorted(Path(folder).glob("*.toml"))
    return [text for file in files for text in tomllib.loads(file.read_text()).get(name, [])]


@transaction.atomic
def load(model, found, writer, approver, **rows):
    """Each of `found` with all its editions; a relation to several rows is given by their slugs.

    `rows` are those of relations to what has no slug: the field's name, and a dict by the words of the text.
    """
    related = {
        field.name: {row.slug: row for row in field.related_model.objects.all()}
        for field in model._meta.many_to_many
        if any(one.name == "slug" for one in field.related_model._meta.fields)
    } | rows
    beside = {*related, *(field.name for field in parts_of(model)), "slug"}
    for text in found:
        item = Item.objects.create(kind=model._meta.label_lower)
        content, editions, contents = {}, [], []
        for number, said in enumerate([text, *text.pop("edition", [])], start=1):
            content |= {name: value for name, value in said.items() if name not in ACT}
            own = {name: value for name, value in content.items() if name not in beside}
            editions.append(edition_of(model, item, number, said, own, writer, approver))
            contents.append({**content})
        _store(item, editions, contents, related)


def edition_of(model, item, number, said, content, writer, approver):
    status = STATES.get(said.get("state", "live"), said.get("state"))
    at = hour_of(said)
    done_at = min(at, clock.now())
    fields = {name: said[name] for name in ("deadline_act", "deadline_reason") if name in said}
    if status == Status.APPROVED:
        fields |= {"approved_by": approver, "approved_at": done_at}
    for name, value in content.items():
        fields |= _typed_hour(model, name, value) if name in model.hours else {name: _typed_day(value)}
    return model(
        item=item,
        number=number,
        status=status,
        standing=said.get("standing", Standing.PUBLIC),
        change=said.get("change", ChangeKind.NEW),
        note=said.get("note", ""),
        publish_at=at,
        edited_by=writer,
        edited_at=done_at,
        submitted_by=writer,
        **fields,
    )


def _typed_hour(model, name, value):
    """The instant of one of the kind's hours, and its zone."""
    if isinstance(value, datetime):
        return {name: clock.local_instant(value)}
    zone = value.get("zone", settings.TIME_ZONE)
    day = clock.today() + timedelta(days=value["days"])
    local = datetime.combine(day, time.fromisoformat(value["hour"]))
    return {name: clock.local_instant(local, zone), model.hours[name]: zone}


def _typed_day(value):
    return clock.today() + timedelta(days=value["days"]) if isinstance(value, dict) else value


def hour_of(said):
    if "published" in said:
        return said["published"].replace(tzinfo=clock.SEAT)
    day = clock.today() + timedelta(days=said["days_from_now"])
    return datetime.combine(day, time.fromisoformat(said["hour"]), clock.SEAT)


def _store(item, editions, contents, related):
    approved = [edition for edition in editions if edition.status == Status.APPROVED]
    for earlier, later in pairwise(approved):
        earlier.superseded_at = later.publish_at
    for edition, content in zip(editions, contents, strict=True):
        edition.first_public_at = approved[0].publish_at if approved else None
        edition.save(force_insert=True)
        for name, rows in related.items():
            getattr(edition, name).set([rows[slug] for slug in content.get(name, [])])
        for field in parts_of(edition):
            rows = [field.part(**row) for row in content.get(field.name, [])]
            field.save_form_data(edition, rows)
    if approved:
        kind = approved[0]._meta.model_name
        item.settle(contents[-1].get("slug") or slug_of(approved[0].title, kind), approved[0].address)
