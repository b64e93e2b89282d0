"""Editions with dates that may be tentative, change, or fall through: what is decided of them, and what it comes to."""

from dataclasses import dataclass
from itertools import pairwise

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _

from news.event_dates import Dates
from publishing import clock
from publishing.editions import Stamp
from publishing.lifecycle import Standing
from publishing.models import Edition

from .event_queries import CALLED_OFF, Decision, EventQuerySet, State

TYPED = ["starts_on", "ends_on", "starts_at", "ends_at", "venue_zone", "is_month_only"]
NONE_GIVEN = Q(starts_on=None, ends_on=None, starts_at=None, ends_at=None, is_month_only=False)
DAYS_GIVEN = Q(starts_on__isnull=False, starts_at=None, ends_at=None) & (
    Q(ends_on=None) | Q(ends_on__gte=F("starts_on"), is_month_only=False)
)
HOURS_GIVEN = Q(starts_on=None, ends_on=None, starts_at__isnull=False, is_month_only=False)
NONE_FOLLOW = Q(first_on=None, last_on=None, begins_at=None, over_at=None)
YEARS_MEANT = format_lazy(
    _("Give a year from {first} to {last}."), first=clock.YEARS[0], last=clock.YEARS[-1]
)
ALL_FOLLOW = Q(first_on__isnull=False, begins_at__isnull=False, last_on__gte=F("first_on"))


def zones():
    """As in every field of the back office that takes an hour."""
    from publishing.forms import ZONES  # forms are read after the models

    return [(zone, clock.city(zone)) for zone in ZONES]


@dataclass(frozen=True)
class Turn:
    """What an edition changed about the dates: in words, and the dates that it made invalid, if any."""

    edition: Edition
    words: str
    former: Dates | None


