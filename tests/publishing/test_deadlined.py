"""The acts that move a deadline, to their end."""

from datetime import timedelta

import pytest
from django.test import Client

from audit.models import Entry
from notices.models import Vacancy
from publishing.deadlined import ACT_OF
from publishing.deadlines import State
from publishing.lifecycle import Refused, Standing, Status, refusal
from tests.make import at, make, whole

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


@pytest.fixture
def hr(person):
    return person("hana", *(f"{act}_vacancy" for act in ("add", "change", "view")))


@pytest.fixture
def colleague(person):
    return person("igor", *(f"{act}_vacancy" for act in ("change", "view", "approve")))


def told_of(edition, moment=None):
    """Each act on its deadline that the public knows of: (edition, Deadline before)."""
    before = edition.siblings.readable(moment).filter(number__lt=edition.number).order_by("number")
    return edition.deadlines_changed_among([*before, edition])


CLOSES = at("2026-12-01 16:00")
PAST = at("2026-11-01 16:00")
LATER, EARLIER, EVEN_EARLIER = at("2026-12-15 16:00"), at("2026-11-25 16:00"), at("2026-11-20 11:59:59")
POSSIBLE = {
    # (verb, was open): which new hours are taken
    ("extend", True): [LATER],
    ("correct_deadline", True): [LATER, EARLIER],
    ("close_early", True): [EARLIER],
    ("reopen", False): [LATER, EARLIER],
}


@pytest.mark.parametrize("was_open", [True, False])
@pytest.mark.parametrize("verb", ACT_OF)
@pytest.mark.parametrize("hour", [LATER, EARLIER, EVEN_EARLIER, CLOSES])
def test_each_act_takes_the_hours_that_it_is_for(verb, was_open, hour, hr):
    notice = whole(Vacancy, closes_at=CLOSES if was_open else PAST)
    rows = list(Vacancy.objects.values())
    is_taken = hour in POSSIBLE.get((verb, was_open), []) or (
        verb == "reopen" and not was_open and hour == CLOSES
    )
    if not is_taken:
        with pytest.raises(Refused):
            getattr(notice, verb)(hr, "Because.", hour)
        assert list(Vacancy.objects.values()) == rows
        return
    asked = getattr(notice, verb)(hr, "Because.", hour)
    assert (asked.number, asked.status, asked.closes_at) == (2, Status.IN_REVIEW, hour)
    assert (asked.deadline_act, asked.deadline_reason) == (ACT_OF[verb], "Because.")
    assert Vacancy.objects.public().get() == notice


@pytest.mark.parametrize("verb", ACT_OF)
def test_no_deadline_is_changed_without_a_reason_or_a_right(verb, hr, person):
    notice = whole(Vacancy, closes_at=PAST if verb == "reopen" else CLOSES)
    hour = EARLIER if verb == "close_early" else LATER
    with pytest.raises(Refused, match="reason"):
        getattr(notice, verb)(hr, " ", hour)
    with pytest.raises(Refused, match="no right"):
        getattr(notice, verb)(person("reader", "view_vacancy"), "Because.", hour)
    assert Vacancy.objects.count() == 1


@pytest.mark.parametrize("verb", ACT_OF)
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"publish_at": NOW + SECOND, "closes_at": CLOSES}, "It has not been public yet"),
        ({}, "It has no deadline"),
    ],
)
def test_what_the_public_does_not_know_is_changed_in_the_form(verb, fields, words, hr):
    assert words in refusal(make(Vacancy, **fields), verb, hr)


@pytest.mark.parametrize("days", [0, 3])
def test_what_was_unscheduled_before_its_hour_has_a_deadline_that_can_still_be_typed(
    days, hr, colleague, client, clock
):
    notice = whole(Vacancy, status=Status.DRAFT, closes_at=CLOSES)
    notice.submit(hr)
    notice.approve(colleague, NOW + timedelta(days=2), override="Checked.")
    notice.unschedule(colleague, "The deadline is wrong.")
    notice.hand_back(colleague, "The deadline is wrong.")
    clock.set(NOW + timedelta(days=days))
    client.force_login(hr)
    form = client.get(f"/admin/notices/vacancy/{notice.pk}/change/").context["adminform"].form
    assert not form.fields["closes_at"].disabled
    for verb in ACT_OF:
        assert "It has not been public yet" in refusal(notice, verb, hr)


