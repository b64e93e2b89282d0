"""What a letter tells of one item."""

from datetime import timedelta

import pytest

from news.models import Event, PressRelease
from notices.models import Tender, Vacancy
from outreach.models import Delivery
from outreach.queue import queue_alerts
from tests.make import at, make

from .alerts import html, subscriber, text, told, work

pytestmark = pytest.mark.django_db
NOON = at("2026-11-20 12:00")
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOON)


def public(model, **fields):
    return make(model, publish_at=NOON - MINUTE, **fields)


DAY = at("2026-12-01 10:00").date()
FATES = [
    (Tender, {}, {"outcome": "cancelled"}, "Procedure cancelled"),
    (Tender, {}, {"outcome": "awarded"}, "Awarded"),
    (Vacancy, {}, {"outcome": "filled"}, "Filled"),
    (Tender, {"outcome": "awarded"}, {"outcome": "awarded"}, "Update"),
    (Event, {"starts_on": DAY}, {"starts_on": DAY, "decision": "cancelled"}, "Cancelled"),
    (Event, {"starts_on": DAY}, {"starts_on": DAY, "decision": "postponed"}, "Postponed"),
    (Event, {"starts_on": DAY}, {"starts_on": at("2026-12-02 10:00").date()}, "Dates changed"),
    (Event, {"decision": "cancelled"}, {"decision": "confirmed"}, "Takes place after all"),
    (Event, {"starts_on": DAY}, {"starts_on": DAY}, "Update"),
]


@pytest.mark.parametrize(("model", "before", "after", "label"), FATES)
def test_what_was_decided_is_the_first_word_of_the_mail(server, clock, model, before, after, label):
    first = public(model, title="First", **before)
    subscriber("ann@example.com", followed=[first.item])
    clock.set(NOON + MINUTE)
    make(model, after=first, publish_at=NOON + MINUTE, title="Second", change="update", **after)
    queue_alerts()
    Delivery.objects.filter(number=1).delete()
    work()
    assert told(server) == [("ann@example.com", f"{label}: Second")]


def test_of_what_has_ended_the_reason_is_told_and_no_deadline(server):
    subscriber()
    ended = {"outcome": "cancelled", "outcome_note": "The funds were withdrawn.", "reference": "7/26"}
    public(Tender, opens_at=NOON, closes_at=at("2026-12-01 12:00"), **ended)
    work()
    words = text(server.mails[0])
    assert "Reference: 7/26\nOutcome: Procedure cancelled. The funds were withdrawn.\n" in words
    assert "Deadline" not in words
    assert "Opens" not in words


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        ("confirmed", "When: 1 December 2026\n"),
        ("planned", "When: 1 December 2026 (tentative)\n"),
        ("cancelled", "Decision: Cancelled\nIt does not take place on: 1 December 2026\n"),
        ("postponed", "Decision: Postponed\nIt does not take place on: 1 December 2026\n"),
    ],
)
def test_dates_are_told_as_far_as_they_hold(server, decision, told):
    subscriber()
    make(
        Event,
        title="Council session",
        decision=decision,
        starts_on=at("2026-12-01 10:00").date(),
        place="Bucharest",
        publish_at=NOON - timedelta(minutes=1),
    )
    work()
    words = text(server.mails[0])
    assert f"\n{told}Where: Bucharest\n" in words
    assert ("When: " in words) == (decision in ("confirmed", "planned"))


def test_a_fraud_alert_is_called_one(server):
    subscriber()
    make(PressRelease, title="False calls", kind="fraud_alert", publish_at=NOON - timedelta(minutes=1))
    work()
    assert "False calls\nFraud alert\n" in text(server.mails[0])
    assert "<p>Fraud alert</p>" in html(server.mails[0])


def test_no_sign_in_a_headline_turns_round_what_stands_behind_it(server):
    subscriber()
    make(PressRelease, title="Seized \u202e\u2067goods\u202c", publish_at=NOON - timedelta(minutes=1))
    work()
    (mail,) = server.mails
    assert mail["Subject"] == "Seized goods"
    assert text(mail).startswith("Seized goods\n")
    assert ">Seized goods</a></h2>" in html(mail)
