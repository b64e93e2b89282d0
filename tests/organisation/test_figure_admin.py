"""Yearly figures as staff type them."""

from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from audit.models import Entry
from organisation.models import Activity, YearlyFigure
from tests.make import at

pytestmark = pytest.mark.django_db
ADD = "/admin/organisation/yearlyfigure/add/"


@pytest.fixture(autouse=True)
def today(clock):
    clock.set(at("2026-11-20 12:00"))


def figure(year, what="exchanges", number=None, source="Annual report"):
    return YearlyFigure.objects.create(year=year, what=what, number=number, source=source)


def typed(**fields):
    names = ["year", "what", "number", "note", "source", "source_url"]
    return {
        **dict.fromkeys(names, ""),
        "year": "2024",
        "what": "exchanges",
        "number": "5",
        "source": "A",
        **fields,
    }


def test_staff_add_and_change_a_figure_and_the_log_has_both(admin_client):
    assert admin_client.post(ADD, typed()).status_code == 302
    row = YearlyFigure.objects.get()
    assert (
        admin_client.post(f"/admin/organisation/yearlyfigure/{row.pk}/change/", typed(number="6")).status_code
        == 302
    )
    acts = (
        Entry.objects.filter(subject__contains="yearlyfigure")
        .order_by("number")
        .values_list("act", flat=True)
    )
    assert list(acts) == ["added", "changed"]
    assert "<td>6</td>" in Client().get("/about/figures/").content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"source": ""}, "Say where this number is stated: readers are told."),
        ({"year": "1066"}, "Give a year from 1996 to 2100."),
        ({"number": "-5"}, "Ensure this value is greater than or equal to 0."),
        ({"number": "11,320"}, "Write figures alone"),
        ({"number": "11.320"}, "Write figures alone"),
        ({"number": "11.000"}, "Write figures alone"),
        ({"year": "2020"}, "There is a row for that year already: change it there."),
    ],
)
def test_a_wrong_figure_is_refused_and_stays_in_the_form(admin_client, fields, sentence):
    figure(2020, number=1)
    page = admin_client.post(ADD, typed(note="Kept note", **fields)).content.decode()
    assert sentence in unescape(page)
    assert "Kept note" in page
    assert YearlyFigure.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"source": ""}, {"year": 1066}, {"what": "feelings"}, {"year": 2020, "what": "exchanges"}]
)
def test_the_database_refuses_what_cannot_be(wrong):
    figure(2020, number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        figure(**{"year": 2021, "what": "joint", "number": 5, **wrong})


def test_an_unknown_number_needs_no_source():
    YearlyFigure(year=2020, what=Activity.EXCHANGES).full_clean()
    with pytest.raises(ValidationError):
        YearlyFigure(year=2020, what=Activity.EXCHANGES, number=0).full_clean()
