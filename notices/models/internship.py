from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from publishing.rich_text import RichTextField

from .opening import Opening


class Internship(Opening):
    """One edition of a call for interns; a rolling one needs no deadline."""

    class Pay(models.TextChoices):
        UNPAID = "unpaid", _("Unpaid")
        PAID = "paid", _("Paid")

    class Outcome(models.TextChoices):
        SELECTED = "selected", _("Selection done")
        CANCELLED = "cancelled", _("Cancelled")

    is_rolling = models.BooleanField(
        _("rolling call"),
        default=False,
        help_text=_("Applications are taken all the time: no deadline is needed."),
    )
    periods = models.TextField(
        max_length=1000,
        blank=True,
        help_text=_("One on each line, such as: 16 February to 15 July."),
        verbose_name=_("periods"),
    )
    duration = models.CharField(
        max_length=120, blank=True, help_text=_("Such as: three to five months."), verbose_name=_("duration")
    )
    places = models.PositiveSmallIntegerField(
        _("number of places"), null=True, blank=True, help_text=_("Empty: not set.")
    )
    duty_station = models.CharField(_("place"), max_length=100, default="Bucharest")
    level_of_study = models.CharField(
        max_length=200,
        blank=True,
        help_text=_("Such as: from the third year of a first degree."),
        verbose_name=_("level of study"),
    )
    languages = models.CharField(max_length=200, blank=True, verbose_name=_("languages"))
    pay = models.CharField(_("paid or not"), max_length=6, choices=Pay, default=Pay.UNPAID)
    amount = models.CharField(
        max_length=120, blank=True, help_text=_("With currency and period."), verbose_name=_("amount")
    )
    work = RichTextField(_("what interns do"))
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True, verbose_name=_("outcome"))

    class Meta(Opening.Meta):
        verbose_name, verbose_name_plural = _("internship"), _("internships")

    @property
    def must_close(self):
        return not self.is_rolling

    def address(self, slug):
        return reverse("notices:internship", args=[slug])

    def clean(self):
        super().clean()
        if self.amount.strip() and self.pay == self.Pay.UNPAID:
            raise ValidationError(
                {"amount": gettext("An unpaid internship has no amount: choose “paid”, or empty it.")}
            )
