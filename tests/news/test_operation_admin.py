"""The back office of operations: results are typed in the form of the edition, and nothing typed is lost."""

import html
import re

import pytest
from django.test import Client

from news.models import Operation, PressRelease
from publishing.lifecycle import Status
from publishing.models import Item
from tests.make import at, make
from tests.news.operations import operation

pytestmark = pytest.mark.django_db
LIST, RELEASES = "/admin/news/operation/", "/admin/news/pressrelease/"


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(at("2026-11-20 12:00"))


@pytest.fixture
def ana(person):
    kinds = ("operation", "pressrelease")
    return person("ana", *(f"{act}_{kind}" for act in ("add", "change", "view") for kind in kinds))


@pytest.fixture
def boris(person):
    return person("boris", "change_operation", "view_operation")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def result(place, **typed):
    """One row, as a browser posts it."""
    row = {
        "what": "",
        "in_words": "",
        "exactness": "exact",
        "number": "",
        "unit": "",
        "scope": "region",
        **typed,
    }
    return {f"results-{place}-{name}": value for name, value in row.items()}


def typed(*rows, **fields):
    edition = {
        "title": "Case",
        "code_name": "SUNSHINE",
        "kind": "joint",
        "summary": "",
        "body": "<p>Text.</p>",
        "began_precision": "day",
        "ended_precision": "day",
        "opened_version": "0",
        "_save": "1",
    }
    return {**edition, **{name: value for row in rows for name, value in row.items()}, **fields}


def stored():
    return [
        str(row).replace("\N{NO-BREAK SPACE}", " ") for row in Operation.objects.latest("pk").results.all()
    ]


def form_of(client, edition):
    """The form's fields as the browser has them: those of results, and what guards a save."""
    page = client.get(f"{LIST}{edition.pk}/change/").content.decode()
    fields = dict(re.findall(r'<input[^>]* name="([\w-]+)" value="([^"]*)"', page))
    for name, options in re.findall(r'<select name="(results-[\w-]+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', options)
        fields[name] = chosen[0] if chosen else ""
    kept = re.compile(r"results-\d+-\w+|origin|opened_version|writing_key")
    return {name: html.unescape(value) for name, value in fields.items() if kept.fullmatch(name)}


def test_results_are_stored_in_the_order_of_the_form_and_empty_rows_left_out(ana):
    rows = [
        result(0, what="arrests", number="66"),
        result(1),
        result(2, what="cannabis", number="8.4", unit="t", exactness="over"),
        result(7, what="other", in_words="Lorries", number="3", unit="pieces", scope="beyond"),
    ]
    assert signed_in(ana).post(f"{LIST}add/", typed(*rows)).status_code == 302
    assert stored() == ["Arrests: 66", "Cannabis: more than 8.4 t", "Lorries: 3 (of the whole operation)"]


def test_a_row_marked_for_removal_goes_and_the_others_stay(ana):
    draft = operation("arrests 66", "wanted 11", status=Status.DRAFT)
    client = signed_in(ana)
    fields = form_of(client, draft) | {"results-0-removed": "on"}
    assert client.post(f"{LIST}{draft.pk}/change/", typed(**fields)).status_code == 302
    assert stored() == ["Persons wanted: 11"]


def test_a_mistake_gets_a_sentence_and_everything_typed_stays_in_the_form(ana):
    rows = [
        result(0, what="arrests", number="11.320"),
        result(1, what="heroin", number="80", unit="kg"),
        result(2, what="cash", number="1,1 million", unit="EUR"),
    ]
    page = html.unescape(
        signed_in(ana).post(f"{LIST}add/", typed(*rows, summary="A sentence.")).content.decode()
    )
    assert "Result 1: Number: Persons and pieces are whole numbers: write 11320" in page
    assert "Result 3: Number: Write figures alone" in page
    for kept in ('value="11.320"', 'value="80"', 'value="1,1 million"', "A sentence.", "SUNSHINE"):
        assert kept in page
    assert not Operation.objects.exists()
    assert not Item.objects.exists()


