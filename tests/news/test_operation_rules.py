"""What stops or warns before an operation is published, and what nobody can store."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from news.models import Operation, PressRelease
from publishing.checks import findings
from publishing.lifecycle import Refused, Status
from tests.make import at, make, whole
from tests.news.operations import beyond, operation

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


@pytest.fixture
def writer(person):
    return person("ana", "add_operation", "change_operation", "view_operation")


@pytest.fixture
def approver(person):
    return person("boris", "change_operation", "view_operation", "approve_operation")


def test_nothing_is_published_without_the_legal_check(writer, approver):
    draft = whole(Operation, status=Status.DRAFT, is_legally_checked=False)
    draft.submit(writer)
    with pytest.raises(Refused, match="The legal check is not made"):
        draft.approve(approver)
    assert not Operation.objects.public().exists()


def test_each_edition_needs_a_legal_check_of_its_own(writer, approver):
    live = whole(Operation)
    live.item.named_people.clear()
    draft = live.start_draft(writer)
    assert live.is_legally_checked
    assert not draft.is_legally_checked
    draft.is_legally_checked = True
    draft.save_draft(writer)
    draft.submit(writer)
    draft.approve(approver)
    assert Operation.objects.public().get() == draft


def test_taking_an_operation_down_waits_for_no_legal_check(writer, approver):
    live = whole(Operation)
    live.remove(writer, "Published twice.").approve(approver)
    assert not Operation.objects.public().exists()


def test_the_rows_of_an_edition_are_copied_and_the_old_ones_stay(writer):
    live = operation("arrests 53", beyond("heroin 80 kg"))
    draft = live.start_draft(writer)
    for edition in (live, draft):
        assert [str(row) for row in edition.results.all()] == [
            "Arrests: 53",
            "Heroin: 80\N{NO-BREAK SPACE}kg (of the whole operation)",
        ]


def test_a_second_operation_of_the_same_name_is_warned_of():
    operation(title="The first", code_name="HIT 2")
    again = operation(code_name="hit 2 ", status=Status.DRAFT)
    told = [found.sentence for found in findings(again) if found.rule == "code_name_taken"]
    assert len(told) == 1
    assert "“The first”" in told[0]
    assert not [
        one for one in findings(operation(code_name="HIT 3", status=Status.DRAFT)) if "name_taken" in one.rule
    ]


def test_a_release_whose_operation_is_not_public_by_then_is_warned_of():
    coming = operation(publish_at=NOW + timedelta(hours=2))

    def warned(hours):
        release = make(
            PressRelease, operation=coming.item, status=Status.DRAFT, publish_at=NOW + timedelta(hours=hours)
        )
        return "operation_not_public" in [found.rule for found in findings(release)]

    assert (warned(1), warned(2)) == (True, False)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"is_concluded": False}, "is_final"),
        ({"is_concluded": False, "is_final": False, "ended_on": date(2018, 1, 1)}, "ended_on"),
        ({"is_concluded": False, "is_final": False, "award": "first"}, "award"),
        ({"began_on": date(2018, 1, 2), "ended_on": date(2018, 1, 1)}, "ended_on"),
        (
            {"began_on": date(2018, 3, 1), "ended_on": date(2018, 2, 1), "ended_precision": "month"},
            "ended_on",
        ),
        ({"award_year": 2012}, "award"),
        ({"award": "first", "award_semester": 1}, "award_year"),
    ],
)
def test_what_contradicts_itself_is_refused_with_a_sentence_at_its_field(wrong, field):
    edition = Operation(**{"is_concluded": True, "is_final": True, **wrong})
    with pytest.raises(ValidationError) as told:
        edition.clean()
    assert field in told.value.message_dict


@pytest.mark.parametrize(
    "right",
    [
        {"began_on": date(2018, 3, 15), "ended_on": date(2018, 3, 1), "ended_precision": "month"},
        {"began_on": date(2018, 6, 1), "began_precision": "unknown", "ended_on": date(2018, 1, 1)},
        {"began_on": date(2018, 6, 1), "began_precision": "year", "ended_on": date(2018, 1, 1)},
        {"award": "unknown"},
        {"award": "first", "award_year": 2012},
    ],
)
def test_what_is_only_partly_known_is_taken(right):
    operation(**right).clean_fields(exclude=["publish_at"])
    Operation(**{"is_concluded": True, **right}).clean()


@pytest.mark.parametrize(
    "wrong",
    [
        {"is_concluded": False},
        {"is_concluded": False, "is_final": False, "award": "first"},
        {"is_concluded": False, "is_final": False, "ended_on": date(2018, 1, 1)},
        {"began_on": date(2018, 1, 2), "ended_on": date(2018, 1, 1)},
        {"award_year": 2012},
        {"award": "first", "award_semester": 1},
        {"award": "first", "award_semester": 3, "award_year": 2012},
        {"award": "first", "award_year": 1066},
        {"began_precision": "roughly"},
    ],
)
def test_the_database_refuses_what_contradicts_itself(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        operation(**wrong)
