"""Tenders: what SELEC buys, in lots, with the questions asked and who was awarded what."""

from dataclasses import dataclass

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse

from publishing.deadlines import Deadline, State
from publishing.figures import figures
from publishing.lifecycle import Refused
from publishing.parts import Part, Parts
from publishing.rich_text import RichTextField

from .notice import Notice
from .stage import Stage

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


def amount(value, currency):
    """ "EUR 120 000", which no end of a line parts."""
    return f"{currency}\u00a0{figures(value)}"


class Currency(models.TextChoices):
    EUR = "EUR", "EUR"
    RON = "RON", "RON"
    USD = "USD", "USD"


@dataclass(frozen=True)
class LotThen:
    """A lot as it stood at an instant, with its results."""

    lot: Part
    stage: Stage
    results: list
    value: str  # as estimated, in words; empty where none is said


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
        NOTICE_VOID = "notice_void", "Notice cancelled: it was void"
        CANCELLED = "cancelled", "Procedure cancelled"

    # What a reader is told by an outcome without an award; the reason is the note on the outcome.
    MEANING = {
        Outcome.NO_AWARD: "The procedure was carried through, and no contract follows from it.",
        Outcome.NOTICE_VOID: "This notice does not hold, and nobody has to answer it. It says nothing about "
        "the purchase itself.",
        Outcome.CANCELLED: "The procedure was stopped, and no contract follows from it.",
    }

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

    calendar_hours = Notice.calendar_hours | {
        "questions_until": "Deadline for questions",
        "opening_of_tenders_at": "Opening of tenders",
    }
    how_to_answer = ("how_to_submit",)
    called_off = (Outcome.NOTICE_VOID, Outcome.CANCELLED)
    is_found_when_closed = True  # an award is public news
    hours = Notice.hours | {"questions_until": "closes_zone", "opening_of_tenders_at": "closes_zone"}

    class Meta(Notice.Meta):
        verbose_name = "tender"

    def address(self, slug):
        return reverse("notices:tender", args=[slug])

    @property
    def label(self):
        return self.get_procedure_display()

    @property
    def in_short(self):
        return self.get_contract_display()

    @property
    def value_in_words(self):
        """ "EUR 120 000 without VAT"; empty where no value is said."""
        return self.in_its_currency(self.estimated_value)

    @property
    def meaning(self):
        return self.MEANING.get(self.outcome, "")

    @property
    def last_questions(self):
        return self._hour(self.questions_until)

    @property
    def opening_of_tenders(self):
        return self._hour(self.opening_of_tenders_at)

    def in_its_currency(self, value):
        return "" if value is None else f"{amount(value, self.currency)} {self.get_vat_display()}"

    def stage(self, at):
        """Between the deadline and the opening of tenders nobody evaluates yet."""
        if self.outcome:
            return Stage(self.outcome)
        state = self.state(at)
        is_opened = self.opening_of_tenders_at is None or self.opening_of_tenders_at <= at
        return Stage.EVALUATION if state == State.CLOSED and is_opened else Stage(state.value)

    def lots_at(self, at):
        """Each lot as it stands at `at`. One that has no result of its own shares the fate of the whole."""
        results, whole = {}, self.stage(at)
        for award in self.awards.all():
            results.setdefault(award.lot, []).append(award)
        return [self._lot_then(lot, results.get(lot.number, []), whole) for lot in self.lots.all()]

    @property
    def results_of_the_whole(self):
        return [award for award in self.awards.all() if not award.lot]

    def _lot_then(self, lot, results, whole):
        stage = Stage(results[0].result) if results else whole
        return LotThen(lot, stage, results, self.in_its_currency(lot.estimated_value))

    def _hour(self, instant):
        return Deadline(instant, self.closes_zone) if instant else None

    def _refuse_deadline(self, verb, closes_at):
        """The other hours of the call are the writer's to move: the act would leave them in contradiction."""
        super()._refuse_deadline(verb, closes_at)
        there = "in a draft, and change the deadline from that draft."
        if self.opening_of_tenders_at and closes_at > self.opening_of_tenders_at:
            raise Refused(
                f"Tenders are opened before that, {self.opening_of_tenders}: set a later opening {there}"
            )
        if self.questions_until and closes_at < self.questions_until:
            raise Refused(
                f"Questions are taken after that, until {self.last_questions}: set an earlier end {there}"
            )