class DatedEdition(Edition):
    """Dates are typed as days at the place, as hours, or as any day of a month that alone is known.

    `first_on` and `last_on`, days at the place, and `begins_at` and `over_at`, instants, follow from them whenever it
    is saved: they are what lists compare. A new date, a postponement or a cancellation is one more edition.
    """

    decision = models.CharField(
        _("what is decided"),
        max_length=10,
        choices=Decision,
        default=Decision.PLANNED,
        help_text=_(
            "Whether it is under way or was held follows from its dates. Where it is postponed or cancelled, "
            "leave the dates as they are: readers see them struck through."
        ),
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Empty: the first day alone.")
    )
    is_month_only = models.BooleanField(
        _("only the month is known"),
        default=False,
        help_text=_("Then any day of that month will do as the first day: readers see “May 2027”."),
    )
    starts_at = models.DateTimeField(_("begins at"), null=True, blank=True)
    ends_at = models.DateTimeField(
        _("ends at"), null=True, blank=True, help_text=_("Empty: it is over when that day is.")
    )
    venue_zone = models.CharField(
        _("time zone of the place"),
        max_length=50,
        choices=zones,
        default=settings.TIME_ZONE,
        help_text=_("Of whole days. Hours bring their own."),
    )
    first_on = models.DateField(null=True, editable=False)
    last_on = models.DateField(null=True, editable=False)
    begins_at = models.DateTimeField(null=True, editable=False)
    over_at = models.DateTimeField(null=True, editable=False)

    objects = EventQuerySet.as_manager()
    hours = Edition.hours | {"starts_at": "venue_zone", "ends_at": "venue_zone"}

    class Meta(Edition.Meta):
        abstract = True
        indexes = [
            *Edition.Meta.indexes,
            models.Index(
                fields=["first_on", "last_on"],
                name="%(class)s_days",
                condition=Q(status="approved", standing="public"),
            ),
        ]
        constraints = [
            *Edition.Meta.constraints,
            models.CheckConstraint(
                condition=NONE_GIVEN | DAYS_GIVEN | HOURS_GIVEN,
                name="%(class)s_days_or_hours",
                violation_error_message=_("Give days or hours, with an end that is not before the start."),
            ),
            models.CheckConstraint(
                condition=(NONE_GIVEN & NONE_FOLLOW) | (ALL_FOLLOW & Q(over_at__gt=F("begins_at"))),
                name="%(class)s_begins_before_it_is_over",
                violation_error_message=_("It would end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(decision__in=Decision.values), name="%(class)s_known_decision"
            ),
        ]

    @property
    def dates(self):
        """As they were typed; false where there are none."""
        return Dates(*(getattr(self, name) for name in TYPED))

    @property
    def dated(self):
        """It is known by its first day, at the place; by that of publication where it has no date."""
        return self.first_on or super().dated

    @property
    def when(self):
        off = f"{State(self.decision).label}: " if self.is_called_off else ""
        return f"{off}{self.dates.days}" if self.dates else off.rstrip(": ")

    @property
    def stamp(self):
        dates = self.dates
        return Stamp(self.dated, dates.machine, dates.days) if dates else Stamp(self.dated)

    @property
    def is_called_off(self):
        return self.decision in CALLED_OFF

    def state(self, at):
        """What the querysets say, of a row that has been read already."""
        if self.is_called_off:
            return State(self.decision)
        is_over = bool(self.over_at) and self.over_at <= at
        if self.decision == Decision.PLANNED:
            return State.LAPSED if is_over else State.PLANNED
        if is_over:
            return State.HELD
        return State.UNDER_WAY if self.begins_at and self.begins_at <= at else State.CONFIRMED

    @property
    def key_facts(self):
        """What is decided of it and its dates, in a sentence that holds whatever the hour."""
        dates = self.dates
        if self.is_called_off:
            off = (gettext(": it does not take place on %(dates)s") % {"dates": dates}) if dates else ""
            return [f"{State(self.decision).label}{off}."]
        if not dates:
            return [gettext("Date to be announced.")]
        return [
            (gettext("Planned for %(dates)s (tentative).") % {"dates": dates})
            if self.decision == Decision.PLANNED
            else f"{dates}."
        ]

    @property
    def told_in_short(self):
        """Dates that do not hold, or not yet, are told as such."""
        dates = self.dates
        if self.is_called_off:
            former = [(gettext("It does not take place on"), str(dates))] if dates else []
            return [(gettext("Decision"), str(State(self.decision).label)), *former]
        tentative = " (tentative)" if self.decision == Decision.PLANNED else ""
        return [(gettext("When"), f"{dates}{tentative}")] if dates else []

    def act_since(self, before):
        turn = _turn(before, self)
        return (turn.words if turn else ""), ""

    @staticmethod
    def turns_among(editions):
        """Each change of the dates in a row of editions, the first one first.

        Of what was removed nothing is told, its dates neither.
        """
        told = [one for one in editions if one.standing != Standing.REMOVED]
        return [turn for old, new in pairwise(told) if (turn := _turn(old, new))]

    def save(self, **kwargs):
        if self.is_month_only and self.starts_on:
            self.starts_on = self.starts_on.replace(day=1)
        self.first_on = self.last_on = self.begins_at = self.over_at = None
        if dates := self.dates:
            self.first_on, self.last_on = dates.first, dates.last
            if not {dates.first.year, dates.last.year} <= {*clock.YEARS}:
                raise ValueError(YEARS_MEANT)
            self.begins_at, self.over_at = dates.begins_at, dates.over_at
        super().save(**kwargs)

    def _copy(self, by, **fields):
        """Whatever text is taken up again, its dates are those that the public has last been told."""
        last = self.last_approved
        return super()._copy(by, **{name: getattr(last, name) for name in ["decision", *TYPED]} | fields)

    def clean(self):
        super().clean()
        if errors := {name: words for name, words in self._wrong_dates() if words}:
            raise ValidationError(errors)

    def _wrong_dates(self):
        """(field, sentence) of what cannot be."""
        has_days, has_hours = self.starts_on or self.ends_on, self.starts_at or self.ends_at
        if has_days and has_hours:
            yield "starts_at", gettext("Give whole days or hours, not both: empty one of the two.")
        if has_hours and self.is_month_only:
            yield (
                "is_month_only",
                gettext("Hours are given, so the day is known: untick this, or empty the hours."),
            )
        if self.is_month_only and not (self.starts_on or has_hours):
            yield "starts_on", gettext("Give any day of that month, or untick that only the month is known.")
        if self.is_month_only and self.ends_on:
            yield "ends_on", gettext("Where only the month is known, there is no last day: empty this.")
        for start, end in (("starts_on", "ends_on"), ("starts_at", "ends_at")):
            yield from self._wrong_order(start, end)
        yield "decision", self._wrong_decision()

    def _wrong_order(self, start, end):
        begins, ends = getattr(self, start), getattr(self, end)
        for name, when in ((start, begins), (end, ends)):
            if when and when.year not in clock.YEARS:
                yield name, YEARS_MEANT
        if ends and not begins:
            yield start, gettext("Say when it begins as well: an end alone is not enough.")
        elif ends and (ends < begins or (ends == begins and end == "ends_at")):
            yield end, gettext("It would end before it begins: put one of the two right.")

    def _wrong_decision(self):
        before = self.predecessor.dates if self.item_id and self.predecessor else None
        if self.decision == Decision.POSTPONED and before and str(before) != str(self.dates):
            return gettext(
                "Postponed means that it does not take place as the public knows it, %(before)s: "
                "leave those dates. Where new dates are known already, choose planned or confirmed: "
                "readers see the former ones struck through."
            ) % {"before": before}
        return ""


def _turn(old, new):
    former = old.dates if old.dates.was_changed_to(new.dates) else None
    if new.is_called_off and new.decision != old.decision:
        words = str(State(new.decision).label)
    elif former:
        words = gettext("Dates changed") if new.dates else gettext("Date taken back")
    elif old.decision == Decision.CANCELLED and not new.is_called_off:
        words = gettext("Takes place after all")
    else:
        return None
    return Turn(new, words, former)
