"""What happened with a tender, in the order of time: read out of its editions, and stored nowhere; a process keeps
what it has read as long as the site stands still.

The page and the release for machines (notices/ocds) both take it from here.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from itertools import count, pairwise
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from publishing import clock
from publishing.deadlines import Deadline
from publishing.difference import Change, blocks_between, difference, relations_of_text, replaced
from publishing.lifecycle import ChangeKind, Standing, Status

from .models import Clarification

# What is told in an entry of its own; whatever else differs is a corrigendum.
TOLD_APART = {"closes_at", "clarifications", "awards", "outcome", "outcome_note"}


class Kind(TextChoices):
    NOTICE = "notice", _("The notice")
    CLARIFICATIONS = "clarifications", _("Clarifications")
    CORRIGENDUM = "corrigendum", _("Corrigendum")
    DEADLINE = "deadline", _("Deadline")
    RESULT = "result", _("Result")
    OUTCOME = "outcome", _("Outcome")
    HOUR = "hour", _("An hour that the call itself sets")


@dataclass(frozen=True)
class Entry:
    """`at` is when the public was told, or the hour itself.

    `number` counts corrigenda from 1. `changes` show from and to; `clarifications` are new ones.
    Of a day without an hour, `at` is its end.
    """

    at: datetime
    kind: Kind
    title: str
    text: str = ""
    number: int = 0
    changes: list[Change] = field(default_factory=list)
    clarifications: list[Clarification] = field(default_factory=list)
    is_day: bool = False


def time_line(tender, at):
    """Every entry up to this edition, as the public reads it at `at`; hours that are still to come are the last."""
    return line_of(editions_up_to(tender, at), at)


def line_of(editions, at):
    told = [entry for old, new in pairwise([None, *editions]) for entry in _told(old, new, at)]
    ended = next((entry.at for entry in reversed(told) if entry.kind == Kind.OUTCOME), None)
    last = editions[-1]
    hours = [one for one in _hours(last) if not (last.outcome and ended and one.at > ended)]
    return sorted(_numbered(told) + hours, key=lambda entry: entry.at)


def editions_up_to(tender, at):
    """The public history until this edition, which a preview may add to it."""
    if tender.number == 1:
        return [tender]
    before = tender.siblings.readable(at).filter(number__lt=tender.number).order_by("number")
    return [*before.prefetch_related(*relations_of_text(tender)), tender]


def _numbered(entries):
    numbers = count(1)
    return [_with_number(entry, numbers) if entry.kind == Kind.CORRIGENDUM else entry for entry in entries]


def _with_number(entry, numbers):
    number = next(numbers)
    return replace(entry, number=number, title=f"{entry.title} {number}")


def _told(old, new, at):
    """What the edition `new` told that `old` had not."""
    told_at = new.publish_at if new.status == Status.APPROVED else at
    if new.standing != Standing.PUBLIC:
        return [Entry(told_at, Kind.NOTICE, new.standing.capitalize(), new.note)]
    begins = []
    if old is None or old.standing != Standing.PUBLIC:
        begins = [Entry(told_at, Kind.NOTICE, gettext("Published again") if old else gettext("Published"))]
    known = old if old and old.standing != Standing.REMOVED else None
    parts = [_corrigendum, _deadline, _clarifications, _results, _outcome]
    return begins + [entry for part in parts for entry in part(known, new, told_at)]


def _deadline(old, new, at):
    if not new.deadline_act or not old:
        return []
    change = Change(gettext("Deadline"), [replaced([str(old.deadline)], [str(new.deadline)])], "closes_at")
    return [Entry(at, Kind.DEADLINE, new.get_deadline_act_display(), new.deadline_reason, changes=[change])]


def _corrigendum(old, new, at):
    """A change of spelling or layout is none: the list of editions has it."""
    if not old or new.change == ChangeKind.MINOR:
        return []
    changes = [_from_to(change) for change in difference(old, new) if change.name not in TOLD_APART]
    is_correction = new.change == ChangeKind.CORRECTION
    if not changes and not is_correction:
        return []
    note = new.note if is_correction else ""
    return [Entry(at, Kind.CORRIGENDUM, gettext("Corrigendum"), note, changes=changes)]


def _from_to(change):
    """Without the paragraphs and rows that stayed as they were."""
    blocks = [block for block in change.blocks if any(run.kind != "same" for run in block)]
    return replace(change, blocks=blocks)


def _clarifications(old, new, at):
    before = _by(old, "clarifications", lambda row: row.number)
    after = _by(new, "clarifications", lambda row: row.number)
    added = [row for number, (row,) in sorted(after.items()) if number not in before]
    entries = []
    if added:
        title = ngettext("Clarification %(numbers)s", "Clarifications %(numbers)s", len(added))
        title %= {"numbers": ", ".join(str(row.number) for row in added)}
        entries = [Entry(at, Kind.CLARIFICATIONS, title, clarifications=added)]
    changes = [
        _changed(
            gettext("Clarification %(number)s") % {"number": number}, before[number], after.get(number, [])
        )
        for number in sorted(before)
    ]
    return entries + _if_any(changes, Entry(at, Kind.CLARIFICATIONS, gettext("Clarifications changed")))


def _results(old, new, at):
    before, after = (_by(one, "awards", lambda row: row.lot or 0) for one in (old, new))
    entries = [
        Entry(at, Kind.RESULT, _result_of(lot), "\n".join(row.sentence for row in rows))
        for lot, rows in sorted(after.items())
        if lot not in before
    ]
    changes = [
        _changed(
            (gettext("Lot %(lot)s") % {"lot": lot}) if lot else gettext("The whole"), rows, after.get(lot, [])
        )
        for lot, rows in sorted(before.items())
    ]
    return entries + _if_any(changes, Entry(at, Kind.RESULT, gettext("Result changed")))


def _result_of(lot):
    return (gettext("Result of lot %(lot)s") % {"lot": lot}) if lot else gettext("Result")


def _outcome(old, new, at):
    before = (old.outcome, old.outcome_note) if old else ("", "")
    if (new.outcome, new.outcome_note) == before or not (new.outcome or before[0]):
        return []
    title = new.get_outcome_display() if new.outcome else gettext("The outcome was taken back")
    return [Entry(at, Kind.OUTCOME, title, new.outcome_note if new.outcome else "")]


def _by(edition, rows, key):
    """{key: [row, …]} of an edition's rows; nothing, where there is no edition."""
    found = {}
    for row in getattr(edition, rows).all() if edition else []:
        found.setdefault(key(row), []).append(row)
    return found


