"""Two people save the same draft: the second chooses, field by field, and nothing is lost."""

import html
import json
import re

import pytest
from django.test import Client

from news.models import PressRelease
from organisation.models import CrimeArea
from publishing.lifecycle import Status
from publishing.merging import read_origin
from tests.make import at, make

pytestmark = pytest.mark.django_db
LIST = "/admin/news/pressrelease/"


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(at("2026-11-20 12:00"))


@pytest.fixture
def draft():
    return make(
        PressRelease, status=Status.DRAFT, title="Origin", summary="Origin", body="<p>Seven lorries held.</p>"
    )


class Form:
    """A form as one person has it open: its fields, as a browser would post them."""

    def __init__(self, person, edition):
        self.client, self.page = Client(), f"{LIST}{edition.pk}/change/"
        self.client.force_login(person)
        self.fields = {}
        self.read(self.client.get(self.page))

    def read(self, response):
        self.text = response.content.decode()
        form = response.context["adminform"].form
        for name in form.fields:
            if name != "publish_at":
                self.fields[name] = "" if (value := form[name].value()) is None else value
        for name in ("origin", "writing_key", "merging"):
            if found := re.search(rf'name="{name}" value="([^"]*)"', self.text):
                self.fields[name] = html.unescape(found[1])
        for name, value in re.findall(r'name="(theirs-\w+)" value="(\w+)"', self.text):
            self.fields[name] = value
        pattern = r'name="(take-\w+)" value="(\w+)" checked'
        self.fields |= dict(re.findall(pattern, self.text))

    def save(self, **typed):
        """True where it was stored; else the form is read again, with what it asks."""
        self.fields |= typed
        response = self.client.post(self.page, {**self.fields, "_save": "1"})
        if response.status_code == 302:
            return True
        self.read(response)
        return False

    @property
    def asked(self):
        return re.findall(r'id="merge-(?!heading)(\w+)"', self.text)


@pytest.fixture
def two(draft, writer, approver):
    return Form(writer, draft), Form(approver, draft)


def stored(edition):
    return PressRelease.objects.get(pk=edition.pk)


def test_a_field_that_only_one_of_the_two_changed_is_preset(draft, two):
    ana, boris = two
    assert ana.save(title="Ana's title")
    assert not boris.save(summary="Boris's summary")
    assert boris.asked == ["title", "summary"]
    assert (boris.fields["take-title"], boris.fields["take-summary"]) == ("theirs", "mine")
    assert boris.save()
    assert (stored(draft).title, stored(draft).summary) == ("Ana's title", "Boris's summary")


def test_a_field_that_both_changed_has_to_be_chosen(draft, two):
    ana, boris = two
    ana.save(body="<p>Eight lorries held.</p>")
    boris.save(body="<p>Nine lorries held.</p>")
    assert "take-body" not in boris.fields
    assert "You both changed it" in boris.text
    assert not boris.save()
    assert "Choose one of the two texts" in boris.text
    assert boris.fields["body"] == "<p>Nine lorries held.</p>"
    assert boris.save(**{"take-body": "mine"})
    assert stored(draft).body == "<p>Nine lorries held.</p>"


def test_theirs_takes_the_place_of_mine_even_where_mine_is_invalid(draft, two):
    ana, boris = two
    ana.save(title="Ana's title")
    boris.save(title="")
    assert boris.asked == ["title"]
    assert boris.save(**{"take-title": "theirs"})
    assert stored(draft).title == "Ana's title"


def test_what_both_changed_alike_is_not_asked(draft, two):
    ana, boris = two
    ana.save(title="The same")
    assert boris.save(title="The same", summary="Boris's")
    assert (stored(draft).title, stored(draft).summary) == ("The same", "Boris's")


def test_a_choice_holds_against_a_third_save_only_where_the_third_did_not_change_that_field(
    draft, two, person
):
    ana, boris = two
    ana.save(title="Ana's title", summary="Ana's summary")
    boris.save(title="Boris's title", summary="Boris's summary")
    cora = Form(person("cora", "change_pressrelease", "view_pressrelease"), draft)
    assert cora.save(summary="Cora's summary")
    assert not boris.save(**{"take-title": "mine", "take-summary": "theirs"})
    assert boris.text.count("checked") >= 1
    assert 'name="take-title" value="mine" checked' in boris.text
    assert 'name="take-summary" value="theirs" checked' not in boris.text
    assert "Cora" in boris.text
    assert boris.save(**{"take-summary": "theirs"})
    assert (stored(draft).title, stored(draft).summary) == ("Boris's title", "Cora's summary")


def test_the_choices_of_other_rows_are_merged_as_names(draft, two):
    ana, boris = two
    fraud, arms = (CrimeArea.objects.create(name=name, slug=name) for name in ("Fraud", "Arms"))
    assert ana.save(crime_areas=[fraud.pk])
    assert not boris.save(crime_areas=[arms.pk])
    assert re.search(r"<ins>.*?Fraud.*?</ins>", boris.text, re.DOTALL)
    assert boris.asked == ["crime_areas"]
    assert boris.save(**{"take-crime_areas": "theirs"})
    assert [area.name for area in stored(draft).crime_areas.all()] == ["Fraud"]


def test_an_hour_is_merged_with_its_zone(draft, two):
    ana, boris = two
    hour = {"publish_at_date": "2026-11-25", "publish_at_time": "09:00", "publish_at_zone": "UTC"}
    assert ana.save(**hour)
    assert not boris.save(title="Boris's title")
    assert "25 Nov 2026 09:00 UTC" in boris.text
    assert boris.fields["take-publish_at"] == "theirs"
    assert boris.save()
    assert (stored(draft).publish_at, stored(draft).zone) == (at("2026-11-25 11:00"), "UTC")
    assert stored(draft).title == "Boris's title"


def test_what_an_editor_merely_writes_otherwise_is_no_change(draft, two):
    ana, boris = two
    ana.save(title="Ana's title")
    boris.save(body="<p>Seven&nbsp;lorries held.</p>".replace("&nbsp;", " ") + "\r\n")
    assert boris.asked == ["title"]


def test_formatting_alone_is_a_change(draft, two):
    ana, boris = two
    ana.save(body="<p>Seven <strong>lorries</strong> held.</p>")
    boris.save(title="Boris's title")
    assert "Only its formatting or links differ." in boris.text
    assert boris.save()
    assert stored(draft).body == "<p>Seven <strong>lorries</strong> held.</p>"


def test_an_origin_that_was_tampered_with_makes_everything_a_conflict_and_stores_nothing(draft, two):
    ana, boris = two
    ana.save(title="Ana's title")
    for origin in ("", "[]", "{", "[" * 100_000, json.dumps({"title": {"a": 1}, "crime_areas": [1, [2]]})):
        boris.fields.pop("merging", None)
        assert not boris.save(title="Boris's title", origin=origin, opened_version="0")
        assert "take-title" not in boris.fields
    assert stored(draft).title == "Ana's title"


def test_an_origin_of_half_characters_is_none_and_breaks_no_page(draft, two):
    ana, boris = two
    assert boris.save(title="Theirs")
    assert not ana.save(title="Mine", origin='{"title": "\\ud800", "body": "\\udfff"}')
    assert "Theirs" in ana.text
    assert "You both changed it" in ana.text


def test_an_origin_that_is_no_text_is_empty():
    assert read_origin("null") == read_origin(None) == read_origin("nonsense") == {}
