"""Editions with a deadline: open or closed in SQL and in Python, and the acts that move the deadline."""

from functools import reduce
from itertools import pairwise
from operator import or_

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from . import clock
from .calendar_entries import CANCELLED, CONFIRMED, Entry
from .checks.dates import faults_at
from .deadline_moves import ACT_OF, ASKED_TO
from .deadlines import SOON, Deadline, DeadlineAct, State, day_in_words
from .editions import Edition
from .gate import EditionQuerySet
from .lifecycle import ChangeKind, Refused, Standing, Status


def is_closed(at=None):
    """The condition on which an edition with a deadline is closed at `at`."""
    return ~Q(outcome="") | Q(closes_at__lte=at or Now())


class DeadlineQuerySet(EditionQuerySet):
    """`at` as in the gate: an aware instant, the database's own now when it is left out."""

    def indexed(self, at=None):
        """What is closed is kept for the record, and to be found no more; but for kinds of which the end is news."""
        public = super().indexed(at)
        return public if self.model.is_found_when_closed else public.not_closed(at)

    def not_yet_open(self, at=None):
        return self.not_closed(at).filter(opens_at__gt=at or Now())

    def open(self, at=None):
        at = at or Now()
        return self.not_closed(at).filter(Q(opens_at=None) | Q(opens_at__lte=at))

    def not_closed(self, at=None):
        """Open, or not yet open."""
        return self.filter(Q(closes_at=None) | Q(closes_at__gt=at or Now()), outcome="")

    def closed(self, at=None):
        return self.filter(is_closed(at))

    def with_hours_to_come(self, at=None):
        """With an hour that is still to come, such as the opening of tenders: not ended, or called off."""
        to_come = [Q(**{f"{name}__gt": at or Now()}) for name in self.model.calendar_hours]
        return self.filter(reduce(or_, to_come), outcome__in=["", *self.model.called_off])

    def closed_without_outcome(self, before):
        return self.filter(outcome="", closes_at__lte=before)

    def soonest_first(self):
        """In the order of lists of what is open: by deadline, those without one last."""
        return self.select_related("item").order_by(F("closes_at").asc(nulls_last=True), "id")


