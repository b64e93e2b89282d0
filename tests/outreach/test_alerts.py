"""Who hears of what."""

from datetime import timedelta

import pytest

from library.models import Publication
from news.models import Event, Operation, PressRelease
from notices.models import Internship, Tender, Vacancy
from organisation.models import CrimeArea, MemberState, Page
from outreach.models import Announced, Delivery, Subscriber
from outreach.queue import queue_alerts
from publishing.lifecycle import Standing, Status
from tests.make import at, make

from .alerts import CONFIRMED, subscriber, text, told, work

pytestmark = pytest.mark.django_db
NOON = at("2026-11-20 12:00")
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOON)


@pytest.fixture
def facts():
    return {
        "drugs": CrimeArea.objects.create(name="Drugs", slug="drugs"),
        "arms": CrimeArea.objects.create(name="Arms", slug="arms"),
        "ro": MemberState.objects.create(name="Romania", slug="romania", iso="RO"),
        "bg": MemberState.objects.create(name="Bulgaria", slug="bulgaria", iso="BG"),
    }


def public(model, after=None, topics=(), minutes=1, **fields):
    """An edition that became public so many minutes ago."""
    edition = make(model, after=after, publish_at=NOON - minutes * MINUTE, **fields)
    for topic in topics:
        name = {CrimeArea: "crime_areas", MemberState: "member_states"}[type(topic)]
        getattr(edition, name).add(topic)
    return edition


CHOICES = [
    # what is published, on what; what is chosen: kinds, areas, states; whether it is told
    (PressRelease, "", [], "", "", True),
    (PressRelease, "drugs ro", [], "", "", True),
    (PressRelease, "", [PressRelease], "", "", True),
    (PressRelease, "", [PressRelease, Tender], "", "", True),
    (PressRelease, "", [Tender], "", "", False),
    (PressRelease, "drugs", [], "drugs", "", True),
    (PressRelease, "drugs arms", [], "drugs", "", True),
    (PressRelease, "drugs", [], "drugs arms", "", True),
    (PressRelease, "arms", [], "drugs", "", False),
    (PressRelease, "", [], "drugs", "", False),
    (PressRelease, "drugs", [PressRelease], "drugs", "", True),
    (PressRelease, "drugs", [Event], "drugs", "", False),
    (PressRelease, "drugs ro", [], "drugs", "ro", True),
    (PressRelease, "drugs ro", [], "drugs", "ro bg", True),
    (PressRelease, "drugs bg", [], "drugs", "ro", False),
    (PressRelease, "arms ro", [], "drugs", "ro", False),
    (PressRelease, "ro", [], "drugs", "ro", False),
    (Event, "drugs ro", [Event], "drugs", "ro", True),
    (Event, "arms", [Event], "drugs", "", False),
    (Operation, "drugs ro", [], "drugs", "ro", True),
    (Publication, "", [], "", "", True),
    (Publication, "", [], "drugs", "", False),
    (Tender, "", [], "", "", True),
    (Tender, "", [], "drugs", "", False),
    (Tender, "", [], "", "ro", False),
    (Tender, "", [Tender], "drugs", "ro", True),
    (Tender, "", [PressRelease], "", "", False),
    (Vacancy, "", [PressRelease, Vacancy], "drugs", "", True),
    (Internship, "", [Vacancy], "", "", False),
    (Page, "", [], "", "", False),
]


@pytest.mark.parametrize(("model", "topics", "kinds", "areas", "states", "is_told"), CHOICES)
def test_what_is_new_goes_to_whom_has_chosen_its_like(facts, model, topics, kinds, areas, states, is_told):
    def named(words):
        return [facts[word] for word in words.split()]

    subscriber(kinds=kinds, areas=named(areas), states=named(states))
    public(model, topics=named(topics))
    queue_alerts()
    assert Delivery.objects.exists() == is_told


def test_a_state_that_leads_an_operation_has_part_in_it(facts):
    subscriber(states=[facts["ro"]])
    public(Operation).lead_states.add(facts["ro"])
    queue_alerts()
    assert Delivery.objects.exists()


def test_who_follows_one_thing_alone_hears_of_nothing_else(server):
    tender = public(Tender, minutes=5000000, title="Servers")
    subscriber("ann@example.com", followed=[tender.item], only_followed=True)
    subscriber("bob@example.com", followed=[tender.item], kinds=[Vacancy])
    public(Tender, title="Cars")
    public(Vacancy, title="A post")
    public(Tender, after=tender, title="Servers", change="update")
    work()
    assert sorted(told(server)) == [
        ("ann@example.com", "Update: Servers"),
        ("bob@example.com", "A post and 1 more"),
    ]


@pytest.mark.parametrize(
    ("fields", "is_public"),
    [
        ({}, True),
        ({"status": Status.DRAFT}, False),
        ({"status": Status.IN_REVIEW}, False),
        ({"status": Status.DISCARDED}, False),
        ({"publish_at": NOON + MINUTE}, False),
        ({"publish_at": NOON}, True),
        ({"publish_at": CONFIRMED}, False),
        ({"publish_at": CONFIRMED + timedelta(seconds=1)}, True),
        ({"publish_at": at("2019-05-04 10:00")}, False),
    ],
)
def test_only_what_became_public_since_they_confirmed_is_told(server, fields, is_public):
    subscriber("ann@example.com")
    make(PressRelease, title="A headline", **{"publish_at": NOON - MINUTE, **fields})
    work()
    assert told(server) == ([("ann@example.com", "A headline")] if is_public else [])


