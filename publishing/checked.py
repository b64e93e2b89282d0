"""Editions in force are checked again when a rule changes: what each of them fails now."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q

from . import clock, models as published

EACH_WEEK, EACH_DAY = timedelta(days=7), timedelta(days=1)


class Checked(models.Model):
    """What the rules found in one edition: `rules` is the hash of the rules that looked.

    `findings` is a list of Finding as dicts; `stops` and `warnings` count them.
    """

    is_on_pages = False
    kind = models.CharField(max_length=40)
    edition = models.PositiveBigIntegerField()
    rules = models.CharField(max_length=64)
    findings = models.JSONField(default=list)
    stops = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "edition"], name="publishing_checked_edition")]
        indexes = [models.Index(fields=["-stops", "-warnings", "-id"], name="publishing_checked_worst")]

    def __str__(self):
        return f"{self.kind} {self.edition}"


def unchecked(kind):
    """Editions in force that the present rules have not seen: also for who counts what is still to be done."""
    from .checks import rules_hash  # the rules are read after the models

    seen = Checked.objects.filter(kind=kind._meta.label_lower, edition=OuterRef("pk"), rules=rules_hash())
    return kind.objects.in_force().filter(~Exists(seen))


def outdated(kind, at):
    """Those whose surroundings may have changed: after a week, or after a day where something failed."""
    old = Q(at__lte=at - EACH_WEEK) | (Q(at__lte=at - EACH_DAY) & (Q(stops__gt=0) | Q(warnings__gt=0)))
    rows = Checked.objects.filter(old, kind=kind._meta.label_lower, edition=OuterRef("pk"))
    return kind.objects.in_force().filter(Exists(rows))


def check_items(limit):
    """Check what is due, `limit` editions at most; returns how many were checked."""
    done, at = 0, clock.now()
    for kind in published.kinds():
        for due in (unchecked(kind), outdated(kind, at)):
            for edition in due.select_related("item").order_by("pk")[: limit - done]:
                check(edition, at)
                done += 1
        _forget(kind)
    return done


def check(edition, at):
    """Look at one edition, without its neighbours: they were weighed when it was approved."""
    from .checks import findings, rules_hash

    found = findings(edition, with_neighbours=False)
    stops = sum(finding.stops for finding in found)
    Checked.objects.update_or_create(
        kind=edition._meta.label_lower,
        edition=edition.pk,
        defaults={
            "rules": rules_hash(),
            "findings": [vars(finding) for finding in found],
            "stops": stops,
            "warnings": len(found) - stops,
            "at": at,
        },
    )


def _forget(kind):
    in_force = kind.objects.in_force().values("pk")
    Checked.objects.filter(kind=kind._meta.label_lower).exclude(edition__in=in_force).delete()
