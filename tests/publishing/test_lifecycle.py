"""The lifecycle as a table: which move from which status, by whom, and what it leaves."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from audit.models import Entry
from news.models import PressRelease
from publishing.lifecycle import (
    MOVES,
    ChangeKind,
    Overtaken,
    Refused,
    Standing,
    Status,
    moves_of,
    refusal,
)
from tests.make import at, make

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
POSSIBLE = {
    ("draft", "submit"),
    ("draft", "discard"),
    ("draft", "publish_now"),
    ("in_review", "approve"),
    ("in_review", "hand_back"),
    ("scheduled", "unschedule"),
    ("discarded", "start_draft"),
    ("live", "start_draft"),
    ("live", "readdress"),
    ("withdrawn", "readdress"),
    ("removed", "readdress"),
    ("live", "withdraw"),
    ("live", "remove"),
    ("superseded", "start_draft"),
    ("withdrawn", "start_draft"),
    ("withdrawn", "remove"),
    ("removed", "start_draft"),
}
VERBS = [move.verb for move in moves_of(PressRelease())]
STATES = ["draft", "in_review", "discarded", "scheduled", "live", "superseded", "withdrawn", "removed"]


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


def edition_in(state):
    if state in Status.values:
        return make(PressRelease, status=state)
    if state == "scheduled":
        return make(PressRelease, publish_at=NOW + timedelta(hours=3, minutes=12))
    first = make(PressRelease)
    if state == "live":
        return first
    standing = {"superseded": Standing.PUBLIC}.get(state, state)
    later = make(PressRelease, after=first, publish_at=at("2021-01-01 10:00"), standing=standing, note="Why")
    first.refresh_from_db()
    return first if state == "superseded" else later


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", VERBS)
def test_each_move_is_possible_from_its_states_alone(state, verb, approver):
    edition = edition_in(state)
    arguments = {"reason": "Because"} if MOVES[verb].asks_reason else {}
    arguments |= {"slug": "elsewhere"} if verb == "readdress" else {}
    if (state, verb) in POSSIBLE:
        assert refusal(edition, verb, approver) == ""
        getattr(edition, verb)(approver, **arguments)
        return
    rows = list(PressRelease.objects.values())
    assert refusal(edition, verb, approver)
    with pytest.raises(Refused):
        getattr(edition, verb)(approver, **arguments)
    assert list(PressRelease.objects.values()) == rows


@pytest.mark.parametrize("verb", MOVES)
def test_no_move_is_made_without_the_right_to_it(verb, person):
    reader = person("reader", "view_pressrelease")
    for state in STATES:
        assert refusal(edition_in(state), verb, reader)


@pytest.mark.parametrize("verb", sorted({*MOVES} - {*VERBS}))
def test_a_move_of_other_kinds_is_refused_in_words(verb, approver):
    for state in STATES:
        assert refusal(edition_in(state), verb, approver) == "Press releases do not know this move."


def test_whoever_wrote_or_submitted_an_edition_does_not_approve_it(approver, writer):
    written = make(PressRelease, status=Status.IN_REVIEW, edited_by=approver)
    submitted = make(PressRelease, status=Status.IN_REVIEW, edited_by=writer, submitted_by=approver)
    for edition in (written, submitted):
        with pytest.raises(Refused, match="a colleague has to approve"):
            edition.approve(approver)


def test_a_release_goes_from_draft_to_live_with_every_act_on_record(writer, approver):
    release = PressRelease(title="Đorđe and Bahadır meet", summary="They met.", body="<p>Text.</p>")
    release.save_draft(writer)
    release.submit(writer)
    release.hand_back(approver, "Name the place.")
    release.submit(writer)
    release.approve(approver)
    assert release.get_absolute_url() == "/news/press-releases/2026/11/20/dorde-and-bahadir-meet/"
    assert PressRelease.objects.public().get() == release
    acts = list(
        Entry.objects.of_item(release.item).order_by("number").values_list("act", "actor_name", "reason")
    )
    assert acts == [
        ("saved", "ana", ""),
        ("submitted", "ana", ""),
        ("returned", "boris", "Name the place."),
        ("submitted", "ana", ""),
        ("approved", "boris", "public from 20 Nov 2026 12:00 Bucharest"),
    ]


def test_editing_something_live_leaves_it_as_it_is(writer):
    live = make(PressRelease, title="Live")
    draft = live.start_draft(writer)
    draft.title = "Changed"
    draft.save_draft(writer)
    assert PressRelease.objects.public().get().title == "Live"
    assert (draft.number, draft.status, draft.change) == (2, Status.DRAFT, ChangeKind.UPDATE)


def test_an_approved_edition_is_never_changed_again(writer):
    live = make(PressRelease, title="Live")
    live.title = "Rewritten"
    with pytest.raises(Overtaken):
        live.save()
    assert PressRelease.objects.get().title == "Live"


def test_nothing_is_ever_deleted():
    live = make(PressRelease)
    for delete in (live.delete, PressRelease.objects.all().delete):
        with pytest.raises(TypeError):
            delete()


def test_an_hour_in_the_past_or_before_the_predecessors_is_refused(approver):
    first = make(PressRelease, publish_at=at("2026-11-25 09:00"))
    second = make(PressRelease, after=first, status=Status.IN_REVIEW)
    with pytest.raises(Refused, match="past"):
        second.approve(approver, at("2026-11-20 11:59"))
    with pytest.raises(Refused, match="has to come after"):
        second.approve(approver, at("2026-11-24 09:00"))
    second.approve(approver, at("2026-11-26 09:00"))
    first.refresh_from_db()
    assert first.superseded_at == second.publish_at


def test_unscheduling_gives_the_predecessor_its_time_back(approver, writer):
    first = make(PressRelease)
    second = make(PressRelease, after=first, status=Status.IN_REVIEW)
    second.approve(approver, at("2026-11-26 09:00"))
    second.unschedule(approver, "The minister asked for a day.")
    first.refresh_from_db()
    assert (first.superseded_at, second.status) == (None, Status.IN_REVIEW)


def test_an_address_is_given_anew_until_it_has_been_public(approver, clock):
    release = make(PressRelease, title="Later than planned", status=Status.IN_REVIEW)
    release.approve(approver, at("2026-11-25 09:00"))
    assert "/2026/11/25/" in release.get_absolute_url()
    release.unschedule(approver, "A day later.")
    release.approve(approver, at("2026-11-26 09:00"))
    assert release.get_absolute_url() == "/news/press-releases/2026/11/26/later-than-planned/"
    clock.set(at("2026-11-27 09:00"))
    again = release.start_draft(approver)
    PressRelease.objects.filter(pk=again.pk).update(
        status=Status.IN_REVIEW, edited_by=None, title="Another title"
    )
    again = PressRelease.objects.get(pk=again.pk)
    again.approve(approver)
    assert again.get_absolute_url() == "/news/press-releases/2026/11/26/later-than-planned/"


def test_the_same_title_on_one_day_gets_an_address_of_its_own(approver):
    addresses = []
    for _ in range(3):
        release = make(PressRelease, title="Study visit", status=Status.IN_REVIEW)
        release.approve(approver)
        addresses.append(release.get_absolute_url().rstrip("/").rsplit("/", 1)[-1])
    assert addresses == ["study-visit", "study-visit-2", "study-visit-3"]


def test_withdrawing_takes_two_people_and_restoring_brings_the_text_back(approver, person, writer):
    live = make(PressRelease, title="Still true?")
    withdrawal = live.withdraw(writer, "Superseded by events.")
    assert PressRelease.objects.public().get() == live
    withdrawal.approve(approver)
    assert not PressRelease.objects.public().exists()
    live.refresh_from_db()
    draft = live.start_draft(writer)
    assert (draft.title, draft.standing, draft.note) == ("Still true?", Standing.PUBLIC, "")


@pytest.mark.parametrize(
    "broken",
    [
        {"number": 1, "status": Status.DISCARDED},
        {"number": 3, "status": Status.DRAFT},
        {"number": 3, "status": Status.APPROVED},
        {"number": 3, "status": Status.APPROVED, "superseded_at": at("2019-01-01 09:00")},
        {"number": 3, "status": "published"},
        {
            "number": 3,
            "status": Status.APPROVED,
            "approved_by": None,
            "superseded_at": at("2030-01-01 09:00"),
        },
    ],
)
def test_the_database_refuses_what_must_never_be_stored(broken):
    first = make(PressRelease)
    make(PressRelease, item=first.item, number=2, status=Status.DRAFT)
    with pytest.raises(IntegrityError), transaction.atomic():
        make(PressRelease, item=first.item, **broken)