def test_of_two_the_one_hears_of_it_who_had_confirmed_before(server):
    subscriber("before@example.com", confirmed_at=NOON - 2 * MINUTE)
    subscriber("after@example.com", confirmed_at=NOON)
    public(PressRelease, title="A headline")
    work()
    assert told(server) == [("before@example.com", "A headline")]


def test_who_has_not_confirmed_hears_of_nothing(server):
    subscriber(confirmed_at=None, asked_at=NOON)
    public(PressRelease)
    work()
    assert server.mails == []


def test_on_a_site_with_old_content_nothing_old_is_announced_nor_looked_at_again():
    for _ in range(3):
        make(PressRelease)
    subscriber()
    assert queue_alerts() == 0
    assert not Announced.objects.exists()


LATER = [
    # fields of the second edition; the subject for who was told of the first, None where nobody hears of it
    ({"change": "update"}, "Update: Second"),
    ({"change": "correction", "note": "It was ten."}, "Correction: Second"),
    ({"change": "minor"}, None),
    ({"change": "update", "standing": Standing.WITHDRAWN, "note": "Wrong."}, "Withdrawn: Second"),
    (
        {"change": "update", "standing": Standing.REMOVED, "note": "Wrong."},
        "Removed: Tender of 20 November 2026",
    ),
    (
        {"change": "update", "deadline_act": "extended", "deadline_reason": "Holidays."},
        "Deadline extended: Second",
    ),
    (
        {"change": "update", "deadline_act": "corrected", "deadline_reason": "A slip."},
        "Deadline corrected: Second",
    ),
    (
        {"change": "update", "deadline_act": "closed_early", "deadline_reason": "Full."},
        "Closed before its deadline: Second",
    ),
    ({"change": "update", "deadline_act": "reopened", "deadline_reason": "Too few."}, "Reopened: Second"),
]


@pytest.mark.parametrize(("fields", "subject"), LATER)
def test_what_follows_goes_to_who_was_told_of_the_first_and_to_who_follows_it(server, clock, fields, subject):
    first = public(Tender, title="First")
    subscriber("told@example.com", kinds=[Tender])
    subscriber("follows@example.com", kinds=[Vacancy], followed=[first.item])
    subscriber("only@example.com", only_followed=True, followed=[first.item])
    subscriber("other@example.com", kinds=[Vacancy])
    work()
    assert {to for to, _subject in told(server)} == {
        "told@example.com",
        "follows@example.com",
        "only@example.com",
    }
    subscriber("new@example.com", confirmed_at=NOON)
    clock.set(NOON + 5 * MINUTE)
    Subscriber.objects.filter(
        email="told@example.com"
    ).get().kinds.clear()  # what is chosen later changes nothing
    make(Tender, after=first, publish_at=NOON + MINUTE, title="Second", **fields)
    work()
    expected = ["follows@example.com", "only@example.com", "told@example.com"] if subject else []
    assert sorted(told(server)) == [(to, subject) for to in expected]


def test_a_correction_says_what_was_wrong_and_an_extension_both_deadlines_and_why(server, clock):
    subscriber()
    first = public(Tender, title="First", closes_at=at("2026-12-01 12:00"))
    work()
    second = make(
        Tender,
        after=first,
        publish_at=NOON + MINUTE,
        closes_at=at("2026-12-08 12:00"),
        deadline_act="extended",
        deadline_reason="Because of the holidays.",
        change="update",
    )
    clock.set(NOON + MINUTE)
    work()
    make(
        Tender,
        after=second,
        publish_at=NOON + 2 * MINUTE,
        closes_at=second.closes_at,
        change="correction",
        note="It was ten.",
    )
    clock.set(NOON + 2 * MINUTE)
    work()
    new, extended, corrected = map(text, server.mails)
    assert "Deadline: 1 December 2026, 12:00 (EET)" in new
    assert "Deadline: 8 December 2026, 12:00 (EET)" in extended
    assert "Deadline extended, 20 Nov 2026 12:01 Bucharest: Because of the holidays." in extended
    assert "The deadline was 1 December 2026, 12:00 (EET) before." in extended
    assert "Correction, 20 Nov 2026 12:02 Bucharest: It was ten." in corrected
    assert "holidays" not in corrected
    threads = [mail["In-Reply-To"] for mail in server.mails]
    assert threads == [None, server.mails[0]["Message-ID"], server.mails[1]["Message-ID"]]


def test_of_what_was_removed_nothing_is_told_but_the_reason(server, clock):
    subscriber()
    first = public(PressRelease, title="Zqsecret", summary="Zqsecret")
    work()
    server.mails.clear()
    last = make(
        PressRelease,
        after=first,
        publish_at=NOON + MINUTE,
        title="Zqsecret",
        standing=Standing.REMOVED,
        note="Published in error.",
        redirect_to="/contacts/",
    )
    clock.set(NOON + MINUTE)
    work()
    (mail,) = server.mails
    assert "Zqsecret" not in mail.as_string()
    assert "Published in error." in text(mail)
    assert "/contacts/" in text(mail)
    restored = make(PressRelease, after=last, publish_at=NOON + 2 * MINUTE, title="Better", change="update")
    clock.set(NOON + 2 * MINUTE)
    work()
    assert server.mails[1]["Subject"] == "Published again: Better"
    assert restored.get_absolute_url() in text(server.mails[1])
