"""Links that lead out of the site, each known once, with what the last visit to it found."""

from datetime import timedelta
from hashlib import sha256

from django.db import models
from django.db.models import Q

LONGEST = 2000
EACH_WEEK, EACH_DAY = timedelta(days=7), timedelta(days=1)
LEASE = timedelta(minutes=5)


def digest(url):
    """What a link is found by: databases differ in how long a text they hold unique."""
    return sha256(url.encode("utf-8", "surrogatepass")).hexdigest()


class ExternalLinkQuerySet(models.QuerySet):
    def of(self, urls):
        return self.filter(sha256__in=[digest(url) for url in urls])

    def in_use(self):
        """Those that an edition in force or being worked on holds, as far as its text has been read."""
        return self.filter(readings__isnull=False).distinct()

    def due(self, at):
        """Never checked, or a week ago; what failed is tried again after a day; nothing that is being checked."""
        last = Q(checked_at=None) | Q(checked_at__lte=at - EACH_WEEK)
        last |= Q(failures__gt=0, checked_at__lte=at - EACH_DAY)
        return self.filter(last).filter(Q(claimed_until=None) | Q(claimed_until__lte=at))

    def known(self, urls):
        """The rows of `urls`, made where they are missing."""
        rows = [self.model(url=url, sha256=digest(url)) for url in dict.fromkeys(urls)]
        self.bulk_create(rows, ignore_conflicts=True)
        return self.of(urls)


class ExternalLink(models.Model):
    """`outcome` is a sentence for people. `failures` counts the runs in a row in which nobody answered well.

    `claimed_until` is the lease of the run that is checking it: after a kill it simply runs out.
    """

    is_on_pages = False
    url = models.TextField(max_length=LONGEST)
    sha256 = models.CharField(max_length=64, unique=True)
    checked_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)
    is_dead = models.BooleanField(default=False)
    failures = models.PositiveIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)

    objects = ExternalLinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["checked_at"], name="publishing_link_checked")]

    def __str__(self):
        return self.url

    def claim(self, at):
        """Whether this run has it now: of two that try, one is told no."""
        mine = ExternalLink.objects.due(at).filter(pk=self.pk)
        return bool(mine.update(claimed_until=at + LEASE))

    def found(self, answer, at):
        """Store what a visit found: an Answer of publishing.link_visit."""
        self.failures = 0 if answer.is_alive else self.failures + 1
        self.is_dead = answer.is_gone or self.failures >= 2
        self.outcome, self.checked_at, self.claimed_until = answer.outcome[:500], at, None
        self.save(update_fields=["failures", "is_dead", "outcome", "checked_at", "claimed_until"])
