"""Tenders: what SELEC buys, in lots, with the questions asked and who was awarded what."""

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from publishing.parts import Part, Parts
from publishing.rich_text import RichTextField

from .notice import Notice

is_cpv = RegexValidator(
    r"^\d{8}(-\d)?$", "A CPV code has eight digits, and a check digit if you like: 30200000-1."
)


def money(name, **options):
    """An amount, exact to the cent, in the currency that stands beside it."""
    return models.DecimalField(
        name,
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        **options,
    )


class Currency(models.TextChoices):
    EUR = "EUR", "EUR"
    RON = "RON", "RON"
    USD = "USD", "USD"


class Tender(Notice):
    """One edition of a tender notice: the whole procedure as it stood then, from the notice to the award."""

    class Procedure(models.TextChoices):
        OPEN = "open", "Open procedure"
        RESTRICTED = "restricted", "Restricted procedure"
        NEGOTIATED = "negotiated", "Negotiated procedure"
        QUOTATION = "quotation", "Request for quotation"
        LOW_VALUE = "low_value", "Low-value contract"
        INTEREST = "interest", "Call for expression of interest"

    class Contract(models.TextChoices):
        SUPPLIES = "supplies", "Supplies"
        SERVICES = "services", "Services"
        WORKS = "works", "Works"

    class Vat(models.TextChoices):
        EXCLUDED = "excluded", "without VAT"
        INCLUDED = "included", "VAT included"

    class Outcome(models.TextChoices):
        AWARDED = "awarded", "Awarded"
        PARTLY = "partly", "Awarded in part"
        NO_AWARD = "no_award", "Ended without an award"
        NOTICE_CANCELLED = "notice_void", "Notice cancelled: it was void"
        CANCELLED = "cancelled", "Procedure cancelled"

    procedure = models.CharField("procedure", max_length=12, choices=Procedure, default=Procedure.OPEN)
    contract = models.CharField("contract type", max_length=10, choices=Contract, default=Contract.SUPPLIES)
    cpv = models.CharField("CPV code", max_length=10, blank=True, validators=[is_cpv])
    estimated_value = money("estimated value", help_text="Of all lots together. Empty: not said.")
    currency = models.CharField(max_length=3, choices=Currency, default=Currency.EUR)
    vat = models.CharField("VAT", max_length=8, choices=Vat, default=Vat.EXCLUDED)
    description = RichTextField("what is to be bought")
    how_to_submit = RichTextField(help_text="Where tenders go: this site takes none.")
    criteria = RichTextField("selection and award criteria", blank=True)
    questions_until = models.DateTimeField(
        "deadline for questions",
        null=True,
        blank=True,
        help_text="The last moment at which questions are taken.",
    )
    answers_on = models.DateField("answers given by", null=True, blank=True)
    opening_of_tenders_at = models.DateTimeField("opening of tenders", null=True, blank=True)
    opening_place = models.CharField("place of the opening", max_length=200, blank=True)
    site_visit = models.CharField(max_length=300, blank=True, help_text="When, where, and how to take part.")
    funding = models.TextField("funding statement", max_length=1000, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    lots = Parts("lot", help_text="None: it is awarded as a whole.")
    clarifications = Parts(
        "clarification",
        help_text="Questions and answers. Never say who asked: not their name, nor their country.",
    )
    awards = Parts(
        "award", verbose_name="awards and other results", help_text="One for each contract, or each lot."
    )

    hours = Notice.hours | {"questions_until": "closes_zone", "opening_of_tenders_at": "closes_zone"}

    class Meta(Notice.Meta):
        verbose_name = "tender"

    def address(self, slug):
        return reverse("notices:tender", args=[slug])


class Lot(Part):
    edition = models.ForeignKey(Tender, models.PROTECT, related_name="lots", related_query_name="lot")
    number = models.PositiveSmallIntegerField("lot number", validators=[MinValueValidator(1)])
    title = models.CharField(max_length=250)
    description = models.TextField(max_length=4000, blank=True)
    estimated_value = money("estimated value")

    class Meta(Part.Meta):
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="lot_number")]


class Clarification(Part):
    edition = models.ForeignKey(
        Tender, models.PROTECT, related_name="clarifications", related_query_name="clarification"
    )
    number = models.PositiveSmallIntegerField("number", validators=[MinValueValidator(1)])
    question = models.TextField(max_length=4000)
    answer = models.TextField(max_length=8000)

    class Meta(Part.Meta):
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="clarification_number")]


class Award(Part):
    """How one lot ended, or the whole: with several contractors for one lot, one row each."""

    class Result(models.TextChoices):
        AWARDED = "awarded", "Awarded"
        NO_AWARD = "no_award", "No award"
        CANCELLED = "cancelled", "Cancelled"

    edition = models.ForeignKey(Tender, models.PROTECT, related_name="awards", related_query_name="award")
    lot = models.PositiveSmallIntegerField("lot number", null=True, blank=True, help_text="Empty: the whole.")
    result = models.CharField(max_length=10, choices=Result, default=Result.AWARDED)
    decided_on = models.DateField("date of the decision")
    contractor = models.CharField(max_length=200, blank=True)
    country = models.CharField("country of the contractor", max_length=100, blank=True)
    value = money("value of the contract")
    currency = models.CharField(max_length=3, choices=Currency, default=Currency.EUR)
    tenders_received = models.PositiveSmallIntegerField("number of tenders received", null=True, blank=True)
    reason = models.TextField("reason, where nothing was awarded", max_length=2000, blank=True)

    class Meta(Part.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(result="awarded") | ~Q(contractor=""),
                name="award_to_somebody",
                violation_error_message="Say who was awarded the contract.",
            ),
            models.CheckConstraint(
                condition=Q(result="awarded") | ~Q(reason=""),
                name="no_award_without_a_reason",
                violation_error_message="Say why nothing was awarded: the public reads this.",
            ),
        ]
