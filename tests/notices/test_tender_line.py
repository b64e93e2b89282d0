"""What happened, in the order of time: told by the editions, and by nothing else."""

from datetime import date, timedelta

import pytest
from django.test import Client

from notices.time_line import Kind, time_line
from publishing.lifecycle import Standing, Status
from tests.make import at

from .tenders import TWO_LOTS, answered, lost, tender, won

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
FIRST, CLOSES = at("2026-11-02 10:00"), at("2026-12-01 16:00")


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


def call(**fields):
    return tender(title="The call", closes_at=CLOSES, publish_at=FIRST, **fields)


def then(before, **fields):
    """The next edition, a day later, which says the same but for `fields`."""
    rows = {
        "lots": [{"number": row.number, "title": row.title} for row in before.lots.all()],
        "clarifications": [
            {"number": row.number, "question": row.question, "answer": row.answer}
            for row in before.clarifications.all()
        ],
    }
    same = {"title": before.title, "closes_at": before.closes_at, "cpv": before.cpv, "change": "update"}
    return tender(after=before, **{**rows, **same, **fields})


def line(edition, moment=NOW):
    return [
        (entry.kind.value, entry.title) for entry in time_line(edition, moment) if entry.kind != Kind.HOUR
    ]


def words_of(entry):
    return {
        change.label: [(run.kind, run.text) for block in change.blocks for run in block]
        for change in entry.changes
    }


def read(edition, path=""):
    return Client().get(f"{edition.item.address}{path}").content.decode()


def test_each_clarification_comes_on_the_day_of_the_edition_that_brought_it():
    last = then(then(call(), clarifications=answered(1, 2)), clarifications=answered(1, 2, 3))
    entries = [entry for entry in time_line(last, NOW) if entry.kind == Kind.CLARIFICATIONS]
    assert [(entry.title, entry.at) for entry in entries] == [
        ("Clarifications 1, 2", FIRST + DAY),
        ("Clarification 3", FIRST + 2 * DAY),
    ]
    page = read(last)
    assert page.count('href="#clarification-') == 3
    assert page.count('id="clarification-') == 3


def test_a_changed_answer_is_shown_from_and_to():
    last = then(
        call(clarifications=answered(1)), clarifications=answered(1, answer="No."), change="correction"
    )
    changed = next(one for one in time_line(last, NOW) if one.title == "Clarifications changed")
    runs = words_of(changed)["Clarification 1"]
    assert ("gone", "Yes.") in runs
    assert ("added", "No.") in runs


def test_corrigenda_are_numbered_and_show_from_and_to_with_their_note():
    first = call(cpv="30200000", lots=TWO_LOTS)
    second = then(first, cpv="48820000", change="correction", note="The code was wrong.")
    third = then(second, lots=[TWO_LOTS[0], {"number": 2, "title": "Training of users"}])
    entries = [entry for entry in time_line(third, NOW) if entry.kind == Kind.CORRIGENDUM]
    assert [(entry.number, entry.title, entry.text) for entry in entries] == [
        (1, "Corrigendum 1", "The code was wrong."),
        (2, "Corrigendum 2", ""),
    ]
    assert words_of(entries[0]) == {"CPV code": [("gone", "30200000"), ("added", "48820000")]}
    assert words_of(entries[1]) == {
        "Lots": [("same", "Lot number: 2 · Title: Training"), ("added", "of users")]
    }
    page = read(third)
    assert '<del><span class="visually-hidden">[removed: </span>30200000' in page
    assert '<ins><span class="visually-hidden">[added: </span>48820000' in page


def test_a_minor_change_is_no_corrigendum_and_a_correction_is_one_whatever_it_corrects():
    minor = then(call(), summary="Spelt right.", change="minor")
    assert line(minor) == [("notice", "Published")]
    corrected = then(minor, summary=minor.summary, change="correction", note="The annex was missing.")
    assert line(corrected)[-1] == ("corrigendum", "Corrigendum 1")


def test_a_deadline_that_was_moved_shows_both_and_the_reason():
    moved = {"closes_at": CLOSES + DAY, "deadline_act": "extended", "deadline_reason": "Two asked for time."}
    last = then(call(), **moved)
    entry = next(one for one in time_line(last, NOW) if one.kind == Kind.DEADLINE)
    assert (entry.title, entry.text, entry.at) == ("Deadline extended", "Two asked for time.", FIRST + DAY)
    assert words_of(entry) == {
        "Deadline": [("gone", "1 December 2026, 16:00 (EET)"), ("added", "2 December 2026, 16:00 (EET)")]
    }
    assert line(last) == [("notice", "Published"), ("deadline", "Deadline extended")]


