"""The rows of a tender: its lots, the questions that were answered, and how each lot ended."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy as _

from publishing.figures import figures
from publishing.parts import Part

from .tender import Currency, Tender, amount, money


class Row(Part):
    class Meta(Part.Meta):
        abstract = True

    def told(self, field):
        value = getattr(self, field.name)
        return figures(value) if isinstance(value, Decimal) else super().told(field)


def number_field(name):
    return models.PositiveSmallIntegerField(name, validators=[MinValueValidator(1)])


class Lot(Row):
    edition = models.ForeignKey(Tender, models.PROTECT, related_name="lots", related_query_name="lot")
    number = number_field(_("lot number"))
    title = models.CharField(max_length=250, verbose_name=_("title"))
    description = models.TextField(max_length=4000, blank=True, verbose_name=_("description"))
    estimated_value = money(_("estimated value"), help_text=_("In the currency of the tender."))

    class Meta(Row.Meta):
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="lot_number")]


class Clarification(Row):
    """There is no field for who asked: nobody is to learn it, whoever reads this."""

    edition = models.ForeignKey(
        Tender, models.PROTECT, related_name="clarifications", related_query_name="clarification"
    )
    number = number_field("number")
    question = models.TextField(
        max_length=4000, help_text=_("In words that do not show who asked."), verbose_name=_("question")
    )
    answer = models.TextField(max_length=8000, verbose_name=_("answer"))

    class Meta(Row.Meta):
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="clarification_number")]


class Award(Row):
    """How one lot ended, or the whole: with several contractors for one lot, one row each."""

    class Result(models.TextChoices):
        AWARDED = "awarded", _("Awarded")
        NO_AWARD = "no_award", _("No award")
        CANCELLED = "cancelled", _("Cancelled")

    edition = models.ForeignKey(Tender, models.PROTECT, related_name="awards", related_query_name="award")
    lot = models.PositiveSmallIntegerField(
        _("lot number"), null=True, blank=True, help_text=_("Empty: the whole.")
    )
    result = models.CharField(max_length=10, choices=Result, default=Result.AWARDED, verbose_name=_("result"))
    decided_on = models.DateField(_("date of the decision"))
    contractor = models.CharField(max_length=200, blank=True, verbose_name=_("contractor"))
    country = models.CharField(_("country of the contractor"), max_length=100, blank=True)
    value = money(
        _("value of the contract"), help_text=_("With or without VAT as the estimated value above.")
    )
    currency = models.CharField(
        max_length=3, choices=Currency, default=Currency.EUR, verbose_name=_("currency")
    )
    tenders_received = models.PositiveSmallIntegerField(
        _("number of tenders received"), null=True, blank=True
    )
    reason = models.TextField(_("reason, where nothing was awarded"), max_length=2000, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(result="awarded") | ~Q(contractor=""),
                name="award_to_somebody",
                violation_error_message=_("Say who was awarded the contract."),
            ),
            models.CheckConstraint(
                condition=~Q(result="awarded") | Q(value__isnull=False),
                name="award_at_a_value",
                violation_error_message=_("Give the value of the contract."),
            ),
            models.CheckConstraint(
                condition=Q(result="awarded") | Q(contractor="", value__isnull=True),
                name="contractor_of_an_award",
                violation_error_message=_("It has a contractor or a value: then its result is “awarded”."),
            ),
            models.CheckConstraint(
                condition=Q(result="awarded") | ~Q(reason=""),
                name="no_award_without_a_reason",
                violation_error_message=_("Say why nothing was awarded: the public reads this."),
            ),
        ]

    @property
    def is_awarded(self):
        return self.result == self.Result.AWARDED

    @property
    def key(self):
        """The same in each edition that tells of it, whatever stands before it: "lot-1-example-supplies-ltd"."""
        return f"{f'lot-{self.lot}' if self.lot else 'whole'}-{slugify(self.contractor) or self.result}"

    @property
    def contract_value(self):
        return amount(self.value, self.currency)

    @property
    def sentence(self):
        """ "Awarded to Example Supplies Ltd (Romania) for EUR 95 000"; or the result with its reason."""
        if not self.is_awarded:
            return f"{self.get_result_display()}: {self.reason}"
        where = f" ({self.country})" if self.country else ""
        return gettext("Awarded to %(contractor)s%(where)s for %(contract_value)s") % {
            "contractor": self.contractor,
            "where": where,
            "contract_value": self.contract_value,
        }