class DeadlinedEdition(Edition):
    """An edition that people have to answer within [opens_at, closes_at); open from its publication where
    `opens_at` is empty, and without an end where `closes_at` is.

    A deadline that was public is changed by an act alone: `deadline_act` names it, `deadline_reason` is public.
    `outcome` is how it ended; each kind has choices of its own. With an outcome it is closed.
    """

    opens_at = models.DateTimeField(
        _("opening"), null=True, blank=True, help_text=_("Empty: open as soon as it is public.")
    )
    closes_at = models.DateTimeField(_("deadline"), null=True, blank=True)
    closes_zone = models.CharField(max_length=50, default=settings.TIME_ZONE, editable=False)
    deadline_act = models.CharField(max_length=12, choices=DeadlineAct, blank=True, editable=False)
    deadline_reason = models.TextField(max_length=2000, blank=True, editable=False)
    outcome = models.CharField(max_length=20, blank=True, verbose_name=_("outcome"))

    objects = DeadlineQuerySet.as_manager()
    hours = Edition.hours | {"opens_at": "closes_zone", "closes_at": "closes_zone"}
    called_off = ("cancelled",)  # outcomes by which its hours hold no more
    is_found_when_closed = False  # by search engines
    calendar_name = "deadline"
    calendar_hours = {"closes_at": _("Deadline")}  # what calendars have of it, and call it
    how_to_answer = ()  # texts that are of no use once it is closed
    told_of_outcome = ("outcome",)  # fields that tell how it ended: reopened, it has not ended

    class Meta(Edition.Meta):
        abstract = True
        constraints = [
            *Edition.Meta.constraints,
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(opens_at__lt=F("closes_at")),
                name="%(class)s_opens_before_it_closes",
                violation_error_message=_("It would open after its deadline."),
            ),
        ]

    @property
    def deadline(self):
        return Deadline(self.closes_at, self.closes_zone) if self.closes_at else None

    @property
    def when(self):
        return (
            (gettext("Deadline: %(local)s") % {"local": day_in_words(self.local("closes_at"))})
            if self.closes_at
            else super().when
        )

    @property
    def opening(self):
        return Deadline(self.opens_at, self.closes_zone) if self.opens_at else None

    @property
    def known(self):
        """The edition by which the public has been told its hours last, or will be; None before it is public at all."""
        last = self.last_approved
        is_told = last.status == Status.APPROVED and last.first_public_at <= clock.now()
        return last if is_told else None

    @property
    def settled_hours(self):
        """An opening that is to come may still be typed: its history tells that it was moved."""
        known, now = self.known, clock.now()
        if not known or not known.closes_at:
            return []
        return ["closes_at"] if known.opens_at and known.opens_at > now else ["opens_at", "closes_at"]

    @property
    def must_close(self):
        """Whether it cannot be published without a deadline."""
        return True

    def state(self, at):
        """What the querysets say, of a row that has been read already."""
        if self.outcome or (self.closes_at and self.closes_at <= at):
            return State.CLOSED
        if self.opens_at and self.opens_at > at:
            return State.NOT_YET
        return State.SOON if self.closes_at and self.closes_at - at <= SOON else State.OPEN

    @property
    def key_facts(self):
        act = self.deadline_act and f"{self.get_deadline_act_display()}: {self.deadline_reason}"
        opens = self.opening and (gettext("Opens on %(opening)s.") % {"opening": self.opening})
        closes = self.deadline and (gettext("Deadline: %(deadline)s.") % {"deadline": self.deadline})
        return [sentence for sentence in (opens, closes, act, self.how_it_ended) if sentence]

    @property
    def how_it_ended(self):
        return f"{self.get_outcome_display()}." if self.outcome else ""

    @property
    def told_in_short(self):
        """What has ended has no deadline to tell any more."""
        if self.outcome:
            return [(gettext("Outcome"), self.how_it_ended)]
        hours = [(gettext("Opens"), self.opening), (gettext("Deadline"), self.deadline)]
        return [(label, str(hour)) for label, hour in hours if hour]

    def act_since(self, before):
        if not self.deadline_act:
            has_ended = self.outcome and self.outcome != before.outcome
            return (self.get_outcome_display(), "") if has_ended else ("", "")
        is_moved = before.deadline and before.deadline != self.deadline
        former = (
            (gettext(" The deadline was %(deadline)s before.") % {"deadline": before.deadline})
            if is_moved
            else ""
        )
        return self.get_deadline_act_display(), f"{self.deadline_reason}{former}"

    @property
    def calendar_entries(self):
        """Of what was called off too: whoever has its hours learns that they hold no more."""
        is_off = self.outcome in self.called_off
        is_told = is_off or not self.outcome
        hours = [name for name in self.calendar_hours if is_told and getattr(self, name)]
        category = capfirst(str(self._meta.verbose_name))
        return [
            Entry(
                key=name.removesuffix("_at").replace("_", "-"),
                title=f"{gettext('Cancelled: ') if is_off else ''}{self.calendar_hours[name]}: {self.title}",
                starts=self.local(name),
                status=CANCELLED if is_off else CONFIRMED,
                category=category,
                is_deadline=True,
            )
            for name in hours
        ]

    def _is_told(self, name, at):
        return name not in self.how_to_answer or self.state(at) in (State.OPEN, State.SOON)

    @staticmethod
    def deadlines_changed_among(editions):
        """Each act on the deadline in a row of editions, the first one first: (edition, Deadline before).

        None in place of a deadline that is the same as before: reopened was what an outcome had closed.
        """
        pairs = [pair for pair in pairwise(editions) if pair[1].deadline_act]
        return [(new, old.deadline if old.closes_at != new.closes_at else None) for old, new in pairs]

    # Acts

    def extend(self, by, reason, closes_at, zone=""):
        return self._set_deadline("extend", by, reason, closes_at, zone)

    def correct_deadline(self, by, reason, closes_at, zone=""):
        return self._set_deadline("correct_deadline", by, reason, closes_at, zone)

    def close_early(self, by, reason, closes_at, zone=""):
        return self._set_deadline("close_early", by, reason, closes_at, zone)

    def reopen(self, by, reason, closes_at, zone=""):
        return self._set_deadline("reopen", by, reason, closes_at, zone)

    @transaction.atomic
    def _set_deadline(self, verb, by, reason, closes_at, zone):
        """An edition for review with the new deadline; of a draft, the draft itself."""
        self._claim(verb, by, reason)
        self._refuse_deadline(verb, closes_at)
        fields = {"closes_at": closes_at, "closes_zone": zone or self.closes_zone}
        fields |= {"deadline_act": ACT_OF[verb], "deadline_reason": reason}
        fields |= dict.fromkeys(self.told_of_outcome if verb == "reopen" else (), "")
        now = clock.now()
        if self.status == Status.DRAFT:
            self._store(**fields, edited_by=by, edited_at=now)
            edition = self
        else:
            fields |= {"status": Status.IN_REVIEW, "submitted_by": by, "submitted_at": now}
            edition = self._copy(by, change=ChangeKind.UPDATE, **fields)
        edition.log(ASKED_TO[verb], by, f"{edition.deadline}: {reason}")
        return edition

    def _refuse_deadline(self, verb, closes_at):
        before = self.last_approved.deadline
        if closes_at <= clock.now():
            raise Refused(gettext("That hour is past: choose a later one."))
        if self.opens_at and closes_at <= self.opens_at:
            raise Refused(
                gettext("It opens only at %(opening)s: choose a later hour.") % {"opening": self.opening}
            )
        if verb == "extend" and closes_at <= before.at:
            raise Refused(
                gettext("That is not later than the present deadline, %(before)s.") % {"before": before}
            )
        if verb == "close_early" and closes_at >= before.at:
            raise Refused(
                gettext("That is not before the present deadline, %(before)s.") % {"before": before}
            )
        if closes_at == before.at and verb != "reopen":  # what an outcome has closed may keep it
            raise Refused(gettext("That is its deadline already."))
        if self.outcome and verb in ("extend", "correct_deadline"):
            raise Refused(gettext("This draft says how it ended: take that out first."))

    def _copy(self, by, **fields):
        """Whatever text is taken up again, the deadline is the one that the public has last been told."""
        last = self.last_approved
        kept = {name: getattr(last, name) for name in ("opens_at", "closes_at", "closes_zone")}
        return super()._copy(by, **kept | fields)

    def _hours(self, publish_at):
        """Nothing closes before the public is told so; nor is an hour chosen at which the deadline is wrong."""
        if self.standing == Standing.PUBLIC and (faults := faults_at(self, publish_at)):
            raise Refused(" ".join(faults))
        is_late = self.deadline_act == DeadlineAct.CLOSED_EARLY and self.closes_at < publish_at
        is_called_minor = self.deadline_act and self.change == ChangeKind.MINOR
        return {
            **({"closes_at": publish_at} if is_late else {}),
            **({"change": ChangeKind.UPDATE} if is_called_minor else {}),
        }
