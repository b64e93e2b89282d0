"""Dates of history, of which only a part may be known, and rows that hold from one such date to another."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.dateformat import format as formatted
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _

PLAUSIBLE = [
    MinValueValidator(date(1900, 1, 1), _("Give a date in the years 1900 to 2100.")),
    MaxValueValidator(date(2100, 12, 31), _("Give a date in the years 1900 to 2100.")),
]


class Precision(models.TextChoices):
    DAY = "day", _("the day")
    MONTH = "month", _("month and year")
    YEAR = "year", _("the year only")
    UNKNOWN = "unknown", _("only that it was no later")


@dataclass(frozen=True)
class KnownDate:
    """What is known of a date; false when there is none at all."""

    on: date | None = None
    precision: str = Precision.DAY

    def __bool__(self):
        return self.on is not None

    def __str__(self):
        if not self:
            return gettext("date not known")
        if self.precision == Precision.UNKNOWN:
            return gettext("date not known, no later than %(day)s") % {"day": formatted(self.on, "d F Y")}
        return formatted(self.on, {"month": "F Y", "year": "Y"}.get(self.precision, "d F Y"))

    @property
    def machine(self):
        """For `<time datetime>`: no more than is known, and nothing for a date that is not."""
        patterns = {"day": "Y-m-d", "month": "Y-m", "year": "Y"}
        return formatted(self.on, patterns[self.precision]) if self and self.precision in patterns else ""

    @property
    def earliest(self):
        """The first day that it can have been."""
        first = {"day": self.on, "month": self.on.replace(day=1), "year": self.on.replace(month=1, day=1)}
        return first.get(self.precision, date.min)

    @property
    def latest(self):
        """The last day that it can have been."""
        last_of_month = self.on.replace(day=monthrange(self.on.year, self.on.month)[1])
        return {"month": last_of_month, "year": self.on.replace(month=12, day=31)}.get(
            self.precision, self.on
        )


class KnownDateField:
    """Two columns, `<name>_on` and `<name>_precision`, read together as `<name>`, a KnownDate.

    Of a month or a year any day of it may be stored; what happens on that day, happens for the site.
    """

    def __init__(self, label, help_text=""):
        self.short_description = label  # over its column in the back office
        self.on = models.DateField(label, null=True, blank=True, validators=PLAUSIBLE, help_text=help_text)
        self.precision = models.CharField(
            format_lazy(_("{label}: what is known"), label=label),
            max_length=7,
            choices=Precision,
            default=Precision.DAY,
        )

    def contribute_to_class(self, model, name):
        self.name = name
        self.on.contribute_to_class(model, f"{name}_on")
        self.precision.contribute_to_class(model, f"{name}_precision")
        setattr(model, name, self)

    def __get__(self, row, model=None):
        if row is None:
            return self
        return KnownDate(getattr(row, f"{self.name}_on"), getattr(row, f"{self.name}_precision"))


class DatedQuerySet(models.QuerySet):
    def begun(self, on):
        """Rows in effect on the day `on` or before it; one without a date has always been so.

        Each has `has_ended`, so that a page of that day tells no end that was still to come.
        """
        over = models.Case(models.When(ended_on__lte=on, then=True), default=False)
        return self.filter(Q(began_on__isnull=True) | Q(began_on__lte=on)).annotate(has_ended=over)

    def in_effect(self, on):
        """From the day on which a row begins, up to but not including the one on which it ended."""
        return self.begun(on).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))

    def newest_first(self):
        return self.order_by(F("began_on").desc(nulls_last=True), "-pk")


class Dated(models.Model):
    """A row that holds for a time; the child has `began_on`, and `began` to read it by."""

    ended = KnownDateField(
        _("until"),
        _(
            "The first day on which it no longer held; empty while it holds. Where the day is not known: "
            "the first on which it is certain to have ended."
        ),
    )
    note = models.TextField(
        _("note"),
        max_length=1000,
        blank=True,
        help_text=_("What is known of these dates. Shown on the site."),
    )
    source = models.TextField(
        _("source"), max_length=1000, blank=True, help_text=_("Where it is written. For staff only.")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__gt=F("began_on")),
                name="%(app_label)s_%(class)s_ends_after_its_start",
                violation_error_message=_("The end must be later than the start."),
            )
        ]

    def overlaps(self, other):
        """Whether both hold on any one day."""
        return (self.began.on or date.min) < (other.ended_on or date.max) and (other.began.on or date.min) < (
            self.ended_on or date.max
        )
