from functools import reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext, gettext_lazy as _

from publishing.parts import Part

from .quantity import COUNTED, MONEY, PLACES, UNITS, Exactness, Unit, What, in_base, in_words

FITTING = reduce(
    or_, (Q(what=what.value, unit__in=[one.value for one in units]) for what, units in UNITS.items())
)
IS_OTHER = Q(what=What.OTHER.value)


class Scope(models.TextChoices):
    REGION = "region", _("the SELEC region: added up")
    BEYOND = "beyond", _("the whole operation: only shown")


class Result(Part):
    """One number that an operation came to: as it was stated, never taken out of a text.

    Sums are made of those of the region alone, so that what is known of a worldwide operation and of the region's
    part in it is not counted twice.
    """

    edition = models.ForeignKey(
        "news.Operation", models.CASCADE, related_name="results", related_query_name="result"
    )
    what = models.CharField(max_length=20, choices=What, verbose_name=_("what"))
    in_words = models.CharField(
        _("what, in words"), max_length=60, blank=True, help_text=_("Only of “Other”: Mobile telephones.")
    )
    exactness = models.CharField(_("how exactly"), max_length=6, choices=Exactness, default=Exactness.EXACT)
    number = models.DecimalField(
        max_digits=15,
        decimal_places=3,
        validators=[MinValueValidator(0, _("A result is no number below zero."))],
        help_text=_("Figures alone, with a point only before decimals: 11320 or 8.4."),
        verbose_name=_("number"),
    )
    unit = models.CharField(
        max_length=8,
        choices=Unit,
        blank=True,
        help_text=_("Or currency. Of persons and pieces it need not be given."),
        verbose_name=_("unit"),
    )
    scope = models.CharField(_("holds for"), max_length=6, choices=Scope, default=Scope.REGION)

    class Meta(Part.Meta):
        constraints = [
            models.CheckConstraint(
                condition=FITTING,
                name="result_unit_fits",
                violation_error_message=_("That is not counted in this unit."),
            ),
            models.CheckConstraint(
                condition=(IS_OTHER & ~Q(in_words="")) | (~IS_OTHER & Q(in_words="")),
                name="result_words_of_other",
                violation_error_message=_("Words are given of “Other”, and of that alone."),
            ),
            models.CheckConstraint(
                condition=Q(exactness__in=Exactness.values, scope__in=Scope.values, number__gte=0),
                name="result_words",
            ),
            models.CheckConstraint(
                condition=~Q(unit__in=[unit.value for unit in COUNTED])
                | Q(number=Cast(F("number"), models.BigIntegerField())),
                name="result_whole",
                violation_error_message=_("Persons and pieces are whole numbers."),
            ),
        ]

    def clean(self):
        if not self.what:
            return
        allowed = UNITS[self.what]
        if not self.unit and len(allowed) == 1:
            self.unit = allowed[0].value
        errors = {name: sentence for name, sentence in self._wrong(allowed) if sentence}
        if errors:
            raise ValidationError(errors)

    def _wrong(self, allowed):
        label, is_other = What(self.what).label, self.what == What.OTHER
        if not self.unit:
            yield (
                "unit",
                gettext("Say in which unit, or in which currency, %(label)s is given.")
                % {"label": label.lower()},
            )
        elif self.unit not in allowed:
            units = ", ".join(unit.value for unit in allowed)
            yield (
                "unit",
                gettext("%(label)s is given in one of these: %(units)s.") % {"label": label, "units": units},
            )
        yield "number", self.number is not None and self._wrong_number()
        if is_other != bool(self.in_words.strip()):
            yield (
                "in_words",
                gettext("Say what it is.")
                if is_other
                else gettext("Choose “Other, in words” above, or empty this."),
            )

    def _wrong_number(self):
        """Points before thousands are common in the region, and would make 11 out of 11.320."""
        decimals = -self.number.as_tuple().exponent
        if self.unit in COUNTED and decimals > 0:
            return gettext(
                "Persons and pieces are whole numbers: write 11320, without a point before the thousands."
            )
        if self.unit in MONEY and decimals > 2:
            return gettext(
                "Money has two decimals at most: write 11320, without a point before the thousands."
            )
        return ""

    @property
    def name(self):
        return self.in_words.strip() if self.what == What.OTHER else self.get_what_display()

    @property
    def amount(self):
        return in_words(self.number, self.unit, self.exactness)

    @property
    def is_counted(self):
        return self.scope == Scope.REGION

    @property
    def base(self):
        """(number, unit) in which it can be added to others of its key."""
        return in_base(self.number, self.unit)

    @property
    def key(self):
        """What may be added: the same thing, in the same family of units or the same currency."""
        return PLACES[self.what], " ".join(self.in_words.lower().split()), self.base[1]

    def __str__(self):
        return f"{self.name}: {self.amount}{'' if self.is_counted else gettext(' (of the whole operation)')}"
