"""Rows for tests: a call says only what the test is about."""

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model

from publishing.lifecycle import Standing, Status
from publishing.models import Item
from publishing.slugs import slug_of

BUCHAREST = ZoneInfo("Europe/Bucharest")
EARLIER = datetime(2020, 5, 4, 10, tzinfo=BUCHAREST)
NUMBERS = count(1)


def at(text, zone=BUCHAREST):
    """ "2016-10-07 09:00" in Bucharest, as an aware instant."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def account(name):
    return get_user_model().objects.get_or_create(username=name, defaults={"is_staff": True})[0]


def make(model, *, item=None, after=None, **fields):
    """An edition of any kind, stored as it stands; `after` is the edition that it supersedes."""
    item = item or (after.item if after else Item.objects.create(kind=model._meta.label_lower))
    fields = {"title": f"Headline {next(NUMBERS)}", "status": Status.APPROVED, **fields}
    if fields["status"] == Status.APPROVED:
        default = after.publish_at + timedelta(days=1) if after else EARLIER
        fields = {"publish_at": default, "approved_by": account("old approver"), **fields}
        fields["first_public_at"] = after.first_public_at if after else fields["publish_at"]
    if after:
        fields["number"] = after.number + 1
        if fields["status"] == Status.APPROVED:
            model.objects.filter(pk=after.pk).update(superseded_at=fields["publish_at"])
    if after and fields["status"] != Status.APPROVED:
        fields["first_public_at"] = after.first_public_at
    edited = {"edited_by": account("old writer"), "edited_at": EARLIER, "body": "<p>Text.</p>"}
    edited["summary"] = "What happened, in a sentence."
    edition = model(item=item, **{**edited, "standing": Standing.PUBLIC, **fields})
    edition.save(force_insert=True)
    if edition.status == Status.APPROVED and not item.address:
        item.settle(slug_of(edition.title, "item"), edition.address)
    return edition
