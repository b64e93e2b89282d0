"""Rows for tests: a call says only what the test is about."""

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.db import models

from publishing.lifecycle import ACTS, Standing, Status
from publishing.models import Item
from publishing.rich_text import RichTextField
from publishing.slugs import slug_of

BUCHAREST = ZoneInfo("Europe/Bucharest")
EARLIER = datetime(2020, 5, 4, 10, tzinfo=BUCHAREST)
NUMBERS = count(1)


def at(text, zone=BUCHAREST):
    """ "2016-10-07 09:00" in Bucharest, as an aware instant."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def account(name):
    return get_user_model().objects.get_or_create(username=name, defaults={"is_staff": True})[0]


def rich_texts(model):
    """The names of the rich texts that each edition of this kind has to have, or of its first."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, RichTextField)]
    return [field.name for field in fields if not field.blank] or [field.name for field in fields[:1]]


def further(model, *types):
    """The fields of these types that staff fill in beside the title and the summary."""
    fields = [field for field in model._meta.concrete_fields if field.editable and isinstance(field, types)]
    return [field for field in fields if field.name not in {*ACTS, *model.hours.values(), "title", "summary"}]


def plain_texts(model, word):
    """{name: text with `word`} of each further text that staff type, however short; no two the same."""
    texts = {}
    for field in further(model, models.CharField, models.TextField):
        if not field.choices and not isinstance(field, RichTextField):
            text = f"{word} {field.name} {next(NUMBERS)}"
            texts[field.name] = text[: field.max_length]
            if isinstance(field, models.EmailField):
                texts[field.name] = f"{word}.{next(NUMBERS)}@example.org"
            if isinstance(field, models.URLField):
                texts[field.name] = f"https://www.example.org/{word}/{next(NUMBERS)}"
    return texts


def whole(model, **fields):
    """An edition of any kind with all that the checks ask for."""
    hours = {"closes_at": at("2030-05-04 16:00")} if hasattr(model, "closes_at") else {}
    legal = {"is_legally_checked": True} if hasattr(model, "is_legally_checked") else {}
    return make(model, **{**plain_texts(model, "Word"), **hours, **legal, **fields})


def make(model, *, item=None, after=None, **fields):
    """An edition of any kind, stored as it stands; `after` is the edition that it supersedes."""
    item = item or (after.item if after else Item.objects.create(kind=model._meta.label_lower))
    fields = {"title": f"Headline {next(NUMBERS)}", "status": Status.APPROVED, **fields}
    if fields["status"] == Status.APPROVED:
        default = after.publish_at + timedelta(days=1) if after else EARLIER
        fields = {"publish_at": default, "approved_by": account("old approver"), **fields}
        fields["first_public_at"] = after.first_public_at if after else fields["publish_at"]
    if after:
        fields.setdefault("number", after.number + 1)
        if fields["status"] == Status.APPROVED:
            model.objects.filter(pk=after.pk).update(superseded_at=fields["publish_at"])
    if after and fields["status"] != Status.APPROVED:
        fields["first_public_at"] = after.first_public_at
    edited = {"edited_by": account("old writer"), "edited_at": EARLIER, "standing": Standing.PUBLIC}
    edited |= dict.fromkeys(rich_texts(model), "<p>Text.</p>")
    edited["summary"] = "What happened, in a sentence."
    edition = model(item=item, **{**edited, **fields})
    edition.save(force_insert=True)
    if edition.status == Status.APPROVED and not item.address:
        item.settle(slug_of(edition.title, "item"), edition.address)
    return edition
