"""What a tender may not say, said in sentences: at the field while it is typed, and before it is published."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from notices.models import Tender
from publishing.lifecycle import Refused, Status
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


CONTRADICTIONS = [
    ({"questions_until": CLOSES + SECOND}, "questions_until", "Questions would be taken after the deadline"),
    ({"opening_of_tenders_at": CLOSES - SECOND}, "opening_of_tenders_at", "opened before their deadline"),
    ({"answers_on": date(2026, 12, 2)}, "answers_on", "answers would come too late"),
    (
        {"questions_until": at("2026-11-25 16:00"), "answers_on": date(2026, 11, 24)},
        "answers_on",
        "Questions are taken until 25 November 2026",
    ),
    ({"lots": TWO_LOTS, "awards": [won(3)]}, "awards", "There is no lot 3"),
    ({"lots": TWO_LOTS, "awards": [won()]}, "awards", "say for each award which lot"),
    ({"awards": [won(1)]}, "awards", "There is no lot 1"),
    ({"lots": TWO_LOTS, "awards": [won(1), lost(1)]}, "awards", "Lot 1 is said to end in two ways"),
    ({"awards": [lost(), lost(reason="Another.")]}, "awards", "The whole is said to end in two ways"),
    ({"awards": [won(), won(value=3)]}, "awards", "is awarded to Example Supplies Ltd twice"),
    ({"outcome": "awarded"}, "awards", "Say who was awarded what"),
    ({"outcome": "partly", "lots": TWO_LOTS, "awards": [lost(1)]}, "awards", "Say who was awarded what"),
    ({"outcome": "awarded", "lots": TWO_LOTS, "awards": [won(1)]}, "awards", "How did lot 2 end?"),
    ({"outcome": "partly", "lots": TWO_LOTS, "awards": [won(2)]}, "awards", "How did lot 1 end?"),
    (
        {"outcome": "awarded", "lots": TWO_LOTS, "awards": [won(1), lost(2)]},
        "outcome",
        "choose “awarded in part”",
    ),
    ({"outcome": "partly", "lots": TWO_LOTS, "awards": [won(1), won(2)]}, "outcome", "choose “awarded”"),
    ({"outcome": "partly", "awards": [won()]}, "outcome", "choose “awarded”"),
    ({"outcome": "no_award", "awards": [won()], **NOTE}, "outcome", "Something was awarded"),
    ({"outcome": "cancelled", "awards": [won()], **NOTE}, "outcome", "Something was awarded"),
    ({"outcome": "notice_void", "awards": [won()], **NOTE}, "outcome", "Something was awarded"),
    ({"outcome": "no_award"}, "outcome_note", "Say why it ended so"),
    ({"outcome": "cancelled", "outcome_note": " \n"}, "outcome_note", "Say why it ended so"),
    ({"outcome": "notice_void"}, "outcome_note", "Say why it ended so"),
]
POSSIBLE = [
    {},
    {"questions_until": CLOSES, "answers_on": date(2026, 12, 1), "opening_of_tenders_at": CLOSES},
    {"lots": TWO_LOTS},
    {"lots": TWO_LOTS, "awards": [lost(2)]},
    {"lots": TWO_LOTS, "awards": [won(1), won(1, "Sample d.o.o.")]},
    {"outcome": "awarded", "awards": [won()]},
    {"outcome": "awarded", "lots": TWO_LOTS, "awards": [won(1), won(2)]},
    {"outcome": "partly", "lots": TWO_LOTS, "awards": [won(1), lost(2)]},
    {"outcome": "no_award", "lots": TWO_LOTS, "awards": [lost(1, "no_award")], **NOTE},
    {"outcome": "cancelled", **NOTE},
    {"outcome": "notice_void", **NOTE},
]


@pytest.mark.parametrize(("fields", "field", "sentence"), CONTRADICTIONS)
def test_a_contradiction_stops_publication(fields, field, sentence, office):
    edition = tender(by=whole, status=Status.IN_REVIEW, **{"closes_at": CLOSES, **fields})
    with pytest.raises(Refused, match="It cannot be published like this") as refused:
        edition.approve(office.colleague, override="Checked.")
    assert sentence in str(refused.value)


@pytest.mark.parametrize("fields", POSSIBLE)
def test_what_holds_together_is_published(fields, office):
    edition = tender(by=whole, status=Status.IN_REVIEW, **{"closes_at": CLOSES, **fields})
    edition.approve(office.colleague, override="Checked.")
    assert Tender.objects.public().get() == edition


# The form


def add(client, **fields):
    """The form's errors by field; none once it is stored."""
    response = client.post(reverse("admin:notices_tender_add"), dict(sent(**fields)))
    return {} if response.status_code == 302 else response.context["adminform"].form.errors


@pytest.mark.parametrize(("fields", "field", "sentence"), CONTRADICTIONS)
def test_a_contradiction_is_said_at_its_field(fields, field, sentence, procurement):
    errors = add(procurement, **fields)
    assert sentence in " ".join(errors[field])
    assert not Tender.objects.exists()


@pytest.mark.parametrize("fields", POSSIBLE)
def test_what_holds_together_is_stored_with_its_rows(fields, procurement):
    assert add(procurement, **fields) == {}
    stored = Tender.objects.get()
    for name in ("lots", "awards"):
        assert getattr(stored, name).count() == len(fields.get(name, []))


ROWS = [
    ({"lots": [TWO_LOTS[0], TWO_LOTS[0]]}, "lots", "Two lots have the number 1: give each its own."),
    ({"clarifications": answered(2, 2)}, "clarifications", "Two clarifications have the number 2"),
    ({"lots": [{"number": "0", "title": "A"}]}, "lots", "Lot 1: Lot number: "),
    ({"awards": [won(contractor="")]}, "awards", "Award 1: Say who was awarded the contract."),
    ({"awards": [won(value=None)]}, "awards", "Award 1: Give the value of the contract."),
    ({"awards": [won(value="-1")]}, "awards", "Award 1: Value of the contract: "),
    ({"awards": [lost(reason="")]}, "awards", "Award 1: Say why nothing was awarded: the public reads this."),
    ({"awards": [lost(contractor="X")]}, "awards", "then its result is “awarded”"),
    ({"clarifications": [{"number": 1, "question": "Why?"}]}, "clarifications", "Clarification 1: Answer: "),
    ({"cpv": "4882"}, "cpv", "A CPV code has eight digits"),
]


@pytest.mark.parametrize(("fields", "field", "sentence"), ROWS)
def test_a_row_that_cannot_be_is_a_sentence_and_loses_nothing(fields, field, sentence, procurement):
    response = procurement.post(reverse("admin:notices_tender_add"), dict(sent(**fields)))
    assert response.status_code == 200
    assert sentence in " ".join(response.context["adminform"].form.errors[field])
    assert "Typed text" in response.content.decode()
    assert not Tender.objects.exists()


@pytest.mark.parametrize(
    "rows",
    [
        {"lots": [TWO_LOTS[0], TWO_LOTS[0]]},
        {"clarifications": answered(2, 2)},
        {"awards": [won(contractor="")]},
        {"awards": [won(value=None)]},
        {"awards": [lost(reason="")]},
    ],
)
def test_the_database_keeps_no_such_row_either(rows):
    with pytest.raises(IntegrityError), transaction.atomic():
        tender(closes_at=CLOSES, **rows)
