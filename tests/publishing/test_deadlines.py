"""Deadlines: their words, their states at the second, in SQL and in Python, and the acts that move them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from audit.models import Entry
from notices.models import Vacancy
from publishing.deadlined import ACT_OF
from publishing.deadlines import Deadline, State
from publishing.lifecycle import Refused, Standing, Status, refusal
from tests.make import at, make, whole

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
SECOND = timedelta(seconds=1)
BUCHAREST, ISTANBUL, PARIS = "Europe/Bucharest", "Europe/Istanbul", "Europe/Paris"


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


@pytest.fixture
def hr(person):
    return person("hana", *(f"{act}_vacancy" for act in ("add", "change", "view")))


@pytest.fixture
def colleague(person):
    return person("igor", *(f"{act}_vacancy" for act in ("change", "view", "approve")))


def local(text, zone):
    return at(text, ZoneInfo(zone))


@pytest.mark.parametrize(
    ("text", "zone", "words"),
    [
        ("2025-01-06 11:59:59", PARIS, "6 January 2025, 11:59:59 (CET), that is 12:59:59 in Bucharest"),
        ("2025-07-06 16:00", PARIS, "6 July 2025, 16:00 (CEST), that is 17:00 in Bucharest"),
        ("2025-01-06 16:00", BUCHAREST, "6 January 2025, 16:00 (EET)"),
        ("2025-07-06 16:00:01", BUCHAREST, "6 July 2025, 16:00:01 (EEST)"),
        ("2025-01-06 16:00", ISTANBUL, "6 January 2025, 16:00 (Istanbul, UTC+3), that is 15:00 in Bucharest"),
        ("2025-07-06 16:00", ISTANBUL, "6 July 2025, 16:00 (Istanbul, UTC+3)"),
        (
            "2025-12-31 23:30",
            PARIS,
            "31 December 2025, 23:30 (CET), that is 1 January 2026, 00:30 in Bucharest",
        ),
        # The hour between two clock changes: Paris at 03:00 is already Bucharest at 04:00.
        ("2025-03-30 03:00", PARIS, "30 March 2025, 03:00 (CEST), that is 04:00 in Bucharest"),
        ("2025-10-26 04:00", BUCHAREST, "26 October 2025, 04:00 (EET)"),
    ],
)
def test_a_deadline_is_told_with_its_zone_and_the_hour_of_the_seat(text, zone, words):
    assert str(Deadline(local(text, zone), zone)) == words


# Around each clock change, the deadline's own hour and the instant that it is.
HOURS = [
    ("2026-12-01 16:00", BUCHAREST, "2026-12-01T14:00:00+00:00"),
    ("2026-12-01 11:59:59", PARIS, "2026-12-01T10:59:59+00:00"),
    ("2026-12-01 16:00", ISTANBUL, "2026-12-01T13:00:00+00:00"),
    ("2027-03-28 02:59:59", BUCHAREST, "2027-03-28T00:59:59+00:00"),
    ("2027-03-28 04:00", BUCHAREST, "2027-03-28T01:00:00+00:00"),
    ("2027-03-28 03:00", PARIS, "2027-03-28T01:00:00+00:00"),
    ("2027-03-28 04:00", ISTANBUL, "2027-03-28T01:00:00+00:00"),
    ("2027-10-31 02:59:59", BUCHAREST, "2027-10-30T23:59:59+00:00"),
    ("2027-10-31 04:00", BUCHAREST, "2027-10-31T02:00:00+00:00"),
    ("2027-10-31 03:00", PARIS, "2027-10-31T02:00:00+00:00"),
    ("2027-10-31 04:00", ISTANBUL, "2027-10-31T01:00:00+00:00"),
]


@pytest.mark.parametrize(("text", "zone", "utc"), HOURS)
def test_it_closes_at_the_second_in_every_zone_and_at_both_clock_changes(text, zone, utc, clock):
    instant = datetime.fromisoformat(utc)
    opening = instant - timedelta(days=10)
    fields = {"opens_at": opening, "closes_at": local(text, zone), "closes_zone": zone}
    notice = make(Vacancy, **fields)
    assert notice.closes_at == instant
    moments = {
        opening - SECOND: State.NOT_YET,
        opening: State.OPEN,
        instant - timedelta(hours=72) - SECOND: State.OPEN,
        instant - timedelta(hours=72): State.SOON,
        instant - SECOND: State.SOON,
        instant: State.CLOSED,
        instant + SECOND: State.CLOSED,
    }
    for moment, expected in moments.items():
        assert notice.state(moment) == expected, moment
        assert states_in_sql(moment) == family(expected), moment
        clock.set(moment)
        assert states_in_sql() == family(expected), moment


def states_in_sql(at=None):
    rows = Vacancy.objects
    names = ["not_yet_open", "open", "not_closed", "closed"]
    return {name for name in names if getattr(rows, name)(at).exists()}


def family(state):
    """The querysets that hold a row of this state."""
    return {
        State.NOT_YET: {"not_yet_open", "not_closed"},
        State.OPEN: {"open", "not_closed"},
        State.SOON: {"open", "not_closed"},
        State.CLOSED: {"closed"},
    }[state]


@pytest.mark.parametrize("fields", [{"outcome": "filled"}, {"outcome": "filled", "closes_at": NOW + SECOND}])
def test_with_an_outcome_it_is_closed_whatever_the_hour(fields):
    notice = make(Vacancy, **fields)
    assert notice.state(NOW) == State.CLOSED
    assert states_in_sql() == {"closed"}


def test_without_a_deadline_it_stays_open():
    assert make(Vacancy).state(at("2099-01-01 00:00")) == State.OPEN
    assert states_in_sql() == {"open", "not_closed"}


def test_closed_without_an_outcome_is_told_from_the_hour_asked_for():
    make(Vacancy, closes_at=NOW)
    assert not Vacancy.objects.closed_without_outcome(NOW - SECOND).exists()
    assert Vacancy.objects.closed_without_outcome(NOW).exists()


def test_the_database_keeps_no_deadline_before_its_opening():
    with pytest.raises(IntegrityError), transaction.atomic():
        make(Vacancy, opens_at=NOW, closes_at=NOW)


# The acts

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
    told = [(str(new.deadline_act), str(old)) for new, old in again.changed_deadlines()]
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


def test_an_extension_approved_after_the_deadline_is_refused_in_words(hr, colleague, clock):
    notice = whole(Vacancy, closes_at=CLOSES)
    late = notice.extend(hr, "More time.", LATER)
    clock.set(CLOSES)
    with pytest.raises(Refused, match="has passed meanwhile"):
        late.approve(colleague, override="Checked.")


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


def test_who_takes_a_notice_down_needs_no_deadline(hr, colleague):
    notice = whole(Vacancy, closes_at=PAST)
    notice.withdraw(hr, "Published twice.").approve(colleague)
    assert Vacancy.objects.in_force().get().standing == Standing.WITHDRAWN


def test_a_history_tells_of_nothing_that_is_not_public_yet(hr, colleague):
    notice = whole(Vacancy, closes_at=CLOSES)
    coming = notice.extend(hr, "Secret reason.", LATER)
    coming.approve(colleague, NOW + timedelta(days=2), override="Checked.")
    page = Client().get(notice.item.address).content.decode()
    assert "Secret reason" not in page
    assert "<del>" not in page
