"""What is decided of an event, what follows from that and the clock, and both in SQL."""

from datetime import timedelta

from django.db import models
from django.db.models import Case, DateField, F, Q, When
from django.db.models.functions import Coalesce, ExtractYear, Now, TruncDate, TruncMonth
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.clock import SEAT
from publishing.models import EditionQuerySet


class Decision(models.TextChoices):
    """What staff decide. Of a postponed or cancelled event the dates are those on which it does not take place."""

    PLANNED = "planned", _("Planned, dates tentative")
    CONFIRMED = "confirmed", _("Confirmed")
    POSTPONED = "postponed", _("Postponed, no new date yet")
    CANCELLED = "cancelled", _("Cancelled")


class State(models.TextChoices):
    """What a reader is told at a moment. Tentative dates that have passed are no proof that anything was held."""

    PLANNED = "planned", _("Planned")
    CONFIRMED = "confirmed", _("Confirmed")
    UNDER_WAY = "under_way", _("Under way")
    HELD = "held", _("Held")
    LAPSED = "lapsed", _("Not confirmed")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")


CALLED_OFF = [Decision.POSTPONED, Decision.CANCELLED]
CALENDARS_KEEP = timedelta(days=365)


class EventQuerySet(EditionQuerySet):
    """`at` as in the gate. At each moment an event is one of upcoming, under way and past."""

    def upcoming(self, at=None):
        """To come, or without a date that would be over; also what was called off, until its dates have passed."""
        is_to_come = Q(begins_at__gt=at or Now()) | Q(begins_at=None) | ~Q(decision=Decision.CONFIRMED)
        return self.not_past(at).filter(is_to_come)

    def under_way(self, at=None):
        at = at or Now()
        return self.filter(decision=Decision.CONFIRMED, begins_at__lte=at, over_at__gt=at)

    def not_past(self, at=None):
        """Upcoming and under way; what is postponed is not over as long as it may still take place."""
        has_no_end = Q(over_at=None) & ~Q(decision=Decision.CANCELLED)
        return self.filter(Q(over_at__gt=at or Now()) | has_no_end | Q(decision=Decision.POSTPONED))

    def past(self, at=None):
        """Over, whatever became of it; what was cancelled without ever having had a date is, at once."""
        is_over = Q(over_at__lte=at or Now()) & ~Q(decision=Decision.POSTPONED)
        return self.filter(is_over | Q(over_at=None, decision=Decision.CANCELLED))

    def not_long_past(self, at=None):
        """Those that calendars still have: a year after it was over, what was kept of an event is history."""
        return self.exclude(over_at__lte=(at or clock.now()) - CALENDARS_KEEP)

    def overlapping(self, first, last):
        """Those with a day, at their place, from the date `first` to `last`; or of whose month no day is known."""
        return self.filter(first_on__lte=last, last_on__gte=first)

    def leading_to(self, release):
        """Those of which the release, any edition of it, tells the outcome."""
        return self.filter(outcome_release__item=release.item_id)

    def soonest_first(self, at=None):
        """What goes on, then what comes, month by month: in each, what has no day yet stands behind; what has no
        date in force comes last."""
        at = at or Now()
        goes_on = Q(decision=Decision.CONFIRMED, begins_at__lte=at, over_at__gt=at)
        order = Case(When(goes_on, then=0), default=1)
        month = Case(
            When(decision=Decision.POSTPONED, then=None),
            default=TruncMonth("first_on"),
            output_field=DateField(),
        )
        rows = self.select_related("item").annotate(is_to_come=order, month=month)
        month, begins = (F(name).asc(nulls_last=True) for name in ("month", "begins_at"))
        return rows.order_by("is_to_come", month, "is_month_only", begins, "id")

    def with_year(self):
        """Each with the year in which it takes place, at the place; without a date, in which it became public."""
        return self.annotate(
            year=Coalesce(ExtractYear("first_on"), ExtractYear("first_public_at", tzinfo=SEAT))
        )

    def with_day(self):
        return self.annotate(day=Coalesce("first_on", TruncDate("first_public_at", tzinfo=SEAT)))

    def latest_first(self):
        began = Coalesce("begins_at", "first_public_at")
        return self.with_year().select_related("item").order_by("-year", began.desc(), "-id")