def test_results_and_outcome_are_told_lot_by_lot():
    first = call(lots=TWO_LOTS)
    second = then(first, awards=[lost(2, reason="No need.")])
    third = then(second, awards=[lost(2, reason="No need."), won(1)], outcome="partly", outcome_note="Done.")
    told = [(entry.title, entry.text) for entry in time_line(third, NOW) if entry.kind != Kind.HOUR]
    assert told == [
        ("Published", ""),
        ("Result of lot 2", "Cancelled: No need."),
        ("Result of lot 1", "Awarded to Example Supplies Ltd for EUR\u00a048\u202f750.50"),
        ("Awarded in part", "Done."),
    ]


def test_a_result_or_an_outcome_that_changes_is_told_again():
    first = call(awards=[won(value=100)], outcome="awarded")
    second = then(first, awards=[won(value=200)], outcome="awarded", outcome_note="The sum was wrong.")
    third = then(second, awards=[], outcome="")
    assert line(third) == [
        *[("notice", "Published"), ("result", "Result"), ("outcome", "Awarded")],
        *[("result", "Result changed"), ("outcome", "Awarded")],
        *[("result", "Result changed"), ("outcome", "The outcome was taken back")],
    ]


def test_an_earlier_edition_tells_the_line_up_to_itself():
    first = call()
    second = then(first, clarifications=answered(1))
    then(second, clarifications=answered(1, 2), site_visit="On Monday.")
    page = read(first, "history/2/")
    assert "Clarification 1" in page
    assert "Clarification 2" not in page
    assert "Corrigendum" not in page
    assert "Corrigendum 1" in read(first)


def test_nothing_is_told_before_its_second(clock):
    first = call()
    second = then(first, clarifications=answered(1), publish_at=NOW)
    clock.set(NOW - SECOND)
    assert "Clarification 1" not in read(first)
    clock.set(NOW)
    assert "Clarification 1" in read(first)
    assert line(second) == [("notice", "Published"), ("clarifications", "Clarification 1")]


def test_what_was_withdrawn_and_what_came_back_is_told():
    first = call()
    second = then(first, standing=Standing.WITHDRAWN, note="The annex was secret.")
    third = then(second)
    assert line(third) == [("notice", "Published"), ("notice", "Withdrawn"), ("notice", "Published again")]


def test_a_removal_takes_all_that_was_before_it():
    removed = then(call(clarifications=answered(1)), standing=Standing.REMOVED, note="Error.")
    back = then(removed, clarifications=answered(1), site_visit="On Monday.")
    assert line(back) == [
        *[("notice", "Removed"), ("notice", "Published again")],
        ("clarifications", "Clarification 1"),
    ]


def test_what_a_dropped_draft_said_is_never_told():
    first = call()
    tender(item=first.item, number=2, status=Status.DISCARDED, closes_at=CLOSES, clarifications=answered(9))
    third = then(first, number=3, clarifications=answered(1))
    assert line(third) == [("notice", "Published"), ("clarifications", "Clarification 1")]


def test_hours_of_the_call_stand_among_what_happened_and_those_to_come_at_the_end():
    hours = {
        "opens_at": at("2026-11-03 09:00"),
        "questions_until": at("2026-11-10 16:00"),
        "answers_on": date(2026, 11, 20),
        "opening_of_tenders_at": CLOSES + timedelta(hours=2),
    }
    last = then(call(**hours), **hours, clarifications=answered(1), publish_at=at("2026-11-12 10:00"))
    told = [(entry.title, entry.at > NOW) for entry in time_line(last, NOW)]
    assert told == [
        ("Published", False),
        ("The call opens", False),
        ("Deadline for questions", False),
        ("Clarification 1", False),
        ("Answers by this day", True),
        ("Deadline for tenders", True),
        ("Opening of tenders", True),
    ]
    assert read(last).count("To come:") == 3


def test_with_an_outcome_no_hour_is_to_come():
    last = then(call(), outcome="cancelled", outcome_note="No money.")
    assert [entry.title for entry in time_line(last, NOW)] == ["Published", "Procedure cancelled"]


def test_another_zone_is_named_beside_the_hour_of_the_seat():
    assert "1 December 2026, 16:00 (EET)" not in read(call()).split("order of time")[1]
    zone = {"closes_zone": "Europe/Paris"}
    assert (
        "1 December 2026, 15:00 (CET), that is 16:00 in Bucharest"
        in read(call(**zone)).split("order of time")[1]
    )