def _changed(label, old, new):
    before, after = ([str(row) for row in rows] for rows in (old, new))
    return _from_to(Change(label, blocks_between(before, after))) if before != after else None


def _if_any(changes, entry):
    changes = [change for change in changes if change]
    return [replace(entry, changes=changes)] if changes else []


def _hours(tender):
    """The hours that the call itself sets, past and coming."""
    zone = ZoneInfo(tender.closes_zone)
    answers = tender.answers_on and datetime.combine(tender.answers_on + timedelta(days=1), time(), zone)
    hours = [
        (tender.opens_at, gettext("The call opens")),
        (tender.questions_until, gettext("Deadline for questions")),
        (tender.closes_at, gettext("Deadline for tenders")),
        (tender.opening_of_tenders_at, gettext("Opening of tenders")),
    ]
    entries = [Entry(at, Kind.HOUR, title, _elsewhere(at, tender)) for at, title in hours if at]
    if answers:
        last = answers - timedelta(seconds=1)
        entries.append(Entry(last, Kind.HOUR, gettext("Answers by this day"), is_day=True))
    return entries


def _elsewhere(at, tender):
    """The hour in the zone of the call, where that is not the one of the seat."""
    return "" if tender.closes_zone == clock.SEAT.key else str(Deadline(at, tender.closes_zone))
