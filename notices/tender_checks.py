"""What stops or warns before a tender is published, or anything that is added to it later."""

import re
from datetime import timedelta

from django.utils.translation import gettext

from publishing.checks import rule
from publishing.checks.piece import quoted
from publishing.desk import url_of
from publishing.difference import difference
from publishing.lifecycle import ChangeKind, Status

from .consistency import gaps, of_stored, rows_of
from .models import Tender
from .time_line import TOLD_APART

# Who answers has to be left time for what is new: six days, as Article 47(3) of Directive 2014/24/EU has it.
LAST_DAYS = timedelta(days=6)
# What may change until the last hour: nobody's tender depends on it.
BESIDE_THE_CALL = TOLD_APART - {"clarifications"} | {"title", "summary"}
BESIDE_THE_CALL |= {"contact_name", "contact_phone", "contact_email"}
WORDS_ALONE = {"title", "summary", "description", "how_to_submit", "criteria", "site_visit", "funding"}
WORDS_ALONE |= {"opening_place", "contact_name", "outcome_note"}
ANYBODY = (
    r"(?:(?:the|an?|several|some|many|other) )*(?:tenderers?|bidders?|candidates?|suppliers?|operators?)\b"
)
ASKED_BY = re.compile(
    r"\b(?:(?:asked|raised) by|(?:questions?|quer(?:y|ies)|enquir(?:y|ies)|requests?) (?:by|from)) "
    rf"(?!{ANYBODY})(?:the |an? )?[^\W\d_][\w&.’'-]*",
    re.IGNORECASE,
)
# A name with the form of a company, as the region's registers write them; "SA 8000" is a standard.
COMPANY = re.compile(
    r"\b[A-ZÀ-Ž][\w&’'-]*,? (?:Ltd|LLC|PLC|Inc|GmbH|S\.?R\.?L|S\.?A|S\.?p\.?A|d\.?o\.?o\.?(?:el)?|E?OOD|EAD|"
    r"Kft|Zrt|Sh\.?p\.?k|A\.?Ş)\b(?! ?\d)"
)


def before(tender):
    """The public edition that this one follows; None for the first, or once it is approved."""
    return tender.predecessor if tender.status != Status.APPROVED else None


def changed(tender):
    """{field: label} of what this edition changes."""
    earlier = before(tender)
    return {one.name: one.label for one in difference(earlier, tender)} if earlier else {}


@rule(stops=True)
def tender_contradicts_itself(piece):
    if isinstance(piece.edition, Tender):
        yield from (sentence for _field, sentence in of_stored(piece.edition))


@rule(stops=True)
def more_than_a_minor_change(piece):
    tender = piece.edition
    if not isinstance(tender, Tender) or tender.change != ChangeKind.MINOR:
        return
    facts = [label for name, label in changed(tender).items() if name not in WORDS_ALONE]
    if facts:
        yield gettext(
            "It changes more than words (%(facts)s): call it an update or a correction, not minor."
        ) % {"facts": _listed(facts)}


@rule(stops=False)
def late_change(piece):
    """Who extends the deadline with it has answered this already."""
    tender = piece.edition
    if not isinstance(tender, Tender) or tender.outcome or not tender.closes_at:
        return
    earlier, left = before(tender), tender.closes_at - piece.public_at
    if not earlier or tender.closes_at > earlier.closes_at or not timedelta(0) < left <= LAST_DAYS:
        return
    labels = [label for name, label in changed(tender).items() if name not in BESIDE_THE_CALL]
    if labels and tender.change != ChangeKind.MINOR:
        sentence = gettext(
            "It changes the call (%(labels)s) within the last %(days)s days before its deadline, "
            "%(deadline)s: extend the deadline as well, or say why not."
        ) % {"labels": _listed(labels), "days": LAST_DAYS.days, "deadline": tender.deadline}
        is_draft = tender.status == Status.DRAFT
        yield (sentence, url_of(tender, "extend"), gettext("Extend the deadline")) if is_draft else sentence


@rule(stops=False)
def clarification_missing(piece):
    if not isinstance(piece.edition, Tender):
        return
    missing = gaps([row.number for row in rows_of(piece.edition, "clarifications")])
    if missing:
        yield gettext(
            "The clarifications go on without number %(missing)s: readers are not told, but may wonder."
        ) % {"missing": _listed(missing)}


@rule(stops=False)
def asker_named(piece):
    """Nobody is to learn who asked: neither the public, nor who else tenders."""
    if not isinstance(piece.edition, Tender):
        return
    contractors = [row.contractor for row in rows_of(piece.edition, "awards") if row.contractor]
    for row in rows_of(piece.edition, "clarifications"):
        if name := named_in(f"{row.question}\n{row.answer}", contractors):
            yield (
                gettext(
                    "Clarification %(number)s seems to name who asked (%(name)s): put it in words that "
                    "fit everybody who tenders."
                )
                % {"number": row.number, "name": quoted(name)}
            )


def named_in(words, contractors=()):
    """The first words that seem to name somebody; empty for none."""
    found = ASKED_BY.search(words) or COMPANY.search(words)
    known = (name for name in contractors if name.casefold() in words.casefold())
    return found[0] if found else next(known, "")


@rule(stops=False)
def every_lot_is_decided(piece):
    tender = piece.edition
    if not isinstance(tender, Tender) or tender.outcome:
        return
    decided = {row.lot for row in rows_of(tender, "awards")}
    if decided and (None in decided or not {lot.number for lot in rows_of(tender, "lots")} - decided):
        yield gettext("Nothing is left to be decided: say how the whole ended, under “outcome”.")


def _listed(words):
    """As within a sentence: "estimated value, CPV code"."""
    return ", ".join(word if word[:2].isupper() else word[:1].lower() + word[1:] for word in map(str, words))
