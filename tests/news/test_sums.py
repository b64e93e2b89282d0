"""The one place where numbers are added: at every second, of what is public then, and nothing else."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from news.models import Operation
from news.sums import sums, sums_by_year
from publishing.lifecycle import ChangeKind, Standing, Status
from tests.make import at, make
from tests.news.operations import beyond, operation, other

pytestmark = pytest.mark.django_db
NOW, SECOND = at("2026-11-20 12:00"), timedelta(seconds=1)
CORRECTED_AT = at("2026-05-03 09:30")
CORRECTION = {"change": ChangeKind.CORRECTION, "note": "One more was found."}


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


def lines(moment=None, operations=None):
    found = Operation.objects.public(moment) if operations is None else operations
    return [f"{line.name} {line.amount}".replace("\N{NO-BREAK SPACE}", " ") for line in read(found, moment)]


def read(found, moment=None):
    return sums(found, moment).lines.values()


def corrections(moment=None):
    """{what: the days on which a number in its sum was corrected}."""
    found = {line.name: line.corrections for line in read(Operation.objects.public(moment), moment)}
    return {
        name: [f"{one.publish_at:%Y-%m-%d}" for one in editions]
        for name, editions in found.items()
        if editions
    }


def test_results_of_several_operations_add_up_line_by_line():
    operation("arrests 53", "heroin 80 kg", "cannabis 410 kg")
    operation("arrests 66", "cannabis 8.4 t", "cash 100 EUR", "cash 50.25 EUR", "cash 7 USD")
    assert lines() == [
        "Arrests 119",
        "Heroin 80 kg",
        "Cannabis 8.81 t",
        "Cash EUR 150.25",
        "Cash USD 7",
    ]


def test_decimals_are_added_without_any_loss():
    for _ in range(10):
        operation("heroin 0.1 kg")
    (line,) = read(Operation.objects.public())
    assert line.number == Decimal(1)
    assert lines() == ["Heroin 1 kg"]


def test_each_line_says_of_how_many_operations_it_is():
    operation("arrests 1", "arrests 2")
    operation("arrests 3", "vehicles 4")
    operation()
    found = sums(Operation.objects.public())
    assert [(line.name, len(line.operations)) for line in found.lines.values()] == [
        ("Arrests", 2),
        ("Vehicles", 1),
    ]
    assert found.operations == 2


def test_what_holds_beyond_the_region_is_added_nowhere():
    operation(beyond("vehicles 390"), "vehicles 105")
    operation(beyond("cocaine 35 t"))
    assert lines() == ["Vehicles 105"]
    assert sums(Operation.objects.public()).operations == 1


def test_words_of_ones_own_are_added_where_they_are_the_same():
    operation(other("Mobile telephones", 5, "pieces"))
    operation(other("mobile  Telephones", 2, "pieces"), other("Horses", 2, "pieces"))
    assert sorted(lines()) == ["Horses 2", "Mobile telephones 7"]


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        (["arrests 1", "arrests 2"], "Arrests 3"),
        (["arrests 1", "arrests over 2"], "Arrests more than 3"),
        (["arrests over 1", "arrests about 2"], "Arrests about 3"),
        (["arrests about 1", "arrests 2"], "Arrests about 3"),
    ],
)
def test_a_sum_is_no_more_exact_than_what_is_added(numbers, shown):
    operation(*numbers)
    assert lines() == [shown]


def test_a_sum_says_whether_it_is_provisional_in_whole_or_in_part():
    operation("arrests 1")
    operation("arrests 2", "wanted 3", is_final=False, is_concluded=False)
    found = {
        line.name: (line.is_provisional, bool(line.provisional)) for line in read(Operation.objects.public())
    }
    assert found == {"Arrests": (False, True), "Persons wanted": (True, True)}


# Corrections


def corrected(*before_and_after, **fields):
    before, after = before_and_after
    first = operation(*before, code_name="PASSPORT", **fields)
    return operation(*after, after=first, publish_at=CORRECTED_AT, **CORRECTION)


def test_a_corrected_number_corrects_the_sum_at_that_second_and_the_sum_says_so(clock):
    corrected(["arrests 53", "wanted 11"], ["arrests 53", "wanted 12"])
    operation("wanted 5")
    for moment, wanted, said in [
        (CORRECTED_AT - SECOND, "Persons wanted 16", {}),
        (CORRECTED_AT, "Persons wanted 17", {"Persons wanted": ["2026-05-03"]}),
        (CORRECTED_AT + SECOND, "Persons wanted 17", {"Persons wanted": ["2026-05-03"]}),
    ]:
        assert lines(moment) == ["Arrests 53", wanted]
        assert corrections(moment) == said
        clock.set(moment)
        assert lines() == ["Arrests 53", wanted]
        assert corrections() == said


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (["arrests 53", "cannabis 0.41 t"], []),
        (["cannabis 410000 g", "arrests 53"], []),
        (["arrests 54", "cannabis 410 kg"], ["Arrests"]),
        (["arrests about 53", "cannabis 410 kg"], ["Arrests"]),
        (["arrests 53", "cannabis 410 kg", "wanted 1"], ["Persons wanted"]),
        (["arrests 53", "cannabis 409 kg"], ["Cannabis"]),
        (["arrests 53"], ["Cannabis"]),
        ([beyond("arrests 53"), "cannabis 410 kg"], ["Arrests"]),
    ],
)
def test_only_what_a_correction_changed_is_called_corrected(after, said):
    corrected(["arrests 53", "cannabis 410 kg"], after)
    operation("arrests 1", "cannabis 1 kg", "wanted 1")
    assert list(corrections()) == said


def test_an_update_is_no_correction_and_a_later_one_takes_the_place_of_a_corrected_number():
    first = operation("cannabis 410 kg", is_final=False, is_concluded=False)
    operation("cannabis 8.4 t", after=first, publish_at=CORRECTED_AT, change=ChangeKind.UPDATE)
    last = corrected(["wanted 11"], ["wanted 12"])
    assert list(corrections()) == ["Persons wanted"]
    same = operation("wanted 12", after=last, publish_at=at("2026-06-01 10:00"), change=ChangeKind.UPDATE)
    assert list(corrections()) == ["Persons wanted"]
    operation("wanted 15", after=same, publish_at=at("2026-07-01 10:00"), change=ChangeKind.UPDATE)
    assert corrections() == {}


def test_several_corrections_of_one_sum_are_all_told_the_latest_first():
    corrected(["wanted 11"], ["wanted 12"])
    first = operation("wanted 1")
    operation("wanted 2", after=first, publish_at=at("2026-08-09 10:00"), **CORRECTION)
    assert corrections() == {"Persons wanted": ["2026-08-09", "2026-05-03"]}


# What is hidden


def test_nothing_that_is_not_public_is_in_any_sum_or_remark():
    public = operation("arrests 53", "wanted 11")
    before = lines(), corrections()
    hidden = ["arrests 1000", "firearms 7"]
    operation(*hidden, status=Status.DRAFT)
    operation(*hidden, status=Status.IN_REVIEW)
    operation(*hidden, status=Status.DISCARDED)
    operation(*hidden, publish_at=NOW + SECOND)
    gone = operation(*hidden)
    operation(*hidden, after=gone, standing=Standing.WITHDRAWN, note="Not ours.")
    gone = operation(*hidden)
    operation(*hidden, after=gone, standing=Standing.REMOVED, note="Published twice.")
    operation("arrests 54", "wanted 12", after=public, publish_at=NOW + SECOND, **CORRECTION)
    assert (lines(), corrections()) == before == (["Arrests 53", "Persons wanted 11"], {})


def test_a_draft_of_a_correction_and_what_was_removed_before_it_correct_nothing():
    first = operation("wanted 11")
    removed = operation(
        "wanted 11",
        after=first,
        standing=Standing.REMOVED,
        note="In error.",
        publish_at=at("2021-01-01 10:00"),
    )
    back = operation("wanted 12", after=removed, publish_at=at("2022-01-01 10:00"), **CORRECTION)
    assert list(corrections()) == ["Persons wanted"]
    operation("wanted 13", after=back, status=Status.DRAFT, **CORRECTION)
    assert lines() == ["Persons wanted 12"]


# Years


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ({"began_on": date(2014, 12, 30), "ended_on": date(2015, 1, 2)}, 2015),
        ({"began_on": date(2014, 12, 30)}, 2014),
        ({"ended_on": date(2015, 1, 1), "ended_precision": "year"}, 2015),
        (
            {
                "began_on": date(2013, 5, 1),
                "began_precision": "month",
                "is_concluded": False,
                "is_final": False,
            },
            2013,
        ),
        ({"began_on": date(2017, 11, 21), "began_precision": "unknown"}, 2017),
        ({}, None),
    ],
)
def test_an_operation_counts_in_the_year_of_its_end_or_of_its_start_where_no_end_is_known(period, year):
    operation("arrests 9", **period)
    found = sums_by_year(Operation.objects.public())
    assert {key: [line.amount for line in one.lines.values()] for key, one in found.items()} == {year: ["9"]}


def test_a_correction_is_told_in_its_own_year_alone():
    period = {"ended_on": date(2015, 6, 3)}
    corrected(["wanted 11"], ["wanted 12"], **period)
    operation("wanted 1", ended_on=date(2018, 1, 1))
    found = sums_by_year(Operation.objects.public())
    told = {year: [bool(line.corrections) for line in one.lines.values()] for year, one in found.items()}
    assert told == {2015: [True], 2018: [False]}


def test_sums_cost_as_many_queries_for_many_operations_as_for_few(django_assert_num_queries):
    for number in range(3):
        corrected([f"wanted {number}"], ["wanted 12"])
    with django_assert_num_queries(4):
        sums(Operation.objects.public())
    for number in range(20):
        corrected([f"wanted {number}"], ["wanted 30"])
    with django_assert_num_queries(4):
        sums_by_year(Operation.objects.public())


def test_releases_without_results_are_no_operations():
    make(Operation, code_name="NONE")
    assert not sums(Operation.objects.public())
