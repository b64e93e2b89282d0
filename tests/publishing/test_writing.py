"""What is typed is kept, for its person alone, until it is saved or forgotten."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from audit.models import Entry
from news.models import PressRelease
from publishing.lifecycle import Status
from publishing.models import Item, Writing
from publishing.writing import LONGEST
from tests.make import at, make

pytestmark = pytest.mark.django_db
LIST = "/admin/news/pressrelease/"
KEY, NOON = "a1b2c3d4e5f6a7b8", at("2026-11-24 12:00")


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOON)


@pytest.fixture
def draft():
    return make(PressRelease, status=Status.DRAFT, title="Seven lorries")


def signed_in(user, **options):
    client = Client(**options)
    client.force_login(user)
    return client


def typed(**fields):
    text = {"title": "Eight lorries", "kind": "news", "body": "<p>Eight.</p>", "summary": ""}
    return {**text, "opened_version": "0", "writing_key": KEY, **fields}


def page_of(edition):
    return f"{LIST}{edition.pk}/change/"


def autosave(client, edition=None, query="", **fields):
    return client.post(f"{LIST}{f'{edition.pk}/' if edition else ''}autosave/{query}", typed(**fields))


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_what_is_typed_is_kept_under_the_forms_key(writer, draft):
    answer = autosave(signed_in(writer), draft, csrfmiddlewaretoken="secret").json()
    assert answer == {"state": "kept", "sentence": "Kept at 12:00", "others": []}
    autosave(signed_in(writer), draft, title="Nine lorries")
    row = Writing.objects.get()
    assert (row.person, row.edition, row.data["title"]) == (writer, draft.pk, "Nine lorries")
    assert "secret" not in row.typed
    draft.refresh_from_db()
    assert draft.title == "Seven lorries"


def test_it_is_offered_taken_back_and_gone_once_it_is_saved(writer, draft):
    client = signed_in(writer)
    autosave(client, draft)
    assert "You typed something at <time" in text(client.get(page_of(draft)))
    page = client.get(page_of(draft), {"typed": KEY})
    assert 'value="Eight lorries"' in text(page)
    assert f'name="writing_key" value="{KEY}"' in text(page)
    assert "You typed something" not in text(page)
    client.post(page_of(draft), typed(_save="1"))
    draft.refresh_from_db()
    assert draft.title == "Eight lorries"
    assert not Writing.objects.exists()


def test_a_save_that_is_refused_keeps_it(writer, draft):
    client = signed_in(writer)
    autosave(client, draft, title="")
    assert client.post(page_of(draft), typed(title="", _save="1")).status_code == 200
    assert Writing.objects.count() == 1


def test_a_new_item_is_offered_in_the_list_and_on_its_form(writer):
    client = signed_in(writer)
    autosave(client)
    for page in (LIST, f"{LIST}add/"):
        assert "Its headline: “Eight lorries”" in text(client.get(page))
    assert 'value="Eight lorries"' in text(client.get(f"{LIST}add/", {"typed": KEY}))
    client.post(f"{LIST}add/", typed(_save="1"))
    assert PressRelease.objects.get().title == "Eight lorries"
    assert "You typed something" not in text(client.get(LIST))


def test_taken_back_against_a_newer_draft_the_merge_appears_at_once(writer, approver, draft):
    autosave(signed_in(writer), draft)
    draft.title = "Ten lorries"
    draft.save_draft(approver)
    page = text(signed_in(writer).get(page_of(draft), {"typed": KEY}))
    assert 'id="merge-title"' in page
    assert "Ten" in page


def test_it_is_forgotten_by_post_and_by_its_person_alone(writer, approver, draft):
    autosave(signed_in(writer), draft)
    forget = f"{LIST}forget/"
    assert signed_in(approver).post(forget, {"writing_key": KEY}).status_code == 403
    assert signed_in(writer).get(forget, {"writing_key": KEY}).status_code == 404
    assert Writing.objects.count() == 1
    assert signed_in(writer).post(forget, {"writing_key": KEY}).url == page_of(draft)
    assert not Writing.objects.exists()


def test_what_was_typed_on_an_edition_that_moved_on_is_shown_to_be_copied(writer, draft):
    client = signed_in(writer)
    draft.submit(writer)
    autosave(client, draft, title="Too late")
    page = text(client.get(page_of(draft)))
    assert "Too late" in page
    assert "Take it back" not in page
    assert KEY not in re.sub(r'name="writing_key" value="\w+"', "", page)


def test_who_is_signed_out_gets_words_and_no_page_to_sign_in(draft, writer, person):
    answer = autosave(Client(), draft)
    assert (answer.status_code, answer.json()["state"]) == (401, "signed_out")
    assert answer.json()["sign_in"] == "/admin/login/"
    reader = signed_in(person("rita", "view_pressrelease"))
    assert autosave(reader, draft).json()["state"] == "refused"
    assert autosave(signed_in(writer), draft, writing_person=writer.pk + 1).status_code == 401
    assert not Writing.objects.exists()


def test_a_post_without_the_token_is_refused(writer, draft):
    assert autosave(signed_in(writer, enforce_csrf_checks=True), draft).status_code == 403


def test_too_long_a_text_gets_a_sentence(writer, draft):
    answer = autosave(signed_in(writer), draft, body="x" * (LONGEST + 1))
    assert answer.status_code == 413
    assert "over 2 MB" in answer.json()["sentence"]


@pytest.mark.parametrize("key", ["", "short", "../../../etc/passwd", "k" * 41])
def test_a_key_that_no_form_of_ours_has_is_refused(writer, draft, key):
    assert autosave(signed_in(writer), draft, writing_key=key).status_code == 400


def test_a_key_with_a_nul_breaks_no_page_and_no_save(writer, draft):
    client = signed_in(writer)
    assert client.get(page_of(draft), {"typed": "a\0b"}).status_code == 200
    assert client.post(f"{LIST}forget/", {"writing_key": "a\0b"}).status_code == 403
    assert client.post(page_of(draft), typed(title="", writing_key="a\0b")).status_code == 200
    assert client.post(page_of(draft), typed(writing_key="a\0b")).status_code == 302


def test_who_else_has_it_open_is_told_until_they_are_gone(writer, approver, draft, clock):
    autosave(signed_in(approver), draft, "?seen")
    clock.set(NOON + timedelta(seconds=50))
    answer = autosave(signed_in(writer), draft, "?seen", writing_key="another0another0").json()
    assert answer["others"] == ["boris has this open since 12:00."]
    clock.set(NOON + timedelta(seconds=61))
    assert autosave(signed_in(writer), draft, "?seen").json()["others"] == []


def test_forms_that_were_closed_empty_are_cleared_away(writer, draft, clock):
    autosave(signed_in(writer), draft, "?seen")
    autosave(signed_in(writer), draft, writing_key="typed0typed0typed0")
    clock.set(NOON + timedelta(days=2))
    autosave(signed_in(writer), draft, "?seen", writing_key="new0new0new0new0")
    assert not Writing.objects.filter(key=KEY).exists()
    assert Writing.objects.count() == 2


def test_the_preview_is_the_public_page_and_stores_nothing(writer, draft):
    client = signed_in(writer)
    response = client.post(f"{LIST}{draft.pk}/preview/", typed())
    page = response.json()["page"]
    assert "<h1>Eight lorries</h1>" in page
    assert "<p>Eight.</p>" in page
    assert "For staff" not in page
    assert "no-store" in response["Cache-Control"]
    new = client.post(f"{LIST}preview/", typed(title="A new item")).json()
    assert "<h1>A new item</h1>" in new["page"]
    draft.refresh_from_db()
    assert (draft.title, draft.version) == ("Seven lorries", 0)
    assert (PressRelease.objects.count(), Item.objects.count(), Entry.objects.exclude(item=None).count()) == (
        1,
        1,
        0,
    )


def test_links_in_the_preview_open_beside_it(writer, draft):
    page = signed_in(writer).post(f"{LIST}{draft.pk}/preview/", typed()).json()["page"]
    assert '<base target="_blank">' in page


def test_the_preview_names_what_is_invalid_and_shows_the_rest(writer, draft):
    answer = signed_in(writer).post(f"{LIST}{draft.pk}/preview/", typed(title="", summary="Shown"))
    assert answer.json()["invalid"] == ["Headline: This field is required."]
    assert "Shown" in answer.json()["page"]


def test_the_preview_asks_for_the_right_to_the_form(writer, draft, person):
    for client in (Client(), signed_in(person("rita", "view_pressrelease"))):
        answer = client.post(f"{LIST}{draft.pk}/preview/", typed())
        assert answer.status_code in (401, 403)
        assert "page" not in answer.json()
    draft.submit(writer)
    assert signed_in(writer).post(f"{LIST}{draft.pk}/preview/", typed()).status_code == 409
