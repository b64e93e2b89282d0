"""What a tender may not say at once: asked by its form as it is typed, and by the checks before publication."""

from collections import Counter
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, gettext_lazy as _, ngettext

from publishing.deadlines import day_in_words as day

from .models import Tender

Outcome = Tender.Outcome
NOT_WHOLE = _("Not every lot was awarded: choose “awarded in part”.")
ROWS = ("lots", "clarifications", "awards")
ENDED_WITHOUT = {Outcome.NO_AWARD, Outcome.NOTICE_VOID, Outcome.CANCELLED}


def contradictions(tender, lots, clarifications, awards):
    """(field, sentence) of each; the rows are as they were typed, or as they are stored."""
    yield from _days(tender)
    yield from _numbers(lots, clarifications, awards)
    yield from _outcome(tender, lots, awards)


def of_stored(tender):
    return contradictions(tender, *(rows_of(tender, name) for name in ROWS))


def rows_of(tender, name):
    """Its stored rows; none of what was never stored."""
    return list(getattr(tender, name).all()) if tender.pk else []


def _days(tender):
    closes, asked, opened = tender.closes_at, tender.questions_until, tender.opening_of_tenders_at
    deadline = {"deadline": tender.deadline}
    if asked and closes and asked > closes:
        words = gettext("Questions would be taken after the deadline for tenders, %(deadline)s.")
        yield "questions_until", words % deadline
    if opened and closes and opened < closes:
        words = gettext("Tenders would be opened before their deadline, %(deadline)s.")
        yield "opening_of_tenders_at", words % deadline
    if not tender.answers_on:
        return
    last_asked, last = (_local_day(tender, hour) for hour in (asked, closes))
    if last_asked and tender.answers_on < last_asked:
        words = gettext("Questions are taken until %(day)s: answers come on that day at the earliest.")
        yield "answers_on", words % {"day": day(last_asked)}
    if last and tender.answers_on > last:
        words = gettext("The deadline for tenders is on %(day)s: answers would come too late.")
        yield "answers_on", words % {"day": day(last)}


def _local_day(tender, instant):
    return instant and instant.astimezone(ZoneInfo(tender.closes_zone)).date()


def _numbers(lots, clarifications, awards):
    for name, rows in (("lots", lots), ("clarifications", clarifications)):
        for number in _twice(row.number for row in rows):
            yield (
                name,
                gettext("Two %(name)s have the number %(number)s: give each its own.")
                % {"name": name, "number": number},
            )
    known = {lot.number for lot in lots}
    for number in sorted({award.lot for award in awards} - known - {None}):
        yield (
            "awards",
            gettext("There is no lot %(number)s: give the number of one of the lots, or leave it empty.")
            % {"number": number},
        )
    if known and any(award.lot is None for award in awards):
        yield "awards", gettext("There are lots: say for each award which lot it is about.")
    yield from _results(awards)


def _results(awards):
    """A lot is awarded, or it is not; and nobody is awarded the same lot twice."""
    by_lot = {}
    for award in awards:
        by_lot.setdefault(award.lot, []).append(award)
    for lot, rows in by_lot.items():
        what = (gettext("Lot %(lot)s") % {"lot": lot}) if lot else gettext("The whole")
        if len(rows) > 1 and not all(row.is_awarded for row in rows):
            yield "awards", gettext("%(what)s is said to end in two ways: keep one result.") % {"what": what}
        for contractor in _twice(row.contractor for row in rows if row.is_awarded):
            yield (
                "awards",
                gettext("%(what)s is awarded to %(contractor)s twice: put the two into one row.")
                % {"what": what, "contractor": contractor},
            )


def _twice(values):
    return [value for value, number in Counter(values).items() if number > 1]


def _outcome(tender, lots, awards):
    outcome, awarded = tender.outcome, [award for award in awards if award.is_awarded]
    won = {award.lot for award in awarded}
    if outcome in (Outcome.AWARDED, Outcome.PARTLY):
        yield from _decided(outcome, lots, awards, won)
    elif outcome and awarded:
        yield "outcome", gettext("Something was awarded: then it ended “awarded” or “awarded in part”.")
    if outcome in ENDED_WITHOUT and not tender.outcome_note.strip():
        yield "outcome_note", gettext("Say why it ended so: the public reads this.")


def _decided(outcome, lots, awards, won):
    if not won:
        yield "awards", gettext("Say who was awarded what: contractor, value and date.")
        return
    open_lots = sorted({lot.number for lot in lots} - {award.lot for award in awards})
    if open_lots:
        yield (
            "awards",
            gettext("How did %(lots)s end? Each lot needs a result before the whole is at its end.")
            % {"lots": _lots(open_lots)},
        )
        return
    is_whole = not {lot.number for lot in lots} - won
    if is_whole != (outcome == Outcome.AWARDED):
        yield "outcome", gettext("Nothing was left over: choose “awarded”.") if is_whole else NOT_WHOLE


def _lots(numbers):
    return ngettext("lot %(numbers)s", "lots %(numbers)s", len(numbers)) % {
        "numbers": ", ".join(map(str, numbers))
    }


def gaps(numbers):
    """What is missing of 1, 2, 3, … up to the highest of `numbers`."""
    return sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
