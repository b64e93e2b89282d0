"""What stops or warns before a notice is published."""

from django.utils.translation import gettext

from publishing.checks import rule
from publishing.checks.piece import quoted
from publishing.deadlines import DeadlineAct

from .models import Notice, Opening, Vacancy


@rule(stops=True)
def reference_missing(piece):
    if isinstance(piece.edition, Notice) and not piece.edition.reference_key:
        yield gettext("It has no reference: give the one by which people are to quote it.")


@rule(stops=True)
def reference_taken(piece):
    """Of those that are in force; a draft with the same reference is the later one's matter."""
    if isinstance(piece.edition, Notice):
        other = piece.edition.namesakes().filter(status="approved").first()
        if other:
            whose = gettext("Another %(verbose_name)s, %(title)s,") % {
                "verbose_name": other._meta.verbose_name,
                "title": quoted(other.title),
            }
            yield gettext("%(whose)s has the reference %(reference)s: give this one its own.") % {
                "whose": whose,
                "reference": quoted(other.reference),
            }


@rule(stops=True)
def ended_before_its_deadline_in_silence(piece):
    """With an outcome it is closed: to close early takes a reason that the public reads."""
    notice = piece.edition
    if not isinstance(notice, Opening) or not notice.outcome or notice.outcome_note.strip():
        return
    is_said = notice.deadline_act == DeadlineAct.CLOSED_EARLY or getattr(notice.predecessor, "outcome", "")
    if not is_said and notice.deadline and notice.closes_at > piece.public_at:
        yield (
            gettext(
                "Its deadline, %(deadline)s, is still to come, and this outcome closes it at once: "
                "say why under “more on the outcome”, where the public reads it."
            )
            % {"deadline": notice.deadline}
        )


@rule(stops=True)
def opened_again_in_a_circle(piece):
    notice = piece.edition
    successors = notice.successors() if isinstance(notice, Vacancy) else ()
    if any(one.item_id == notice.item_id for one in successors):
        yield gettext(
            "%(reopened_as)s leads back to this very notice: give the reference of the new one."
        ) % {"reopened_as": quoted(notice.reopened_as)}


@rule(stops=False)
def successor_unknown(piece):
    notice = piece.edition
    if not isinstance(notice, Vacancy) or notice.outcome != Vacancy.Outcome.REOPENED:
        return
    known = Vacancy.objects.referred_to_as(notice.reopened_as).exclude(status="discarded")
    if not (known.for_person(piece.by) if piece.by else known.public()).exists():
        words = quoted(notice.reopened_as)
        yield gettext(
            "No vacancy has the reference %(words)s yet: readers are led to it as soon as one "
            "that has it is public."
        ) % {"words": words}
