from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy as _

from .member_state import FIRST_YEAR, LAST_YEAR, OUT_OF_RANGE


def in_figures(number):
    """A whole or decimal number as the site writes it: 11,320 or 8.4."""
    return f"{Decimal(number).normalize():,f}"


class Activity(models.TextChoices):
    """In the order of tables."""

    EXCHANGES = "exchanges", _("Exchanges of information")
    JOINT_INVESTIGATIONS = "joint", _("Joint investigations")
    REGIONAL_OPERATIONS = "regional", _("Regional operations")
    MESSAGES = "messages", _("Operation messages")


class YearlyFigure(models.Model):
    """A number of one year as SELEC stated it, with its source. A year without one is not known: it is not nought."""

    year = models.PositiveSmallIntegerField(
        _("year"),
        validators=[MinValueValidator(FIRST_YEAR, OUT_OF_RANGE), MaxValueValidator(LAST_YEAR, OUT_OF_RANGE)],
    )
    what = models.CharField(_("what"), max_length=10, choices=Activity)
    number = models.PositiveIntegerField(
        _("number"),
        null=True,
        blank=True,
        help_text=_("In figures alone: 11320. Empty: not known, and shown as that."),
    )
    note = models.CharField(
        _("note"),
        max_length=300,
        blank=True,
        help_text=_("What is known beside or instead of it. Shown on the site."),
    )
    source = models.CharField(
        _("source"),
        max_length=200,
        blank=True,
        help_text=_("Where the number is stated, in words. Shown on the site."),
    )
    source_url = models.URLField(_("address of the source"), max_length=300, blank=True)

    class Meta:
        ordering = ["-year", "what"]
        verbose_name, verbose_name_plural = _("yearly figure"), _("yearly figures")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "what"],
                name="organisation_yearlyfigure_one_a_year",
                violation_error_message=_("There is a row for that year already: change it there."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                name="organisation_yearlyfigure_plausible_year",
                violation_error_message=OUT_OF_RANGE,
            ),
            models.CheckConstraint(
                condition=Q(what__in=Activity.values), name="organisation_yearlyfigure_known_what"
            ),
            models.CheckConstraint(
                condition=Q(number=None) | ~Q(source=""),
                name="organisation_yearlyfigure_number_with_source",
                violation_error_message=_("A number needs its source."),
            ),
        ]

    def __str__(self):
        return f"{self.get_what_display()} {self.year}: {self.words}"

    @property
    def words(self):
        return gettext("not known") if self.number is None else in_figures(self.number)

    def clean(self):
        if self.number is not None and not self.source.strip():
            raise ValidationError({"source": gettext("Say where this number is stated: readers are told.")})