def test_from_open_to_reopened_every_step_stays_readable(hr, colleague, clock):
    first = whole(Vacancy, publish_at=at("2026-11-01 10:00"), closes_at=CLOSES)
    extended = first.extend(hr, "Two states asked for time.", LATER)
    extended.approve(colleague, override="Checked.")
    clock.set(NOW + timedelta(hours=1))
    closed = extended.close_early(hr, "All posts were abolished.", EARLIER)
    closed.approve(colleague, override="Checked.")
    clock.set(EARLIER)
    assert closed.state(EARLIER) == State.CLOSED
    with pytest.raises(Refused, match="can be reopened"):
        closed.extend(hr, "More time.", LATER)
    again = closed.reopen(hr, "The posts are back.", LATER)
    again.approve(colleague, override="Checked.")
    told = [(str(new.deadline_act), str(old)) for new, old in told_of(again)]
    assert told == [
        ("extended", "1 December 2026, 16:00 (EET)"),
        ("closed_early", "15 December 2026, 16:00 (EET)"),
        ("reopened", "25 November 2026, 16:00 (EET)"),
    ]
    page = Client().get(again.item.address).content.decode()
    assert page.count("<del>") == 3
    assert page.count("Former deadline, no longer valid") == 3
    for reason in ("Two states asked for time.", "All posts were abolished.", "The posts are back."):
        assert reason in page
    acts = list(Entry.objects.of_item(first.item).order_by("number").values_list("act", flat=True))
    assert acts == [
        "asked to extend",
        "approved",
        "asked to close early",
        "approved",
        "asked to reopen",
        "approved",
    ]


def test_nothing_closes_before_the_public_is_told_so(hr, colleague, clock):
    notice = whole(Vacancy, closes_at=CLOSES)
    closing = notice.close_early(hr, "Cancelled.", NOW + timedelta(minutes=5))
    clock.set(NOW + timedelta(hours=1))
    assert notice.state(NOW + timedelta(hours=1)) == State.OPEN
    closing.approve(colleague, override="Checked.")
    assert closing.closes_at == closing.publish_at == NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("verb", "hour"), [("extend", LATER), ("correct_deadline", LATER), ("close_early", EARLIER)]
)
@pytest.mark.parametrize("is_scheduled", [True, False])
def test_an_act_that_would_hold_only_after_the_deadline_is_refused_in_words(
    verb, hour, is_scheduled, hr, colleague, clock
):
    """Else what is closed would open again, and nobody had said so."""
    notice = whole(Vacancy, closes_at=CLOSES)
    late = getattr(notice, verb)(hr, "Because.", hour)
    if not is_scheduled:
        clock.set(CLOSES)
    with pytest.raises(Refused, match="has passed meanwhile"):
        late.approve(colleague, CLOSES if is_scheduled else None, override="Checked.")
    late.refresh_from_db()
    assert (late.status, Vacancy.objects.public().get()) == (Status.IN_REVIEW, notice)
    if is_scheduled:
        late.approve(colleague, CLOSES - SECOND, override="Checked.")


def test_no_notice_is_scheduled_for_an_hour_after_its_deadline(hr, colleague):
    notice = whole(Vacancy, status=Status.DRAFT, closes_at=CLOSES)
    notice.submit(hr)
    with pytest.raises(Refused, match="is past when the page becomes public"):
        notice.approve(colleague, CLOSES, override="Checked.")
    notice.approve(colleague, CLOSES - SECOND, override="Checked.")


ENDED = {"outcome": "reopened", "outcome_note": "Nobody came.", "reopened_as": "VN/2"}


@pytest.mark.parametrize("hour", [CLOSES, LATER])
@pytest.mark.parametrize("from_draft", [True, False])
def test_reopened_it_says_no_more_how_it_ended(hour, from_draft, hr, colleague):
    """An outcome that was an error has closed it before its deadline, which then stays."""
    first = whole(Vacancy, closes_at=CLOSES, reference="VN/1")
    ended = whole(Vacancy, after=first, closes_at=CLOSES, publish_at=NOW, reference="VN/1", **ENDED)
    successor = make(Vacancy, reference="VN/2")
    assert successor.reopening_of() == ended
    asked = ended.start_draft(hr) if from_draft else ended
    asked = asked.reopen(hr, "An error.", hour)
    if from_draft:
        asked.submit(hr)
    asked.approve(colleague, at("2026-11-21 12:00"), override="Checked.")
    for name in ENDED:
        assert getattr(asked, name) == ""
    then = at("2026-11-22 12:00")
    assert (asked.state(then), successor.reopening_of(then)) == (State.OPEN, None)
    told = [(new.deadline_act, old and old.at) for new, old in told_of(asked, then)]
    assert told == [("reopened", CLOSES if hour == LATER else None)]


