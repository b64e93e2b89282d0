"""What staff are warned of: gaps, names of who asked, changes in the last days."""

from datetime import timedelta

import pytest
from django.urls import reverse

from notices.consistency import gaps
from notices.tender_checks import named_in
from publishing.checks import findings
from publishing.lifecycle import Status
from tests.make import at, whole

from .tenders import TWO_LOTS, answered, lost, sent, tender, won

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
CLOSES = at("2026-12-01 16:00")
NOTE = {"outcome_note": "Because."}


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


def found(edition, by=None):
    return [finding.rule for finding in findings(edition, by, with_neighbours=False)]


def sentences(edition):
    return [finding.sentence for finding in findings(edition, with_neighbours=False)]


def test_a_gap_in_the_numbers_is_told_to_staff(procurement):
    draft = tender(by=whole, status=Status.DRAFT, closes_at=CLOSES, clarifications=answered(1, 4))
    assert "The clarifications go on without number 2, 3" in " ".join(sentences(draft))
    page = procurement.post(
        reverse("admin:notices_tender_add"), dict(sent(clarifications=answered(2))), follow=True
    )
    assert "The clarifications go on without number 1" in page.content.decode()


@pytest.mark.parametrize(
    ("numbers", "missing"), [([], []), ([1, 2], []), ([2], [1]), ([5, 1, 3], [2, 4]), ([3, 2, 1], [])]
)
def test_gaps(numbers, missing):
    assert gaps(numbers) == missing


NAMING = [
    "Example Supplies Ltd asks whether it may send two tenders.",
    "We, Sample Trade GmbH, would like to know.",
    "Asked by Northwind: is a guarantee needed?",
    "Question from a Croatian company: is a guarantee needed?",
    "The query from Beispiel d.o.o. was answered.",
    "Exemplu S.R.L. wants to see the room.",
    "Is Primer EOOD allowed?",
]
NAMING_NOBODY = [
    "May a tender be sent by e-mail?",
    "Questions from tenderers are answered within three days.",
    "Is a certificate under SA 8000 accepted?",
    "Asked by several tenderers: is a guarantee needed?",
    "The deadline was set by the Council; may it be moved?",
    "A question raised by a tenderer is answered here.",
    "Ltd companies and others: are both admitted?",
]


@pytest.mark.parametrize("words", NAMING)
def test_words_that_seem_to_name_who_asked_are_found(words):
    assert named_in(words)


@pytest.mark.parametrize("words", NAMING_NOBODY)
def test_words_that_name_nobody_are_left_alone(words):
    assert not named_in(words)


def test_a_clarification_that_seems_to_name_who_asked_is_a_warning():
    rows = [{"number": 1, "question": "Northwind wants to know?", "answer": "Yes."}]
    edition = tender(by=whole, closes_at=NOW, clarifications=rows, awards=[won(contractor="Northwind")])
    assert any("Clarification 1 seems to name who asked (“Northwind”)" in one for one in sentences(edition))


def test_an_address_in_an_answer_is_found_as_in_any_text():
    rows = [{"number": 1, "question": "Who?", "answer": "Write to ann@example.com."}]
    edition = tender(by=whole, closes_at=CLOSES, clarifications=rows)
    assert any("ann@example.com" in one and "clarification 1" in one for one in sentences(edition))


CHANGES = [
    {"description": "<p>Something else.</p>"},
    {"lots": [TWO_LOTS[0]]},
    {"clarifications": answered(1)},
    {"questions_until": NOW + DAY},
    {"estimated_value": 5},
]
NO_CHANGES = [
    {},
    {"contact_name": "Another"},
    {"title": "Spelt right"},
    {"description": "<p>Something else.</p>", "outcome": "cancelled", **NOTE},
    {"description": "<p>Something else.</p>", "change": "minor"},
    {"awards": [lost(2)]},
]
SIX_DAYS = timedelta(days=6)


@pytest.mark.parametrize(
    ("changes", "left", "is_told"),
    [
        *((change, SIX_DAYS, True) for change in CHANGES),
        *((change, SIX_DAYS + SECOND, False) for change in CHANGES),
        *((change, SECOND, True) for change in CHANGES),
        *((change, SIX_DAYS, False) for change in NO_CHANGES),
    ],
)
def test_a_change_in_the_last_days_proposes_an_extension(changes, left, is_told, office):
    live = tender(by=whole, closes_at=NOW + left, lots=TWO_LOTS)
    assert ("late_change" in found(office.draft(live, **changes), office.writer)) == is_told


def test_the_proposal_leads_to_the_act_and_is_gone_once_it_is_made(office, procurement):
    live = tender(by=whole, closes_at=NOW + DAY, lots=TWO_LOTS)
    draft = office.draft(live, estimated_value=5)
    finding = next(one for one in findings(draft, office.writer) if one.rule == "late_change")
    assert (
        "(estimated value) within the last 6 days before its deadline, 21 November 2026, 12:00"
        in finding.sentence
    )
    assert procurement.get(finding.url).status_code == 200
    draft.extend(office.writer, "The value was changed.", NOW + 3 * DAY)
    assert "late_change" not in found(draft)


def test_the_form_proposes_the_extension_as_soon_as_it_is_saved(office, procurement):
    live = tender(
        by=whole, closes_at=NOW + DAY, description="<p>Things.</p>", how_to_submit="<p>By courier.</p>"
    )
    draft = office.draft(live)
    fields = {"site_visit": "On Monday.", "change": "update", "opened_version": str(draft.version)}
    address = reverse("admin:notices_tender_change", args=[draft.pk])
    page = procurement.post(address, dict(sent(**fields)), follow=True).content.decode()
    assert "within the last 6 days before its deadline" in page
    assert f"{reverse('admin:notices_tender_move', args=[draft.pk, 'extend'])}?version=" in page


@pytest.mark.parametrize(
    ("changes", "is_stopped"),
    [
        ({"description": "<p>Spelt right.</p>", "title": "Spelt right"}, False),
        ({"estimated_value": 5}, True),
        ({"lots": [TWO_LOTS[0]]}, True),
        ({"clarifications": answered(1)}, True),
    ],
)
def test_a_change_of_facts_is_not_minor(changes, is_stopped, office):
    live = tender(by=whole, closes_at=CLOSES, lots=TWO_LOTS)
    draft = office.draft(live, change="minor", **changes)
    assert ("more_than_a_minor_change" in found(draft)) == is_stopped


@pytest.mark.parametrize(
    ("rows", "is_told"),
    [
        ({"lots": TWO_LOTS, "awards": [won(1), lost(2)]}, True),
        ({"awards": [won()]}, True),
        ({"lots": TWO_LOTS, "awards": [won(1)]}, False),
        ({}, False),
        ({"lots": TWO_LOTS, "awards": [won(1), lost(2)], "outcome": "partly"}, False),
    ],
)
def test_where_every_lot_is_decided_the_outcome_is_asked_for(rows, is_told):
    assert ("every_lot_is_decided" in found(tender(by=whole, closes_at=NOW, **rows))) == is_told