def test_a_stored_number_comes_back_as_it_was_typed_and_is_saved_again_as_it_stands(ana):
    draft = operation("arrests 11000", "cannabis 8.4 t", status=Status.DRAFT)
    client = signed_in(ana)
    fields = form_of(client, draft)
    assert (fields["results-0-number"], fields["results-1-number"]) == ("11000", "8.4")
    assert client.post(f"{LIST}{draft.pk}/change/", typed(**fields)).status_code == 302
    assert stored() == ["Arrests: 11,000", "Cannabis: 8.4 t"]


def test_a_colleagues_new_results_are_kept_where_somebody_else_saves_another_field(ana, boris):
    draft = operation("arrests 66", status=Status.DRAFT, title="Case", code_name="SUNSHINE")
    mine, theirs = form_of(signed_in(ana), draft), form_of(signed_in(boris), draft)
    change = f"{LIST}{draft.pk}/change/"
    assert signed_in(boris).post(change, typed(**{**theirs, "results-0-number": "67"})).status_code == 302
    page = signed_in(ana).post(change, typed(**mine, title="New headline")).content.decode()
    choice = re.search(r'id="merge-results">.*?</fieldset>', page, re.DOTALL)[0]
    assert "You both changed it" not in choice
    assert 'value="theirs" checked' in choice
    asked = dict(re.findall(r'name="(theirs-\w+|merging)" value="(\w+)"', page))
    answers = dict(re.findall(r'name="(take-\w+)" value="(\w+)" checked', page))
    again = {**mine, **asked, **answers, "opened_version": draft.version + 1, "title": "New headline"}
    assert signed_in(ana).post(change, typed(**again)).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, stored()) == ("New headline", ["Arrests: 67"])


def test_what_was_published_is_read_with_its_results(boris):
    live = operation("arrests 66", "cannabis 8.4 t")
    page = signed_in(boris).get(f"{LIST}{live.pk}/change/").content.decode()
    assert "Arrests: 66" in page
    assert "Cannabis: 8.4" in page


# The choice of an operation in a release


def choices(client, release=None):
    page = client.get(f"{RELEASES}{release.pk}/change/" if release else f"{RELEASES}add/").content.decode()
    select = re.search(r'<select name="operation".*?</select>', page, re.DOTALL)[0]
    return [html.unescape(label) for label in re.findall(r"<option[^>]*>([^<]*)<", select)][1:]


def test_a_release_offers_the_operations_that_its_writer_may_see_by_their_latest_names(ana, boris, person):
    first = operation(code_name="OLD NAME", title="Old")
    operation(after=first, code_name="SUNSHINE", title="New", status=Status.DRAFT)
    operation(code_name="DROPPED", status=Status.DISCARDED)
    limited = operation(code_name="ZEBRA", title="For Boris")
    limited.item.named_people.add(boris)
    assert choices(signed_in(ana)) == ["SUNSHINE: New"]
    assert choices(signed_in(person("rita", "add_pressrelease", "view_pressrelease"))) == []


def test_an_operation_that_a_writer_may_not_see_stays_chosen_without_its_name(ana, boris):
    limited = operation(code_name="ZEBRA", title="For Boris")
    limited.item.named_people.add(boris)
    draft = make(PressRelease, operation=limited.item, status=Status.DRAFT)
    client = signed_in(ana)
    assert choices(client, draft) == ["An operation that you may not see"]
    fields = {"title": "T", "kind": "news", "body": "<p>Text.</p>", "opened_version": "0", "_save": "1"}
    client.post(f"{RELEASES}{draft.pk}/change/", {**fields, "operation": limited.item_id})
    draft.refresh_from_db()
    assert (draft.title, draft.operation_id) == ("T", limited.item_id)


def test_an_item_of_another_kind_is_no_operation(ana):
    other = make(PressRelease)
    fields = {"title": "T", "kind": "news", "body": "<p>Text.</p>", "opened_version": "0", "_save": "1"}
    response = signed_in(ana).post(f"{RELEASES}add/", {**fields, "operation": other.item_id})
    assert "Select a valid choice" in response.content.decode()