@pytest.mark.parametrize("verb", ["extend", "correct_deadline", "close_early"])
def test_a_draft_that_says_how_it_ended_loses_nothing_of_that(verb, hr):
    draft = whole(Vacancy, closes_at=CLOSES).start_draft(hr)
    draft.outcome, draft.outcome_note = "cancelled", "No money."
    draft.save_draft(hr)
    if verb == "close_early":
        draft.close_early(hr, "No money.", EARLIER)
        assert draft.deadline_act == "closed_early"
    else:
        with pytest.raises(Refused, match="This draft says how it ended"):
            getattr(draft, verb)(hr, "Because.", LATER)
    draft.refresh_from_db()
    assert (draft.outcome, draft.outcome_note) == ("cancelled", "No money.")


def test_a_new_deadline_is_never_a_minor_change(hr, colleague):
    draft = whole(Vacancy, closes_at=CLOSES).start_draft(hr)
    draft.change = "minor"
    draft.save_draft(hr)
    draft.extend(hr, "More time.", LATER)
    draft.submit(hr)
    draft.approve(colleague, override="Checked.")
    assert draft.change == "update"


def test_a_new_text_keeps_the_deadline_that_the_public_was_told_last(hr):
    first = whole(Vacancy, closes_at=CLOSES)
    second = whole(Vacancy, after=first, closes_at=LATER, deadline_act="extended", deadline_reason="Time.")
    first.refresh_from_db()
    restored = first.start_draft(hr)
    assert (restored.closes_at, restored.deadline_act) == (second.closes_at, "")


def test_a_deadline_that_the_public_knows_is_not_typed_over(hr, client):
    notice = whole(Vacancy, closes_at=CLOSES)
    draft = notice.start_draft(hr)
    client.force_login(hr)
    page = client.get(f"/admin/notices/vacancy/{draft.pk}/change/")
    form = page.context["adminform"].form
    assert form.fields["closes_at"].disabled
    assert "The public knows this hour" in page.content.decode()


def test_an_opening_is_moved_in_the_form_until_it_has_come(hr, colleague, client, clock):
    notice = whole(Vacancy, opens_at=EARLIER, closes_at=CLOSES)
    draft = notice.start_draft(hr)
    client.force_login(hr)
    fields = client.get(f"/admin/notices/vacancy/{draft.pk}/change/").context["adminform"].form.fields
    assert (fields["opens_at"].disabled, fields["closes_at"].disabled) == (False, True)
    draft.opens_at = EARLIER + timedelta(days=1)
    draft.save_draft(hr)
    draft.submit(hr)
    with pytest.raises(Refused, match="It is open by then: it cannot open on 26 November 2026"):
        draft.approve(colleague, EARLIER, override="Checked.")
    draft.approve(colleague, EARLIER - SECOND, override="Checked.")
    clock.set(EARLIER)
    history = client.get(f"{notice.item.address}history/").content.decode()
    assert "<h3>Opening</h3>" in history
    clock.set(EARLIER + timedelta(days=1))
    fields = client.get(f"/admin/notices/vacancy/{draft.start_draft(hr).pk}/change/")
    assert fields.context["adminform"].form.fields["opens_at"].disabled


def test_who_takes_a_notice_down_needs_no_deadline(hr, colleague):
    notice = whole(Vacancy, closes_at=PAST)
    notice.withdraw(hr, "Published twice.").approve(colleague)
    assert Vacancy.objects.in_force().get().standing == Standing.WITHDRAWN


@pytest.mark.parametrize("standing", [Standing.WITHDRAWN, Standing.REMOVED])
def test_what_was_taken_down_does_not_come_back_with_a_new_deadline_unless_it_is_restored(standing, hr):
    notice = whole(Vacancy, closes_at=CLOSES)
    fields = {"standing": standing, "note": "An error.", "closes_at": CLOSES, "publish_at": NOW}
    gone = whole(Vacancy, after=notice, **fields)
    with pytest.raises(Refused, match=f"It is {standing}: start a draft, which restores it"):
        gone.extend(hr, "More time.", LATER)
    draft = gone.start_draft(hr)
    draft.extend(hr, "More time.", LATER)
    assert (draft.standing, draft.closes_at) == (Standing.PUBLIC, LATER)


def test_a_history_tells_of_nothing_that_is_not_public_yet(hr, colleague):
    notice = whole(Vacancy, closes_at=CLOSES)
    coming = notice.extend(hr, "Secret reason.", LATER)
    coming.approve(colleague, NOW + timedelta(days=2), override="Checked.")
    page = Client().get(notice.item.address).content.decode()
    assert "Secret reason" not in page
    assert "<del>" not in page
