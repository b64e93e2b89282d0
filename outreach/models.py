"""Messages from the contact form: kept, mailed by the worker, and deleted after a set number of days."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from organisation.models import Purpose
from publishing.gate import may_view

LEASE = timedelta(minutes=5)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)


class MessageQuerySet(models.QuerySet):
    def seen_by(self, person):
        """For staff: those of the purposes that are theirs."""
        theirs = [purpose for purpose in Purpose.values if person.has_perm(f"outreach.read_{purpose}")]
        return self.filter(purpose__in=theirs) if may_view(person, Message) else self.none()

    def waiting(self):
        return self.filter(sent_at=None)

    def due(self, at):
        """To be sent at `at`, and not being sent by another worker."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=at)
        return self.waiting().filter(free, next_try_at__lte=at)

    def outlived(self, at):
        """Sent, and kept for as long as was promised; what was not sent is never deleted."""
        return self.filter(sent_at__lte=at - timedelta(days=settings.CONTACT_KEPT_DAYS))


class Message(models.Model):
    """What a visitor wrote. It is sent at least once: a worker that is killed between sending and noting it
    sends it again, under the same Message-ID, made of `key`.

    `sender` is a keyed hash of the visitor's address with that day's salt, and empty once that day is over.
    """

    purpose = models.CharField(max_length=16, choices=Purpose)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField("e-mail")
    subject = models.CharField(max_length=150)
    text = models.TextField(max_length=5000)
    at = models.DateTimeField("written", editable=False)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    sender = models.CharField(max_length=64, blank=True, editable=False)
    sent_at = models.DateTimeField("sent", null=True, editable=False)
    sent_to = models.EmailField(blank=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    last_error = models.CharField(max_length=500, blank=True, editable=False)
    next_try_at = models.DateTimeField(editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        default_permissions = ("view",)
        permissions = [
            (f"read_{purpose}", f"Can read messages: {label}") for purpose, label in Purpose.choices
        ]
        indexes = [
            models.Index(fields=["next_try_at"], name="outreach_due", condition=Q(sent_at=None)),
            models.Index(fields=["sender", "at"], name="outreach_sender", condition=~Q(sender="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="outreach_message_known_purpose"
            )
        ]

    def __str__(self):
        return f"{self.subject} ({self.get_purpose_display()})"

    @property
    def state(self):
        if self.sent_at:
            return "Sent"
        if self.failures:
            return f"Failed {self.failures} time{'s' if self.failures > 1 else ''}"
        return "Waiting"

    def claim(self, at):
        """Whether this worker has it now: of two that try, one is told no."""
        mine = Message.objects.due(at).filter(pk=self.pk)
        return bool(mine.update(claimed_until=at + LEASE))

    def succeeded(self, at, to):
        self._note(sent_at=at, sent_to=to, last_error="")

    def failed(self, at, error):
        """Tried again after one minute, two, four, and so on up to an hour; never given up."""
        pause = min(FIRST_PAUSE * 2 ** min(self.failures, 10), LONGEST_PAUSE)
        self._note(failures=self.failures + 1, last_error=str(error)[:500], next_try_at=at + pause)

    def postponed(self, at, reason):
        """Not tried: nothing has failed, but something is missing that staff can add."""
        self._note(last_error=reason, next_try_at=at + FIRST_PAUSE)

    def _note(self, **fields):
        Message.objects.filter(pk=self.pk).update(claimed_until=None, **fields)
        self.refresh_from_db()


class DailySalt(models.Model):
    """Deleted when its day is over: after that no hash can be led back to an address, by nobody."""

    day = models.DateField(unique=True)
    salt = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.day}"
