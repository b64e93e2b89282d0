"""Rows of an edition: typed as one field of its form, merged, compared, copied. Tenders have three kinds of them."""

from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from notices.models import Lot, Tender
from publishing.difference import difference
from publishing.lifecycle import Status
from publishing.part_forms import MOST
from tests.make import at, whole

pytestmark = pytest.mark.django_db
LIST = "/admin/notices/tender/"
RIGHTS = ["add_tender", "change_tender", "view_tender", "approve_tender"]


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(at("2026-11-20 12:00"))


@pytest.fixture
def two(person):
    return person("ana", *RIGHTS), person("boris", *RIGHTS)


class Fields(HTMLParser):
    """What a browser would send of a page's form: {name: text}."""

    def __init__(self, page):
        super().__init__()
        self.sent, self._select, self._area, self._hidden = {}, None, None, 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self._hidden += tag == "template"
        name = given.get("name")
        if self._hidden:
            return
        if tag == "input" and name and given.get("type") not in ("submit", "checkbox", "radio"):
            self.sent[name] = given.get("value", "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            if "selected" in given or self._select not in self.sent:
                self.sent[self._select] = given.get("value", "")
        elif tag == "textarea" and name:
            self._area = name
            self.sent[name] = ""

    def handle_endtag(self, tag):
        self._hidden -= tag == "template"
        self._select = None if tag == "select" else self._select
        self._area = None if tag == "textarea" else self._area

    def handle_data(self, data):
        if self._area:
            self.sent[self._area] += data


class Form:
    """The form of one edition as one person has it open."""

    def __init__(self, who, edition):
        self.client, self.page = Client(), f"{LIST}{edition.pk}/change/"
        self.client.force_login(who)
        self.read(self.client.get(self.page))

    def read(self, response):
        self.text = response.content.decode()
        self.errors = response.context["adminform"].form.errors
        self.sent = Fields(self.text.partition("tender_form")[2].partition("</form>")[0]).sent

    def save(self, **typed):
        """True where it was stored; else the page is read again, with what it says."""
        self.sent |= typed
        self.sent = {name: text for name, text in self.sent.items() if text is not None}
        response = self.client.post(self.page, {**self.sent, "_save": "1"})
        if response.status_code != 302:
            self.read(response)
        return response.status_code == 302


def lot(row, number, title, **fields):
    return {f"lots-{row}-{name}": text for name, text in {"number": number, "title": title, **fields}.items()}


def draft(*titles, **fields):
    edition = whole(Tender, status=Status.DRAFT, cpv="", **fields)
    rows = [Lot(number=number, title=title) for number, title in enumerate(titles, start=1)]
    Tender._meta.get_field("lots").save_form_data(edition, rows)
    return edition


def titles(edition):
    return [row.title for row in edition.lots.all()]


def test_rows_are_stored_in_the_order_of_the_form_and_an_empty_one_is_left_out(two):
    edition = draft()
    form = Form(two[0], edition)
    assert form.save(**lot(0, "2", "Disks"), **lot(1, "1", "Servers"), **lot(2, "", "")), form.errors
    assert titles(edition) == ["Disks", "Servers"]
    assert "Lot 2" in Form(two[0], edition).text


def test_a_row_that_is_marked_for_removal_goes_and_the_others_stay(two):
    edition = draft("Servers", "Disks", "Cables")
    assert Form(two[0], edition).save(**{"lots-1-removed": "on"})
    assert titles(edition) == ["Servers", "Cables"]


def test_a_mistake_is_told_with_its_row_and_loses_nothing_that_was_typed(two):
    edition = draft("Servers")
    form = Form(two[0], edition)
    typed = lot(1, "second", "Disks <fast>", description="Two lines\nof text")
    assert not form.save(**lot(0, "1", "Servers & racks"), **typed)
    (error,) = form.errors["lots"]
    assert error.startswith("Lot 2: Lot number: Write figures alone")
    assert {name: form.sent[name].strip() for name in typed} == typed
    assert form.sent["lots-0-title"] == "Servers & racks"
    assert titles(edition) == ["Servers"]


def test_a_rule_between_the_fields_of_a_row_is_a_sentence_too(two):
    form = Form(two[0], draft())
    assert not form.save(**{"awards-0-decided_on": "2026-11-01", "awards-0-result": "awarded"})
    assert "Award 1: Say who was awarded the contract." in form.errors["awards"]


@pytest.mark.parametrize(
    "name", ["lots-0-nosuch", "lots-1000-title", "lots--title", "lots-0-title-x", "lots"]
)
def test_names_that_no_form_has_are_no_rows(two, name):
    edition = draft("Servers")
    assert Form(two[0], edition).save(**{name: "x"})
    assert titles(edition) == ["Servers"]


def test_more_rows_than_a_page_can_hold_are_refused(two):
    form = Form(two[0], draft())
    rows = {}
    for number in range(MOST + 5):
        rows |= lot(number, str(number + 1), "Servers")
    assert not form.save(**rows)
    assert "There are more than" in str(form.errors["lots"])


def test_who_changed_another_field_does_not_take_away_a_colleagues_row(two):
    """The second sees that the first added a row, preset to be kept, and both changes are stored."""
    edition = draft("Servers")
    ana, boris = (Form(who, edition) for who in two)
    assert ana.save(**lot(1, "2", "Disks"))
    assert not boris.save(title="Another headline")
    assert "Disks" in boris.text
    presets = {"take-lots": "theirs", "take-title": "mine"}
    assert boris.save(**presets)
    edition.refresh_from_db()
    assert (edition.title, titles(edition)) == ("Another headline", ["Servers", "Disks"])


def test_rows_that_both_changed_are_chosen_between_and_neither_is_lost(two):
    edition = draft("Servers")
    ana, boris = (Form(who, edition) for who in two)
    assert ana.save(**lot(0, "1", "Servers of ana"))
    assert not boris.save(**lot(0, "1", "Servers of boris"))
    assert "of ana" in boris.text
    assert "of boris" in boris.text
    assert boris.sent["lots-0-title"] == "Servers of boris"
    assert not boris.save()
    assert boris.save(**{"take-lots": "mine"})
    assert titles(edition) == ["Servers of boris"]


def test_a_copy_has_rows_of_its_own_and_the_approved_ones_stay(two):
    ana, _boris = two
    live = whole(Tender, cpv="")
    Tender._meta.get_field("lots").save_form_data(live, [Lot(number=1, title="Servers")])
    copy = live.start_draft(ana)
    assert titles(copy) == ["Servers"]
    assert Form(ana, copy).save(**lot(0, "1", "Other servers"))
    assert (titles(live), titles(copy)) == (["Servers"], ["Other servers"])


def test_the_difference_of_two_editions_names_the_rows_that_came_and_went():
    old, new = draft("Servers", "Disks"), draft("Servers", "Cables and plugs")
    (change,) = [change for change in difference(old, new) if change.label == "Lots"]
    runs = [[(run.kind, run.text) for run in block] for block in change.blocks]
    assert runs[0] == [("same", "Lot number: 1 · Title: Servers")]
    assert runs[1][0] == ("same", "Lot number: 2 · Title:")
    assert ("added", "Cables and plugs") in runs[1]


def test_rows_that_were_typed_and_not_saved_are_taken_back(two):
    edition = draft("Servers")
    form = Form(two[0], edition)
    typed = {**form.sent, **lot(1, "2", "Disks"), "writing_key": "a1b2c3d4e5f6a7b8"}
    assert form.client.post(f"{LIST}{edition.pk}/autosave/", typed).json()["state"] == "kept"
    back = form.client.get(f"{form.page}?typed=a1b2c3d4e5f6a7b8").content.decode()
    assert 'value="Disks"' in back
    assert titles(edition) == ["Servers"]


def test_the_preview_shows_rows_as_they_are_typed_and_stores_none(two):
    edition = draft("Servers")
    form = Form(two[0], edition)
    answer = form.client.post(f"{LIST}{edition.pk}/preview/", {**form.sent, **lot(1, "2", "Disks of glass")})
    assert "Disks of glass" in answer.json()["page"]
    assert titles(edition) == ["Servers"]


def test_a_stored_row_is_never_changed_by_itself():
    row = draft("Servers").lots.get()
    row.title = "Others"
    with pytest.raises(TypeError):
        row.save()


def test_staff_who_may_only_read_see_the_rows(two, person):
    edition = draft("Servers")
    reader = Client()
    reader.force_login(person("reader", "view_tender"))
    page = reader.get(f"{LIST}{edition.pk}/change/").content.decode()
    assert "Lot number: 1 · Title: Servers" in page
    assert Permission.objects.filter(codename__contains="lot").count() == 0
