"""The append-only log: every act, in order, each entry sealed with the hash of the one before it."""

import hashlib
import json
from datetime import UTC

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _, gettext_noop

VERIFIED, BROKEN = gettext_noop("verified the log"), gettext_noop("found the log broken")


class EntryQuerySet(models.QuerySet):
    def of_item(self, item):
        return self.filter(item=item.pk)

    def update(self, **_changes):
        raise TypeError("The audit log is append-only.")

    def delete(self):
        raise TypeError("The audit log is append-only.")


class Entry(models.Model):
    """One act. The database refuses to change or delete a row, too (migration 0002)."""

    is_on_pages = False
    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("actor")
    )
    actor_name = models.CharField(_("actor name"), max_length=150, blank=True)
    act = models.CharField(_("act"), max_length=40)
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    item = models.PositiveBigIntegerField(_("item"), null=True, db_index=True)
    edition = models.PositiveIntegerField(_("edition"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    previous = models.CharField(_("previous"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name, verbose_name_plural = _("entry"), _("entries")
        default_permissions = ("view",)

    def __str__(self):
        return f"{self.number}: {self.act} {self.subject}".strip()

    def save(self, **kwargs):
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, **_kwargs):
        raise TypeError("The audit log is append-only.")

    @property
    def act_in_words(self):
        """In the reader's language: stored is the English that `record` was called with."""
        return gettext(self.act)

    def seal(self):
        """SHA-256 (hex) over the entry and the hash of the one before it."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        content = [self.previous, self.number, at, self.actor_id, self.actor_name, self.act]
        content += [self.subject, self.item, self.edition, self.reason]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


class Head(models.Model):
    """The chain's end: one row, whose lock makes several processes write one after the other.

    It also shows when the last entries have been cut off.
    """

    is_on_pages = False
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.number}: {self.hash}"


def record(act, by=None, *, subject="", item=None, edition=None, reason=""):
    """Append an entry, within the transaction of the act itself: both happen or neither.

    `by` is the signed-in person, None for a visitor or the system; `item` and `edition` are numbers.
    """
    entry = Entry(act=act, actor=by, subject=subject, item=item, edition=edition, reason=reason)
    record_all([entry])
    return entry


@transaction.atomic
def record_all(entries):
    """Append many at once, in their order: of each its act, its actor, and what it was done to."""
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    number, last, now = head.number, head.hash, timezone.now()
    for number, entry in enumerate(entries, head.number + 1):
        entry.number, entry.at, entry.previous = number, now, last
        entry.actor_name = entry.actor.get_username() if entry.actor else ""
        entry.subject = entry.subject[:250]
        entry.hash = last = entry.seal()
    Entry.objects.bulk_create(entries)
    Head.objects.filter(pk=1).update(number=number, hash=last)


def first_broken_link(database="default"):
    """A sentence on the first entry at which the chain does not hold; None when it is whole.

    What is written while it reads looks like a break at the end: then it reads once more while nobody writes.
    """
    if _first_broken_link(database) is None:
        return None
    with transaction.atomic(using=database):
        Head.objects.using(database).select_for_update().filter(pk=1).first()
        return _first_broken_link(database)


def _first_broken_link(database):
    number, previous = 0, ""
    for entry in Entry.objects.using(database).order_by("number").iterator():
        if entry.number != number + 1:
            return f"Entry {number + 1} is missing."
        if entry.previous != previous:
            return f"Entry {entry.number} does not follow from entry {number}."
        if entry.seal() != entry.hash:
            return f"Entry {entry.number} ({entry.act}) has been changed."
        number, previous = entry.number, entry.hash
    head = Head.objects.using(database).filter(pk=1).first() or Head()
    if (head.number, head.hash) != (number, previous):
        return f"The log ends at entry {number}, but {head.number} entries were written."
    return None
