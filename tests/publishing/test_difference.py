from datetime import date
from decimal import Decimal

import pytest

from news.models import PressRelease
from notices.models import Tender
from organisation.models import CrimeArea
from publishing.difference import difference
from tests.make import at, make

pytestmark = pytest.mark.django_db


def test_a_difference_is_said_field_by_field_and_word_by_word():
    area = CrimeArea.objects.create(name="Cybercrime", slug="cybercrime")
    old = make(PressRelease, title="Eleven are wanted", body="<p>One.</p><p>Eleven are wanted.</p>")
    new = make(
        PressRelease,
        after=old,
        title="Twelve are wanted",
        body="<p>One.</p><p>Twelve are wanted.</p><p>New.</p>",
    )
    new.crime_areas.add(area)
    changes = {change.label: change.blocks for change in difference(old, new)}
    assert list(changes) == ["Headline", "Body", "Crime areas"]
    words = [(run.kind, run.text) for block in changes["Body"] for run in block]
    expected = [
        ("same", "One."),
        ("gone", "Eleven"),
        ("added", "Twelve"),
        ("same", "are wanted."),
        ("added", "New."),
    ]
    assert words == expected


def test_a_link_that_leads_elsewhere_is_a_difference():
    old = make(PressRelease, title="A", body='<p><a href="/one/">x</a></p>')
    new = make(PressRelease, after=old, title="A", body='<p><a href="/two/">x</a></p>')
    assert [change.label for change in difference(old, new)] == ["Body"]


def test_the_same_text_has_no_difference():
    old = make(PressRelease, title="A")
    assert difference(old, make(PressRelease, after=old, title="A")) == []


def test_texts_too_long_to_compare_word_by_word_are_shown_whole():
    old = make(PressRelease, title="A", body="<p>" + "the a of " * 10_000 + "</p>")
    new = make(PressRelease, after=old, title="A", body="<p>" + "of the a and " * 7_000 + "</p>")
    runs = [run.kind for change in difference(old, new) for block in change.blocks for run in block]
    assert runs == ["gone", "added"]


def test_hours_sums_and_choices_are_shown_whole_and_in_words():
    old = make(Tender, closes_at=at("2026-12-01 16:00"), estimated_value=Decimal(120000), procedure="open")
    changed = {"closes_at": at("2026-12-15 16:00"), "estimated_value": Decimal("95000.50")}
    new = make(
        Tender, after=old, title=old.title, **changed, procedure="restricted", answers_on=date(2026, 12, 8)
    )
    changes = {
        change.label: [(run.kind, run.text) for block in change.blocks for run in block]
        for change in difference(old, new)
    }
    assert changes == {
        "Deadline": [("gone", "1 Dec 2026 16:00 Bucharest"), ("added", "15 Dec 2026 16:00 Bucharest")],
        "Procedure": [("gone", "Open procedure"), ("added", "Restricted procedure")],
        "Estimated value": [("gone", "120\u202f000"), ("added", "95\u202f000.50")],
        "Answers given by": [("added", "8 December 2026")],
    }


def test_what_is_worked_out_from_the_text_is_no_change_of_its_own():
    old = make(Tender, reference="SELEC/PROC/1", closes_zone="Europe/Paris")
    new = make(Tender, after=old, title=old.title, reference="SELEC/PROC/2", closes_zone="Europe/Bucharest")
    assert [change.label for change in difference(old, new)] == ["Reference"]


def test_a_sum_within_a_text_is_one_word():
    old = make(PressRelease, title="A", summary="Worth 150\u202f000 euro")
    new = make(PressRelease, after=old, title=old.title, summary="Worth 165\u202f000 euro")
    [change] = difference(old, new)
    words = [(run.kind, run.text) for run in change.blocks[0]]
    expected = [("same", "Worth"), ("gone", "150\u202f000"), ("added", "165\u202f000"), ("same", "euro")]
    assert words == expected
