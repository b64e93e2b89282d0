"""The back office, as its people use it: by the forms, with what they may and may not."""

import re

import pytest
from django.test import Client

from news.models import PressRelease
from organisation.models import CrimeArea
from publishing.lifecycle import Status
from tests.make import at, make

pytestmark = pytest.mark.django_db
LIST = "/admin/news/pressrelease/"
NOW = at("2026-11-20 12:00")


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def page_of(edition, act="change"):
    return f"{LIST}{edition.pk}/{act}/"


def typed(**fields):
    return {
        "title": "A headline",
        "kind": "news",
        "body": "<p>Text.</p>",
        "summary": "",
        "opened_version": "0",
        **fields,
    }


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_list_has_one_row_for_each_item_with_its_state_in_words(writer):
    live = make(PressRelease, title="One item")
    make(PressRelease, after=live, title="One item, changed", status=Status.DRAFT, edited_by=writer)
    page = text(signed_in(writer).get(LIST))
    assert "1 press release" in page
    assert "One item, changed" in page
    assert "Live · draft of changes by ana" in page


def test_hours_are_those_of_a_clock_of_24_hours(writer):
    make(PressRelease, status=Status.DRAFT, edited_at=at("2026-11-19 15:05"))
    assert "19 Nov 2026, 15:05" in text(signed_in(writer).get(LIST))


def test_the_list_costs_the_same_whatever_its_length(writer, django_assert_max_num_queries):
    client = signed_in(writer)
    for _ in range(30):
        make(PressRelease, after=make(PressRelease), status=Status.DRAFT)
    with django_assert_max_num_queries(10):
        client.get(LIST)


def test_a_draft_is_added_saved_and_submitted(writer):
    client = signed_in(writer)
    client.post(f"{LIST}add/", typed(title="New", _save="1"))
    release = PressRelease.objects.get()
    assert (release.title, release.status, release.edited_by) == ("New", Status.DRAFT, writer)
    client.post(page_of(release), typed(title="Newer", opened_version=release.version, _submit="1"))
    release.refresh_from_db()
    assert (release.title, release.status) == ("Newer", Status.IN_REVIEW)


def test_moves_that_may_not_be_made_are_shown_with_the_reason(writer):
    release = make(PressRelease, status=Status.IN_REVIEW, edited_by=writer)
    page = text(signed_in(writer).get(page_of(release)))
    assert f"{LIST}{release.pk}/move/hand_back/" in page
    assert f"{LIST}{release.pk}/move/approve/" not in page
    assert "Your account has no right to approve press releases." in page


def test_a_colleague_approves_for_an_hour_of_a_zone(writer, approver):
    release = make(PressRelease, status=Status.IN_REVIEW, edited_by=writer)
    hour = {"publish_at_date": "2026-11-25", "publish_at_time": "09:00", "publish_at_zone": "UTC"}
    page = signed_in(approver).post(page_of(release, "move/approve"), {"version": 0, **hour}, follow=True)
    release.refresh_from_db()
    assert release.publish_at == at("2026-11-25 11:00")
    assert "Scheduled for 25 Nov 2026 09:00 UTC, in 4 days 23 h" in text(page)


def test_an_hour_in_the_past_is_refused_and_stays_typed(approver):
    release = make(PressRelease, status=Status.IN_REVIEW)
    hour = {"publish_at_date": "2026-11-19", "publish_at_time": "09:00", "publish_at_zone": "UTC"}
    page = text(signed_in(approver).post(page_of(release, "move/approve"), {"version": 0, **hour}))
    assert "That hour is past" in page
    assert 'value="2026-11-19"' in page
    release.refresh_from_db()
    assert release.status == Status.IN_REVIEW


def test_a_reason_is_asked_for(approver):
    release = make(PressRelease)
    page = text(signed_in(approver).post(page_of(release, "move/withdraw"), {"version": 0, "reason": "  "}))
    assert "This field is required" in page
    assert PressRelease.objects.count() == 1


