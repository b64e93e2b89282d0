"""A batch of what was judged, stored whole or not at all, with everything that an act of a person leaves behind."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_noop

import library.uses
from audit.models import Entry, record_all
from publishing.lifecycle import Status
from publishing.models import Item
from search.index import index_again

from .models import Imported, OldAddress
from .references import readdressed


@transaction.atomic
def store(judged, intake):
    """Approved editions, the first of their items; of two imports of the same at once, the database refuses one."""
    items = [Item(kind=one.edition._meta.label_lower, slug=one.slug, address=one.address) for one in judged]
    by_model = defaultdict(list)
    for one, item in zip(judged, Item.objects.bulk_create(items), strict=True):
        edition = one.edition
        edition.item, edition.status = item, Status.APPROVED
        edition.body = readdressed(edition.body, _taken_in(one, intake))
        edition.approved_by, edition.approved_at = intake.approver, intake.now
        edition.edited_by = edition.submitted_by = intake.by
        edition.edited_at = edition.submitted_at = intake.now
        by_model[type(edition)].append(edition)
    for model, editions in by_model.items():
        model.objects.bulk_create(editions)
        for edition in editions:
            if library.uses.ADDRESS.search(edition.body):
                library.uses.write(edition)
        index_again(model, [edition.pk for edition in editions])
    _mark(judged, intake)


def _mark(judged, intake):
    """That they were taken over, in the audit log as well; and the rows of their old addresses."""
    common = {"source": intake.source, "by": intake.by, "at": intake.now}
    Imported.objects.bulk_create(
        [Imported(item=one.edition.item, key=one.post.key, **common) for one in judged]
    )
    OldAddress.objects.bulk_create(
        [
            OldAddress(key=one.key, item=one.edition.item, title=one.post.title[:300])
            for one in judged
            if one.key
        ]
    )
    record_all([_entry(one, intake) for one in judged])


def _entry(one, intake):
    return Entry(
        act=gettext_noop("imported"),
        actor=intake.by,
        subject=f"{one.edition._meta.label_lower}: {one.edition.title}",
        item=one.edition.item_id,
        edition=1,
        reason=f"{one.post.key} of {intake.source}; {intake.approver.get_username()} answers for it as approver",
    )


def _taken_in(one, intake):
    """{address there: address in the library} of what lies in the folder, and the library accepts."""
    taken, media = {}, intake.media
    for addresses, take in ((one.references.images, media.image), (one.references.files, media.file)):
        for address in addresses:
            if media.find(address):
                try:
                    taken[address] = take(address, intake.by)
                except ValidationError as error:
                    intake.report.tell("media", one.post, f"{address}: {' '.join(error.messages)}")
    return taken
