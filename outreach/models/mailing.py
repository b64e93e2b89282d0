"""What is mailed by the worker: claimed with a lease, tried again after growing pauses, noted once it was taken."""

from datetime import timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy as _, ngettext

LEASE = timedelta(minutes=5)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)


class MailingQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(sent_at=None)

    def due(self, at):
        """To be sent at `at`, and not being sent by another worker."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=at)
        return self.waiting().filter(free, next_try_at__lte=at)


class Mailing(models.Model):
    """It is sent at least once: a worker that is killed between sending and noting it sends it again, under the
    same Message-ID, made of `key`."""

    is_on_pages = False
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    last_error = models.CharField(_("last error"), max_length=500, blank=True, editable=False)
    next_try_at = models.DateTimeField(editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)

    objects = MailingQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def state(self):
        if self.sent_at:
            return gettext("Sent")
        if self.failures:
            return ngettext("Failed %(number)s time", "Failed %(number)s times", self.failures) % {
                "number": self.failures
            }
        return gettext("Waiting")

    def claim(self, at, **fields):
        """Whether this worker has it now: of two that try, one is told no."""
        mine = type(self).objects.due(at).filter(pk=self.pk)
        return bool(mine.update(claimed_until=at + LEASE, **fields))

    def succeeded(self, at, **fields):
        self._note(sent_at=at, last_error="", **fields)

    def failed(self, at, error):
        """Tried again after one minute, two, four, and so on up to an hour; never given up."""
        pause = min(FIRST_PAUSE * 2 ** min(self.failures, 10), LONGEST_PAUSE)
        self._note(failures=self.failures + 1, last_error=str(error)[:500], next_try_at=at + pause)

    def refused_for_good(self, at):
        """What follows where the mail server says that there is no such address: here nothing."""

    def postponed(self, at, reason):
        """Not tried: nothing has failed, but something is missing that staff can add."""
        self._note(last_error=reason, next_try_at=at + FIRST_PAUSE)

    def _note(self, **fields):
        """Its row may be gone by now: whoever leaves takes their letters along."""
        for name, value in {"claimed_until": None, **fields}.items():
            setattr(self, name, value)
        type(self).objects.filter(pk=self.pk).update(claimed_until=None, **fields)