def test_a_move_needs_post_and_the_right(person, writer):
    release = make(PressRelease, status=Status.DRAFT)
    signed_in(writer).get(page_of(release, "move/submit"))
    reader = signed_in(person("reader", "view_pressrelease"))
    reader.post(page_of(release, "move/submit"), {"version": 0})
    stranger = signed_in(person("stranger")).post(page_of(release, "move/submit"), {"version": 0})
    release.refresh_from_db()
    assert release.status == Status.DRAFT
    assert stranger.status_code == 403
    assert signed_in(writer).get(page_of(release, "move/explode")).status_code == 403


def test_a_save_over_a_colleagues_is_refused_and_loses_neither_text(writer, approver):
    release = make(PressRelease, title="Opened by both", status=Status.DRAFT)
    signed_in(approver).post(page_of(release), typed(title="Theirs", _save="1"))
    page = text(signed_in(writer).post(page_of(release), typed(title="Mine", _save="1")))
    release.refresh_from_db()
    assert release.title == "Theirs"
    assert "boris saved it" in page
    assert "<del>" in page
    assert 'value="Mine"' in page


def test_what_was_typed_is_shown_when_the_draft_was_submitted_meanwhile(writer, approver):
    release = make(PressRelease, status=Status.DRAFT)
    release.submit(approver)
    page = text(signed_in(writer).post(page_of(release), typed(title="My late words", _save="1")))
    assert "oris submitted it" in page
    assert "My late words" in page


def test_what_was_taken_out_is_told(writer):
    body = "<p>Text</p><script>alert(1)</script>"
    page = signed_in(writer).post(f"{LIST}add/", typed(body=body, _save="1"), follow=True)
    assert "Taken out of “Body”, since pages may not hold it: &lt;script&gt;." in text(page)
    assert PressRelease.objects.get().body == "<p>Text</p>"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "This field is required"),
        ({"title": "x" * 10_000}, "at most 250 characters"),
        ({"title": "a\0b"}, "Null characters are not allowed"),
        ({"body": "<p>a\0b</p>", "title": ""}, "This field is required"),
        ({"summary": "a\0b"}, "Null characters are not allowed"),
        ({"body": "<p>&nbsp;</p>"}, "This field is required"),
        ({"body": "<p>" + "x" * 200_001 + "</p>"}, "at most 200000 characters"),
        ({"kind": "novel"}, "not one of the available choices"),
        ({"dateline_on": "30/02/2016"}, "Enter a valid date"),
        ({"contact_email": "nobody"}, "valid email"),
        ({"crime_areas": ["x"]}, "not a valid value"),
        ({"crime_areas": ["9" * 30]}, "not a valid value"),
        ({"body": "<p>" + "x" * 3_000_000 + "</p>"}, "at most 200000 characters"),
        ({"opened_version": "x"}, "Enter a whole number"),
        (
            {"publish_at_date": "2026-11-19", "publish_at_time": "09:00", "publish_at_zone": "UTC"},
            "hour is past",
        ),
        ({"publish_at_date": "0001-01-01", "publish_at_time": "00:00"}, "Give a year"),
        (
            {
                "publish_at_date": "9999-12-31",
                "publish_at_time": "23:59",
                "publish_at_zone": "America/New_York",
            },
            "Give a year",
        ),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing_typed(writer, fields, sentence):
    kept = {"legacy_title": "Typed with care"}
    response = signed_in(writer).post(f"{LIST}add/", typed(**kept, **{"_save": "1", **fields}))
    assert response.status_code == 200
    assert sentence in text(response)
    assert 'value="Typed with care"' in text(response)
    assert not PressRelease.objects.exists()


@pytest.mark.parametrize("pk", ["x", "0", "99999999999999999999", "٣", "1%00"])
def test_an_address_of_no_edition_is_no_traceback(writer, pk):
    for act in ("change", "history", "move/submit"):
        assert signed_in(writer).get(f"{LIST}{pk}/{act}/").status_code in (302, 404)


def test_history_shows_the_difference_of_any_two_editions_and_who_did_what(writer, approver):
    old = make(PressRelease, title="Eleven", body="<p>Eleven are wanted.</p>")
    new = make(PressRelease, after=old, title="Twelve", body="<p>Twelve are wanted.</p>")
    new.start_draft(writer)
    page = text(signed_in(writer).get(page_of(old, "history") + "?old=1&new=2"))
    assert re.search(r"<del>.{0,80}Eleven", page)
    assert re.search(r"<ins>.{0,80}Twelve", page)
    assert "from edition 2" in page


