"""Numbers of operations as they are typed, refused, stored and written."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from news.models import Result
from news.models.quantity import UNITS, Unit, What, added, in_base, in_words
from publishing.part_forms import PartsFormField
from tests.news.operations import beyond, operation, other, row

pytestmark = pytest.mark.django_db
FIELD = PartsFormField(Result, "result")
TYPED = {
    "what": "arrests",
    "in_words": "",
    "exactness": "exact",
    "number": "53",
    "unit": "",
    "scope": "region",
}


def read(**typed):
    (found,) = FIELD.clean([{**TYPED, **typed}])
    return found


def refused(**typed):
    with pytest.raises(ValidationError) as told:
        FIELD.clean([{**TYPED, **typed}])
    return told.value.messages


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ({}, "Arrests: 53"),
        ({"number": "11320"}, "Arrests: 11,320"),
        ({"number": "0"}, "Arrests: 0"),
        ({"what": "cannabis", "number": "8.4", "unit": "t"}, "Cannabis: 8.4\N{NO-BREAK SPACE}t"),
        ({"what": "heroin", "number": "55.625", "unit": "kg"}, "Heroin: 55.625\N{NO-BREAK SPACE}kg"),
        ({"what": "heroin", "number": "80.000", "unit": "kg"}, "Heroin: 80\N{NO-BREAK SPACE}kg"),
        ({"what": "vehicles", "number": "105", "exactness": "over"}, "Vehicles: more than 105"),
        (
            {"what": "value", "number": "1100000", "unit": "EUR", "exactness": "over"},
            "Estimated value: more than EUR\N{NO-BREAK SPACE}1,100,000",
        ),
        (
            {"what": "cash", "number": "505864.80", "unit": "EUR"},
            "Cash: EUR\N{NO-BREAK SPACE}505,864.80",
        ),
        (
            {"what": "captagon", "number": "430000", "unit": "tablets"},
            "Captagon: 430,000\N{NO-BREAK SPACE}tablets",
        ),
        ({"what": "other", "in_words": "Mobile telephones", "unit": "pieces"}, "Mobile telephones: 53"),
        ({"scope": "beyond"}, "Arrests: 53 (of the whole operation)"),
    ],
)
def test_a_number_is_written_as_it_was_stated(typed, shown):
    assert str(read(**typed)) == shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"number": "11.320"}, "write 11320, without a point before the thousands"),
        ({"number": "11.000"}, "write 11320, without a point before the thousands"),
        ({"number": "16,722"}, "Write figures alone"),
        ({"number": "1,1 million"}, "Write figures alone"),
        ({"number": "NaN"}, "Write figures alone"),
        ({"number": "-3"}, "no number below zero"),
        ({"number": ""}, "This field is required"),
        ({"number": "1234567890123"}, "no more than 12 digits before"),
        ({"what": "cash", "number": "1.100", "unit": "EUR"}, "Money has two decimals at most"),
        ({"what": "heroin", "number": "8.4"}, "in which unit, or in which currency"),
        ({"what": "heroin", "number": "8", "unit": "litres"}, "one of these: g, kg, t."),
        ({"what": "cash", "number": "8", "unit": "pieces"}, "one of these: EUR, USD"),
        ({"what": "other", "unit": "pieces"}, "Say what it is."),
        ({"in_words": "Telephones"}, "Choose “Other, in words” above"),
        ({"what": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(typed, sentence):
    messages = refused(**typed)
    assert any(sentence in message for message in messages), messages
    assert all(message.startswith("Result 1: ") for message in messages)


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "kg"},
        {"unit": ""},
        {"number": Decimal("1.5")},
        {"number": Decimal(-1)},
        {"in_words": "Telephones"},
        {"what": "other"},
        {"what": "nothing of ours"},
        {"scope": "moon"},
        {"exactness": "near"},
    ],
)
def test_the_database_refuses_what_no_form_would_let_through(wrong):
    edition = operation()
    right = {"what": "arrests", "number": 53, "unit": "persons", "edition": edition, "place": 0}
    Result.objects.create(**right)
    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.create(**{**right, **wrong})


def test_a_wrong_number_and_a_wrong_unit_are_told_once_each():
    assert len(refused(what="heroin", number="8,4", unit="litres")) == 2
    assert len(refused(what="heroin", number="8,4", unit="kg")) == 1
    assert len(refused(number="8,4")) == 1


def test_a_row_is_never_changed():
    operation("arrests 53")
    with pytest.raises(TypeError):
        Result.objects.get().save()


def test_every_commodity_has_its_units_and_every_unit_its_words():
    assert {*UNITS} == {*What}
    for unit in Unit:
        assert in_words(Decimal(3), unit)
        assert in_base(Decimal(3), unit)[1] in Unit


@pytest.mark.parametrize(
    ("numbers", "total"),
    [
        (["410 kg", "8.4 t"], "8.81\N{NO-BREAK SPACE}t"),
        (["55.625 kg", "375 g"], "56\N{NO-BREAK SPACE}kg"),
        (["0.001 g", "999.999 kg"], "999.999001\N{NO-BREAK SPACE}kg"),
        (["0.1 kg", "0.2 kg"], "0.3\N{NO-BREAK SPACE}kg"),
        (["999.999 kg", "1 g"], "1\N{NO-BREAK SPACE}t"),
    ],
)
def test_grams_and_tonnes_add_up_exactly(numbers, total):
    rows = [row(f"cannabis {number}") for number in numbers]
    assert in_words(*added(sum(one.base[0] for one in rows), rows[0].base[1])) == total


def test_only_the_same_thing_in_the_same_family_of_units_is_added():
    same = [("cannabis 1 kg", "cannabis 1 t"), ("cash 1 EUR", "cash about 1 EUR")]
    apart = [
        ("cash 1 EUR", "cash 1 USD"),
        ("cash 1 EUR", "value 1 EUR"),
        ("captagon 1 kg", "captagon 1 tablets"),
        ("heroin 1 kg", "cocaine 1 kg"),
    ]
    assert all(row(one).key == row(two).key for one, two in same)
    assert all(row(one).key != row(two).key for one, two in apart)
    assert other("Mobile  telephones", 1, "pieces").key == other("mobile telephones", 2, "pieces").key
    assert other("Telephones", 1, "pieces").key != other("Horses", 1, "pieces").key


def test_a_number_survives_the_database_to_its_last_decimal():
    edition = operation("heroin 999999999999.999 kg", beyond("heroin 0.001 g"))
    assert [one.number for one in edition.results.all()] == [Decimal("999999999999.999"), Decimal("0.001")]
    assert [one.is_counted for one in edition.results.all()] == [True, False]
