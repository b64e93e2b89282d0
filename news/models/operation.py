"""Joint investigations and operations as facts: who, when, against what, and what came of it."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, ExtractYear
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _

from organisation.known_date import KnownDateField, Precision
from organisation.models import CrimeArea, MemberState, Partner
from publishing.clock import YEARS
from publishing.editions import Stamp
from publishing.models import Edition, EditionQuerySet
from publishing.parts import Parts
from publishing.rich_text import RichTextField

from .press_release import admitted

NO_YEAR = format_lazy(_("Give a year from {first} to {last}."), first=YEARS[0], last=YEARS[-1])


class OperationQuerySet(EditionQuerySet):
    def of_states(self, states):
        """Those that one of these states leads or takes part in, each once."""
        roles = [self.model.lead_states.through.objects, self.model.member_states.through.objects]
        led, joined = (
            Exists(rows.filter(operation=OuterRef("pk"), memberstate__in=states)) for rows in roles
        )
        return self.filter(led | joined)

    def with_year(self):
        """Each with the year that it counts in: that of its end, of its start where no end is known, or None.

        Where it is only known that a day was no later than another, that other day counts, as everywhere here.
        """
        return self.annotate(year=ExtractYear(Coalesce("ended_on", "began_on")))

    def latest_first(self):
        """By their period; those of which nothing is known come last."""
        period = Coalesce("ended_on", "began_on")
        return self.select_related("item").order_by(period.desc(nulls_last=True), "-first_public_at", "-id")


class Operation(Edition):
    """One edition of an operation: its results are facts, of which every sum on the site is made.

    While it goes on, its results are provisional. `is_legally_checked` is said of one edition, and of each anew.
    """

    class Kind(models.TextChoices):
        JOINT_INVESTIGATION = "joint", _("Joint investigation")
        REGIONAL_OPERATION = "regional", _("Regional operation")
        INTERNATIONAL_OPERATION = "international", _("International operation")

    class Award(models.TextChoices):
        FIRST = "first", _("First prize")
        SECOND = "second", _("Second prize")
        THIRD = "third", _("Third prize")
        UNKNOWN = "unknown", _("Awarded; which prize is not known")

    class Semester(models.IntegerChoices):
        FIRST = 1, _("first semester")
        SECOND = 2, _("second semester")

    code_name = models.CharField(
        max_length=100,
        help_text=_("In capitals, and kept as you write it: HIT 2, PHOENIX/BRUNO, PHILIPP PLEIN."),
        verbose_name=_("code name"),
    )
    kind = models.CharField(
        max_length=15, choices=Kind, default=Kind.JOINT_INVESTIGATION, verbose_name=_("kind")
    )
    began = KnownDateField(_("from"), _("Its first day. Of a month or a year, any day of it will do."))
    ended = KnownDateField(_("until"), _("Its last day; empty while it goes on, or where it is not known."))
    is_concluded = models.BooleanField(_("concluded"), default=False)
    is_final = models.BooleanField(
        _("results are final"),
        default=False,
        help_text=_("Otherwise every page says that they are provisional."),
    )
    lead_states = models.ManyToManyField(
        MemberState, blank=True, related_name="operations_led", verbose_name=_("leading states")
    )
    member_states = models.ManyToManyField(MemberState, blank=True, verbose_name=_("states taking part"))
    partners = models.ManyToManyField(
        Partner, blank=True, limit_choices_to=admitted, verbose_name=_("partners")
    )
    crime_areas = models.ManyToManyField(CrimeArea, blank=True, verbose_name=_("crime areas"))
    results = Parts(
        _("result"),
        help_text=_("Pages, tables of years and sums all take their numbers from here."),
        verbose_name=_("results"),
    )
    body = RichTextField(
        _("account"),
        help_text=_("How the offenders worked and who worked together. Numbers belong in the results."),
    )
    proceedings = models.CharField(
        _("state of the proceedings"), max_length=200, blank=True, help_text=_("Proceedings are ongoing.")
    )
    award = models.CharField(_("SELEC’s award"), max_length=10, choices=Award, blank=True)
    award_semester = models.PositiveSmallIntegerField(
        choices=Semester, null=True, blank=True, verbose_name=_("award semester")
    )
    award_year = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(YEARS[0], NO_YEAR), MaxValueValidator(YEARS[-1], NO_YEAR)],
        help_text=_("The year whose cases were awarded."),
        verbose_name=_("award year"),
    )
    is_legally_checked = models.BooleanField(
        _("legal check made"),
        default=False,
        help_text=_(
            "Somebody with that duty has read this text: nobody is called guilty before a court has said so, "
            "no suspect is named. Each edition needs it anew; without it, none is published."
        ),
    )

    objects = OperationQuerySet.as_manager()
    own_acts = {"is_legally_checked"}
    known_by = ["code_name"]

    class Meta(Edition.Meta):
        verbose_name, verbose_name_plural = _("operation"), _("operations")
        constraints = [
            *Edition.Meta.constraints,
            models.CheckConstraint(
                condition=Q(is_concluded=True) | Q(is_final=False, ended_on=None, award=""),
                name="operation_goes_on",
                violation_error_message=_("What goes on has no end, no final results and no award."),
            ),
            models.CheckConstraint(
                condition=~Q(began_precision="day", ended_precision="day")
                | Q(began_on=None)
                | Q(ended_on=None)
                | Q(ended_on__gte=F("began_on")),
                name="operation_ends_after_start",
                violation_error_message=_("It would end before it begins."),
            ),
            models.CheckConstraint(
                condition=(Q(award_semester=None) | Q(award_year__isnull=False))
                & (Q(award_year=None) | ~Q(award="")),
                name="operation_award",
                violation_error_message=_("A semester needs its year, and a year the award."),
            ),
            models.CheckConstraint(
                condition=(Q(award_semester=None) | Q(award_semester__in=[1, 2]))
                & (Q(award_year=None) | Q(award_year__range=(YEARS[0], YEARS[-1]))),
                name="operation_award_when",
            ),
            models.CheckConstraint(
                condition=Q(began_precision__in=Precision.values, ended_precision__in=Precision.values),
                name="operation_known_dates",
            ),
        ]

    @property
    def kind_in_words(self):
        return self.get_kind_display()

    def address(self, slug):
        return reverse("news:operation", args=[slug])

    @property
    def stamp(self):
        """The year that it counts in, as `with_year` says."""
        day = self.ended_on or self.began_on
        return Stamp(day, str(day.year), str(day.year)) if day else Stamp(self.dated)

    @property
    def award_when(self):
        """ "first semester of 2012", "2012", or nothing."""
        semester = f"{self.get_award_semester_display()} of " if self.award_semester else ""
        return f"{semester}{self.award_year}" if self.award_year else ""

    @property
    def results_state(self):
        return gettext("Final results") if self.is_final else gettext("Provisional results")

    @property
    def regional_results(self):
        return [result for result in self.results.all() if result.is_counted]

    @property
    def wider_results(self):
        """Of the whole operation, where it reached beyond the region."""
        return [result for result in self.results.all() if not result.is_counted]

    def clean(self):
        super().clean()
        if errors := {name: sentence for name, sentence in self._wrong() if sentence}:
            raise ValidationError(errors)

    def _wrong(self):
        if not self.is_concluded:
            closed = gettext("Tick that it is concluded, or {}.")
            yield (
                "ended_on",
                self.ended_on and closed.format(gettext("leave its last day empty while it goes on")),
            )
            yield (
                "is_final",
                self.is_final and closed.format(gettext("untick this: what goes on has no final results")),
            )
            yield "award", self.award and closed.format(gettext("take the award out"))
        if self.began and self.ended and self.ended.latest < self.began.earliest:
            yield "ended_on", gettext("It would end before it begins: put one of the two right.")
        if self.award_semester and not self.award_year:
            yield "award_year", gettext("Say of which year that semester is.")
        if (self.award_year or self.award_semester) and not self.award:
            yield (
                "award",
                gettext("Choose the award to which that semester or year belongs, or empty the two."),
            )
