"""Tenders: what SELEC buys, in lots, with the questions asked and who was awarded what."""

from dataclasses import dataclass

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from publishing.deadlines import Deadline, State
from publishing.figures import figures
from publishing.lifecycle import Refused
from publishing.parts import Part, Parts
from publishing.rich_text import RichTextField

from .notice import Notice
from .stage import Stage

is_cpv = RegexValidator(
    r"^\d{8}(-\d)?$", _("A CPV code has eight digits, and a check digit if you like: 30200000-1.")
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
    EUR = "EUR", _("EUR")
    RON = "RON", _("RON")
    USD = "USD", _("USD")


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
        OPEN = "open", _("Open procedure")
        RESTRICTED = "restricted", _("Restricted procedure")
        NEGOTIATED = "negotiated", _("Negotiated procedure")
        QUOTATION = "quotation", _("Request for quotation")
        LOW_VALUE = "low_value", _("Low-value contract")
        INTEREST = "interest", _("Call for expression of interest")

    class Contract(models.TextChoices):
        SUPPLIES = "supplies", _("Supplies")
        SERVICES = "services", _("Services")
        WORKS = "works", _("Works")

    class Vat(models.TextChoices):
        EXCLUDED = "excluded", _("without VAT")
        INCLUDED = "included", _("VAT included")

    class Outcome(models.TextChoices):
        AWARDED = "awarded", _("Awarded")
        PARTLY = "partly", _("Awarded in part")
        NO_AWARD = "no_award", _("Ended without an award")
        NOTICE_VOID = "notice_void", _("Notice cancelled: it was void")
        CANCELLED = "cancelled", _("Procedure cancelled")

    # What a reader is told by an outcome without an award; the reason is the note on the outcome.
    MEANING = {
        Outcome.NO_AWARD: _("The procedure was carried through, and no contract follows from it."),
        Outcome.NOTICE_VOID: _(
            "This notice does not hold, and nobody has to answer it. It says nothing about "
            "the purchase itself."
        ),
        Outcome.CANCELLED: _("The procedure was stopped, and no contract follows from it."),
    }

    procedure = models.CharField(_("procedure"), max_length=12, choices=Procedure, default=Procedure.OPEN)
    contract = models.CharField(
        _("contract type"), max_length=10, choices=Contract, default=Contract.SUPPLIES
    )
    cpv = models.CharField(_("CPV code"), max_length=10, blank=True, validators=[is_cpv])
    estimated_value = money(_("estimated value"), help_text=_("Of all lots together. Empty: not said."))
    currency = models.CharField(
        max_length=3, choices=Currency, default=Currency.EUR, verbose_name=_("currency")
    )
    vat = models.CharField(_("VAT"), max_length=8, choices=Vat, default=Vat.EXCLUDED)
    description = RichTextField(_("what is to be bought"))
    how_to_submit = RichTextField(
        help_text=_("Where tenders go: this site takes none."), verbose_name=_("how to submit")
    )
    criteria = RichTextField(_("selection and award criteria"), blank=True)
    questions_until = models.DateTimeField(
        _("deadline for questions"),
        null=True,
        blank=True,
        help_text=_("The last moment at which questions are taken."),
    )
    answers_on = models.DateField(_("answers given by"), null=True, blank=True)
    opening_of_tenders_at = models.DateTimeField(_("opening of tenders"), null=True, blank=True)
    opening_place = models.CharField(_("place of the opening"), max_length=200, blank=True)
    site_visit = models.CharField(
        max_length=300,
        blank=True,
        help_text=_("When, where, and how to take part."),
        verbose_name=_("site visit"),
    )
    funding = models.TextField(_("funding statement"), max_length=1000, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True, verbose_name=_("outcome"))
    lots = Parts(_("lot"), help_text=_("None: it is awarded as a whole."), verbose_name=_("lots"))
    clarifications = Parts(
        _("clarification"),
        help_text=_("Questions and answers. Never say who asked: not their name, nor their country."),
        verbose_name=_("clarifications"),
    )
    awards = Parts(
        _("award"),
        verbose_name=_("awards and other results"),
        help_text=_("One for each contract, or each lot."),
    )

    calendar_hours = Notice.calendar_hours | {
        "questions_until": _("Deadline for questions"),
        "opening_of_tenders_at": _("Opening of tenders"),
    }
    how_to_answer = ("how_to_submit",)
    called_off = (Outcome.NOTICE_VOID, Outcome.CANCELLED)
    is_found_when_closed = True  # an award is public news
    hours = Notice.hours | {"questions_until": "closes_zone", "opening_of_tenders_at": "closes_zone"}

    class Meta(Notice.Meta):
        verbose_name, verbose_name_plural = _("tender"), _("tenders")

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
        there = gettext("in a draft, and change the deadline from that draft.")
        if self.opening_of_tenders_at and closes_at > self.opening_of_tenders_at:
            raise Refused(
                gettext(
                    "Tenders are opened before that, %(opening_of_tenders)s: set a later opening %(there)s"
                )
                % {"opening_of_tenders": self.opening_of_tenders, "there": there}
            )
        if self.questions_until and closes_at < self.questions_until:
            raise Refused(
                gettext(
                    "Questions are taken after that, until %(last_questions)s: set an earlier end %(there)s"
                )
                % {"last_questions": self.last_questions, "there": there}
            )
