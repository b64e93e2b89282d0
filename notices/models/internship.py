from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from publishing.rich_text import RichTextField

from .opening import Opening


class Internship(Opening):
    """One edition of a call for interns; a rolling one needs no deadline."""

    class Pay(models.TextChoices):
        UNPAID = "unpaid", "Unpaid"
        PAID = "paid", "Paid"

    class Outcome(models.TextChoices):
        SELECTED = "selected", "Selection done"
        CANCELLED = "cancelled", "Cancelled"

    is_rolling = models.BooleanField(
        "rolling call", default=False, help_text="Applications are taken all the time: no deadline is needed."
    )
    periods = models.TextField(
        max_length=1000, blank=True, help_text="One on each line, such as: 16 February to 15 July."
    )
    duration = models.CharField(max_length=120, blank=True, help_text="Such as: three to five months.")
    places = models.PositiveSmallIntegerField(
        "number of places", null=True, blank=True, help_text="Empty: not set."
    )
    duty_station = models.CharField("place", max_length=100, default="Bucharest")
    level_of_study = models.CharField(
        max_length=200, blank=True, help_text="Such as: from the third year of a first degree."
    )
    languages = models.CharField(max_length=200, blank=True)
    pay = models.CharField("paid or not", max_length=6, choices=Pay, default=Pay.UNPAID)
    amount = models.CharField(max_length=120, blank=True, help_text="With currency and period.")
    work = RichTextField("what interns do")
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)

    class Meta(Opening.Meta):
        verbose_name = "internship"

    @property
    def must_close(self):
        return not self.is_rolling

    def address(self, slug):
        return reverse("notices:internship", args=[slug])

    def clean(self):
        super().clean()
        if self.amount.strip() and self.pay == self.Pay.UNPAID:
            raise ValidationError(
                {"amount": "An unpaid internship has no amount: choose “paid”, or empty it."}
            )
