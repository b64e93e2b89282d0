"""Who gets alerts by e-mail, of what, and how often."""

from datetime import timedelta
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext, gettext_lazy as _

from organisation.models import CrimeArea, MemberState, Page
from publishing.models import Item, kinds

CONFIRMED_WITHIN = timedelta(days=3)
REFUSED_FOR = timedelta(days=7)


def alert_kinds():
    """What alerts are about: every kind but the pages of the About section, which are no news."""
    return [kind for kind in kinds() if kind is not Page]


class Frequency(models.TextChoices):
    INSTANT = "instant", _("At once")
    DAILY = "daily", _("Once a day, at 07:00 in Bucharest")
    WEEKLY = "weekly", _("Once a week, on Monday at 07:00 in Bucharest")


class SubscriberQuerySet(models.QuerySet):
    def of_address(self, email):
        return self.alias(lower=Lower("email")).filter(lower=email.lower())

    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)

    def lapsed(self, at):
        """Whoever asked, if it was the owner of the address, has let the link run out."""
        return self.filter(confirmed_at=None, asked_at__lte=at - CONFIRMED_WITHIN)

    def to_be_told(self, edition):
        """Who hears of an edition, if anybody does (`is_told` in outreach/queue.py).

        Of the first one, whoever has chosen its like; of a later one, who was to hear of an earlier one; and who
        follows the item. Nobody hears of what was public before they confirmed.
        """
        known = self.model.objects
        follows = Q(pk__in=known.filter(followed=edition.item_id).values("pk"))
        earlier = known.filter(deliveries__item=edition.item_id, deliveries__number__lt=edition.number)
        is_first = edition.predecessor is None
        by_rule = self.choice_of(edition) if is_first else Q(pk__in=earlier.values("pk"))
        return self.filter(follows | by_rule, confirmed_at__lt=edition.publish_at)

    def choice_of(self, edition):
        """The condition that somebody's choices take in an edition.

        Kinds, crime areas and states narrow together, the rows of one of them widen, and none means all. A kind
        that has no crime areas, such as vacancies, is not narrowed by them where it was chosen itself.
        """
        kind = Q(contenttype__app_label=edition._meta.app_label, contenttype__model=edition._meta.model_name)
        chosen = self._has("kinds", kind)
        fits = Q(only_followed=False) & (chosen | ~self._has("kinds"))
        for name, topic in (("areas", CrimeArea), ("states", MemberState)):
            fields = [field for field in edition._meta.many_to_many if field.related_model is topic]
            rows = {row.pk for field in fields for row in field.value_from_object(edition)}
            shared = self._has(name, Q(**{f"{topic._meta.model_name}__in": rows})) if fields else chosen
            fits &= ~self._has(name) | shared
        return fits

    def _has(self, name, condition=None):
        rows = getattr(self.model, name).through.objects.filter(subscriber=OuterRef("pk"))
        return Q(Exists(rows.filter(condition) if condition else rows))


class Subscriber(models.Model):
    """One row an address, compared without case, and no more about a person than what they chose.

    `key` is secret: links in mails are signed with it. Until `confirmed_at` nothing is sent but the link to confirm,
    which holds for three days from `asked_at`, however often somebody asks in between.
    Leaving deletes the row and all that hangs on it. So does a mail server that has said for a week
    (REFUSED_FOR, from `refused_since` on) that there is no such address.
    """

    is_on_pages = False
    email = models.EmailField(_("e-mail"))
    frequency = models.CharField(_("how often"), max_length=8, choices=Frequency, default=Frequency.INSTANT)
    kinds = models.ManyToManyField(ContentType, blank=True, related_name="+")
    areas = models.ManyToManyField(CrimeArea, blank=True, related_name="+")
    states = models.ManyToManyField(MemberState, blank=True, related_name="+")
    followed = models.ManyToManyField(Item, blank=True, related_name="+")
    only_followed = models.BooleanField(_("only what I follow"), default=False)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    refused_since = models.DateTimeField(null=True, editable=False)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name, verbose_name_plural = _("subscriber"), _("subscribers")
        default_permissions = ("view", "delete")
        permissions = [("handle_personal_data", "Can export and erase what is kept of one person")]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="outreach_subscriber_address"),
            models.CheckConstraint(
                condition=Q(frequency__in=Frequency.values), name="outreach_subscriber_frequency"
            ),
        ]
        indexes = [models.Index(fields=["confirmed_at"], name="outreach_confirmed")]

    def __str__(self):
        return gettext("Subscriber %(pk)s") % {"pk": self.pk}

    @property
    def state(self):
        return gettext("Confirmed") if self.confirmed_at else gettext("Not confirmed yet")

    @property
    def lapses_at(self):
        return self.asked_at + CONFIRMED_WITHIN

    def is_lapsed(self, at):
        """What the queryset says, of a row that has been read already."""
        return self.confirmed_at is None and self.lapses_at <= at

    def confirm(self, at):
        """Whether this confirms it; not again, and not after the link has run out."""
        waiting = Subscriber.objects.filter(pk=self.pk, confirmed_at=None)
        return bool(waiting.filter(asked_at__gt=at - CONFIRMED_WITHIN).update(confirmed_at=at))

    @transaction.atomic
    def delete(self, **options):
        """Locked first: whoever queues a letter to them at this moment is waited for, and what it made goes too."""
        list(Subscriber.objects.select_for_update().filter(pk=self.pk))
        return super().delete(**options)

    def refused(self, at):
        """Its address is refused for good; deleted where that has been so for a week."""
        if self.refused_since is None:
            Subscriber.objects.filter(pk=self.pk, refused_since=None).update(refused_since=at)
        elif self.refused_since <= at - REFUSED_FOR:
            self.delete()