def test_an_approver_comes_from_the_move_to_what_the_edition_changes(writer, approver):
    old = make(PressRelease, title="Eleven", body="<p>Eleven are wanted.</p>")
    make(PressRelease, item=old.item, number=2, status=Status.DISCARDED, body="<p>None is wanted.</p>")
    new = make(PressRelease, after=old, number=3, status=Status.IN_REVIEW, body="<p>Twelve are wanted.</p>")
    client = signed_in(approver)
    (link,) = re.findall(
        r'<a href="([^"]+)">read what it changes</a>', text(client.get(page_of(new, "move/approve")))
    )
    page = text(client.get(link))
    assert "From edition 1 to edition 3" in page
    assert re.search(r"<ins>.{0,80}Twelve", page)
    assert "From edition" not in text(client.get(page_of(old, "history")))
    assert "read what it changes" not in text(client.get(page_of(old, "move/withdraw")))


def test_an_old_edition_is_restored_as_a_draft(writer):
    old = make(PressRelease, title="As it was")
    make(PressRelease, after=old, title="As it became")
    old.refresh_from_db()
    client = signed_in(writer)
    assert "Restore: start a draft from this text" in text(client.get(page_of(old)))
    client.post(page_of(old, "move/start_draft"), {"version": old.version})
    draft = PressRelease.objects.get(status=Status.DRAFT)
    assert (draft.title, draft.number) == ("As it was", 3)


def test_nothing_can_be_deleted_in_the_back_office(admin_client):
    release = make(PressRelease)
    assert admin_client.post(page_of(release, "delete"), {"post": "yes"}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_a_save_brings_its_own_transaction(writer):
    release = make(PressRelease, status=Status.DRAFT)
    assert signed_in(writer).post(page_of(release), typed(_save="1")).status_code == 302


def test_nobody_approves_a_text_that_they_have_not_seen(writer, approver):
    release = make(PressRelease, status=Status.IN_REVIEW, edited_by=writer)
    link = f"{page_of(release, 'move/approve')}?version={release.version}"
    client = signed_in(approver)
    assert link.replace("&", "&amp;") in text(client.get(page_of(release)))
    release.hand_back(writer, "One more thing.")
    release.submit(writer)
    assert "while you had it open" in text(client.get(link))
    client.post(link, {"version": release.version})
    release.refresh_from_db()
    assert release.status == Status.IN_REVIEW


def test_a_refused_move_keeps_the_reason_that_was_typed(writer):
    live = make(PressRelease)
    live.start_draft(writer)
    page = signed_in(writer).post(page_of(live, "move/withdraw"), {"version": 0, "reason": "Typed with care"})
    assert "Typed with care" in text(page)


def test_a_colleagues_hour_and_choices_are_shown_before_they_are_saved_over(writer, approver):
    area = CrimeArea.objects.create(name="Cybercrime", slug="cybercrime")
    release = make(PressRelease, status=Status.DRAFT)
    hour = {"publish_at_date": "2026-11-25", "publish_at_time": "09:00", "publish_at_zone": "UTC"}
    signed_in(approver).post(page_of(release), typed(crime_areas=[area.pk], _save="1", **hour))
    page = text(signed_in(writer).post(page_of(release), typed(title="Mine", _save="1")))
    assert re.search(r"<del>.{0,80}Cybercrime", page)
    assert re.search(r"<del>.{0,80}25 Nov 2026 09:00 UTC", page)


def test_fields_say_the_language_of_their_text(writer):
    draft = make(PressRelease, status="draft", language="ro", title="Scrisori false")
    shown = signed_in(writer).get(page_of(draft)).content.decode()
    assert re.search(r'<input type="text" name="title"[^>]* lang="ro"', shown)
    assert "&quot;contentsLanguage&quot;: &quot;ro&quot;" in shown
    assert not re.search(r'<select name="kind"[^>]* lang=', shown)
    assert ' lang="ro"' not in signed_in(writer).get(f"{LIST}add/").content.decode()
