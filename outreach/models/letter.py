"""Letters to subscribers, and which editions each of them tells."""

from datetime import datetime, time, timedelta
from functools import reduce
from operator import or_

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_lazy as _

from publishing.clock import SEAT
from publishing.models import Item

from .mailing import Mailing
from .subscriber import Frequency, Subscriber

HOUR, MONDAY = time(7), 0
MOST_A_DAY = 3  # of links that somebody asked for, who need not be the owner of the address


class Announced(models.Model):
    """An edition of which it is settled who hears: made together with their deliveries, or not at all."""

    is_on_pages = False
    item = models.ForeignKey(Item, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="outreach_announced_once")]

    def __str__(self):
        return f"{self.item} {self.number}"


class Letter(Mailing):
    """One mail to one subscriber. `query` is what was chosen in the form by somebody who has subscribed already.

    Which deliveries it tells is settled when it is made, so that a second try says the same. One that has nothing
    to tell any more counts as sent. `tries` counts the claims: from the first on, it may have arrived.
    """

    class Purpose(models.IntegerChoices):
        """In the order in which they are sent."""

        CONFIRM = 1, _("Link to confirm")
        KNOWN = 2, _("Link to what they chose")
        ALERTS = 3, _("Alerts")

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="letters")
    purpose = models.PositiveSmallIntegerField(choices=Purpose)
    made_at = models.DateTimeField()
    query = models.TextField(blank=True)
    tries = models.PositiveIntegerField(default=0)
    told = ()  # the deliveries that it tells, once it is written

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["purpose", "next_try_at"], name="outreach_letter_due", condition=Q(sent_at=None)
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=[1, 2, 3]), name="outreach_letter_purpose")
        ]

    def __str__(self):
        return f"{self.get_purpose_display()} to {self.subscriber}"

    @classmethod
    def ask_for(cls, subscriber, purpose, at, query=""):
        """A letter with a link, unless one is on its way already or the address has had enough of them."""
        links = subscriber.letters.exclude(purpose=cls.Purpose.ALERTS)
        is_waiting = links.waiting().filter(purpose=purpose).update(query=query)
        if not is_waiting and links.filter(made_at__gt=at - timedelta(days=1)).count() < MOST_A_DAY:
            cls.objects.create(
                subscriber=subscriber, purpose=purpose, made_at=at, next_try_at=at, query=query
            )

    def claim(self, at, **fields):
        return super().claim(at, tries=F("tries") + 1, **fields)

    @transaction.atomic
    def succeeded(self, at, **fields):
        super().succeeded(at, **fields)
        told = [delivery.pk for delivery in self.told]
        Delivery.objects.filter(pk__in=told).update(is_told=True)
        if self.tries:  # before this one, which may have told what this one does not
            self.deliveries.exclude(pk__in=told).update(is_perhaps_told=True)
        if self.subscriber.refused_since:
            Subscriber.objects.filter(pk=self.subscriber_id).update(refused_since=None)

    def failed(self, at, error):
        """A server may repeat the address in what it says; it is kept in one place alone."""
        super().failed(at, error.replace(self.subscriber.email, gettext("the address")))

    def refused_for_good(self, at):
        self.subscriber.refused(at)


class DeliveryQuerySet(models.QuerySet):
    def ready(self, at):
        """To go into a letter at `at`: at once, or what was public by the last hour of a digest."""
        by_frequency = [Q(subscriber__frequency=one, at__lte=last_hour(one, at)) for one in Frequency]
        return self.filter(reduce(or_, by_frequency), letter=None)


class Delivery(models.Model):
    """That one subscriber is to hear of one edition, which became public at `at`."""

    is_on_pages = False
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="deliveries")
    item = models.ForeignKey(Item, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    letter = models.ForeignKey(Letter, models.CASCADE, null=True, related_name="deliveries")
    is_told = models.BooleanField(default=False)
    is_perhaps_told = models.BooleanField(default=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "item", "number"], name="outreach_delivery_each_edition_once"
            )
        ]
        indexes = [models.Index(fields=["at"], name="outreach_delivery_ready", condition=Q(letter=None))]

    def __str__(self):
        return f"{self.item} {self.number} to {self.subscriber}"

    @property
    def is_being_tried(self):
        return self.letter is not None and self.letter.tries > 0 and self.letter.sent_at is None

    @property
    def has_arrived(self):
        """Told, or perhaps told: of a worker that was killed nobody knows how far it came."""
        return self.is_told or self.is_perhaps_told or self.is_being_tried

    def is_settled_beside(self, letter):
        """Whether another letter has told it, or will by itself."""
        return self.is_told or (self.letter_id != letter.pk and self.is_being_tried)


def last_hour(frequency, at):
    """The last instant, at `at` or before, at which letters of that frequency are due: 07:00 in Bucharest."""
    if frequency == Frequency.INSTANT:
        return at
    local = at.astimezone(SEAT)
    day = local.date() if local.time() >= HOUR else local.date() - timedelta(days=1)
    if frequency == Frequency.WEEKLY:
        day -= timedelta(days=(day.weekday() - MONDAY) % 7)
    return datetime.combine(day, HOUR, SEAT)
