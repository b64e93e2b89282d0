"""What stops or warns before an event is published."""

from django.utils.translation import gettext

from publishing.checks import rule
from publishing.clock import in_words
from publishing.lifecycle import ChangeKind

from .models import Decision, Event


def is_event(piece):
    return isinstance(piece.edition, Event)


@rule(stops=True)
def confirmed_without_days(piece):
    """Of what is long past, no more than the month may be known."""
    edition = piece.edition
    if not is_event(piece) or edition.decision != Decision.CONFIRMED:
        return
    if not edition.dates:
        yield gettext("It is confirmed, and has no dates: give them, or choose planned until they are known.")
    elif edition.is_month_only and edition.over_at > piece.public_at:
        yield gettext(
            "It is confirmed, and only its month is given: give the days, or choose planned until they are known."
        )


@rule(stops=True)
def dates_changed_as_minor(piece):
    edition = piece.edition
    if not is_event(piece) or edition.change != ChangeKind.MINOR or not (before := edition.predecessor):
        return
    if str(before.dates) != str(edition.dates) or before.decision != edition.decision:
        yield (
            gettext(
                "Its dates, or what is decided of it, are others than the public knows: that is no minor change. "
                "Choose update, or correction where they were wrong."
            )
        )


@rule(stops=True)
def accreditation_unexplained(piece):
    edition = piece.edition
    if is_event(piece) and edition.press == Event.Press.ACCREDITATION and not edition.press_how.strip():
        yield gettext("The press has to be accredited: say how, under “For the press”.")


@rule(stops=False)
def place_missing(piece):
    if is_event(piece) and not piece.edition.where:
        yield gettext("It has no place: give one, or say that it takes place online.")


@rule(stops=False)
def called_off_without_reason(piece):
    edition = piece.edition
    if not is_event(piece) or not edition.is_called_off or edition.note.strip():
        return
    before = edition.predecessor
    if before and before.decision != edition.decision:
        what = Decision(edition.decision).value
        yield gettext(
            "It is %(what)s: say why in the public note, and what people who meant to come should do."
        ) % {"what": what}


@rule(stops=False)
def tentative_dates_past(piece):
    edition = piece.edition
    if not is_event(piece) or edition.decision != Decision.PLANNED or not edition.over_at:
        return
    if edition.over_at <= piece.public_at:
        yield gettext(
            "Its tentative dates, %(dates)s, are past: confirm that it was held, or say what became of it."
        ) % {"dates": edition.dates}


@rule(stops=False)
def report_before_end(piece):
    edition = piece.edition
    if is_event(piece) and edition.report.strip() and edition.over_at and edition.over_at > piece.public_at:
        hour = in_words(edition.over_at, edition.venue_zone)
        yield gettext(
            "It has a text for the time after the event, which is over only at %(hour)s: readers "
            "see it before."
        ) % {"hour": hour}


@rule(stops=False)
def accreditation_past(piece):
    edition = piece.edition
    if is_event(piece) and edition.accreditation and edition.accreditation_until <= piece.public_at:
        before = edition.predecessor
        if not before or before.accreditation_until != edition.accreditation_until:
            yield gettext("Accreditation ends at %(accreditation)s, before anybody reads of it.") % {
                "accreditation": edition.accreditation
            }
