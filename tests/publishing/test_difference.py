import pytest

from news.models import PressRelease
from organisation.models import CrimeArea
from publishing.difference import difference
from tests.make import make

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
