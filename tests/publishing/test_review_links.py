"""What an outsider may read through a review link, and what becomes of what they say."""

from datetime import timedelta

import pytest
from django.test import Client

from audit.models import Entry
from news.models import PressRelease
from publishing.lifecycle import Refused, Status
from publishing.models import ReviewLink
from tests.make import at, make

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
LIST = "/admin/news/pressrelease/"


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


@pytest.fixture
def draft():
    return make(PressRelease, status=Status.IN_REVIEW, title="Zqword of the minister")


@pytest.fixture
def link(draft, writer):
    return ReviewLink.make(draft, writer, "Ministry", 7)


def answer_to(link, client=None, **fields):
    given = {
        "version": link.shown.version,
        "act": "approve",
        "name": "Ioana Pop, adviser",
        "text": "",
        **fields,
    }
    return (client or Client()).post(link.get_absolute_url(), given, follow=True)


def said(link):
    entries = Entry.objects.of_item(link.item).exclude(act="review link made")
    return list(entries.values_list("act", "actor_name", "reason"))


def test_an_outsider_reads_the_edition_as_its_page_will_look(link, client):
    page = client.get(link.get_absolute_url())
    assert page.status_code == 200
    assert "Zqword of the minister" in page.content.decode()
    assert "For your review" in page.content.decode()
    assert "/admin/" not in page.content.decode()


def test_the_page_is_never_kept_nor_indexed_nor_told_to_others(link, client):
    for response in (client.get(link.get_absolute_url()), client.get("/review/1.x/")):
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "no-referrer"


def test_visits_of_outsiders_are_counted(link, client, writer):
    for _ in range(3):
        client.get(link.get_absolute_url())
    staff = Client()
    staff.force_login(writer)
    staff.get(link.get_absolute_url())
    link.refresh_from_db()
    assert (link.visits, link.last_visit_at) == (3, NOW)


def test_an_approval_lands_in_the_items_history_with_its_name_and_version(link):
    page = answer_to(link).content.decode()
    assert "your approval has been recorded" in page
    assert said(link) == [
        ("signed off by an outsider", "", "Ioana Pop, adviser (Ministry), version 0 of the text")
    ]


def test_a_comment_is_shown_to_the_writer(link, draft, writer):
    assert (
        "your comment has been recorded"
        in answer_to(link, act="comment", text="Say Ministry first.").content.decode()
    )
    client = Client()
    client.force_login(writer)
    assert "Say Ministry first." in client.get(f"{LIST}{draft.pk}/change/").content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "This field is required"),
        ({"act": "comment", "text": " "}, "Write your comment."),
        ({"version": "99"}, "The text was changed while you read it"),
        ({"version": "x"}, "The text was changed while you read it"),
        ({"act": "publish"}, ""),
        ({"name": "x" * 151}, "at most 150 characters"),
        ({"name": "a\0b"}, "Null characters are not allowed"),
    ],
)
def test_an_unfit_answer_is_not_recorded_and_stays_typed(link, fields, sentence):
    page = answer_to(link, **{"text": "Typed with care", **fields}).content.decode()
    assert sentence in page
    assert "Typed with care" in page or fields.get("text")
    assert said(link) == []


def test_an_outsider_signs_off_the_text_that_they_read_and_no_later_one(link, draft, writer):
    draft.hand_back(writer, "One word.")
    assert "The text was changed" in answer_to(link, version=0).content.decode()
    assert not Entry.objects.filter(act="signed off by an outsider").exists()


def dead(link, client):
    response = client.get(link.get_absolute_url())
    return response.status_code == 404 and "Zqword" not in response.content.decode()


def test_an_expired_link_leads_nowhere(link, client, clock):
    clock.set(NOW + timedelta(days=7) - timedelta(seconds=1))
    assert not dead(link, client)
    clock.set(NOW + timedelta(days=7))
    assert dead(link, client)


def test_a_revoked_link_leads_nowhere(link, draft, writer, client):
    staff = Client()
    staff.force_login(writer)
    staff.post(f"{LIST}{draft.pk}/links/", {"revoke": link.pk})
    assert dead(link, client)
    assert answer_to_dead(link, client) == 404


def answer_to_dead(link, client):
    return client.post(link.get_absolute_url(), {"version": 0, "act": "approve", "name": "x"}).status_code


def test_a_link_ends_with_the_draft_and_with_publication(link, draft, approver, writer, client):
    draft.approve(approver, NOW + timedelta(days=1))
    assert not dead(link, client)
    draft.unschedule(approver, "Wait.")
    draft.hand_back(approver, "No.")
    draft.discard(approver, "No.")
    assert dead(link, client)


def test_a_link_of_an_item_that_was_limited_stays_dead_when_it_is_opened_again(link, draft, writer, client):
    draft.limit_to([writer], writer)
    draft.limit_to([], writer)
    assert client.get(link.get_absolute_url()).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at
    assert Entry.objects.of_item(draft.item).filter(act="review link revoked").count() == 1


def test_a_link_ends_when_its_item_is_limited_to_named_people(link, draft, writer, client):
    draft.item.named_people.set([writer])
    assert dead(link, client)
    with pytest.raises(Refused, match="named people"):
        ReviewLink.make(draft, writer, "Ministry", 7)
    staff = Client()
    staff.force_login(writer)
    page = staff.post(f"{LIST}{draft.pk}/links/", {"for_whom": "Ministry", "days": 7}).content.decode()
    assert "no link leads outside" in page
    assert ReviewLink.objects.count() == 1


@pytest.mark.parametrize("token", ["1", "1.", "1.abc", "x.y", "9" * 30, "1:2:3", "\u0661.x"])
def test_a_made_up_link_leads_nowhere(link, client, token):
    assert client.get(f"/review/{token}/").status_code == 404


def test_what_is_public_needs_no_link(writer):
    with pytest.raises(Refused, match="nothing to review"):
        ReviewLink.make(make(PressRelease), writer, "Ministry", 7)


def test_a_link_is_made_in_the_back_office_and_shown_with_its_visits(draft, writer):
    staff = Client()
    staff.force_login(writer)
    page = staff.post(
        f"{LIST}{draft.pk}/links/", {"for_whom": "Ministry", "days": 7}, follow=True
    ).content.decode()
    assert ReviewLink.objects.get().get_absolute_url() in page
    page = staff.post(f"{LIST}{draft.pk}/links/", {"for_whom": "", "days": 400}).content.decode()
    assert "This field is required" in page
    assert "less than or equal to 60" in page


def test_a_link_is_shown_with_the_address_of_the_site(link, draft, writer, settings):
    settings.SITE_URL = "https://www.selec.example"
    staff = Client()
    staff.force_login(writer)
    page = staff.get(f"{LIST}{draft.pk}/links/").content.decode()
    assert f'value="https://www.selec.example{link.get_absolute_url()}"' in page
