"""The acts around a text: the emergency door, named people, comments."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from audit.models import Entry
from news.models import PressRelease
from publishing.lifecycle import Refused, Status
from tests.make import at, make

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
LIST = "/admin/news/pressrelease/"


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def acts(edition):
    return list(Entry.objects.of_item(edition.item).order_by("number").values_list("act", "actor_name"))


# The emergency door


def test_one_person_publishes_alone_and_a_colleague_confirms_it(approver, person):
    colleague = person("dora", "change_pressrelease", "approve_pressrelease", "view_pressrelease")
    release = make(PressRelease, status=Status.DRAFT, edited_by=approver)
    release.publish_now(approver, "A fraud runs in our name.")
    assert PressRelease.objects.public().get() == release
    with pytest.raises(Refused, match="a colleague has to confirm"):
        release.confirm(approver)
    release.confirm(colleague)
    with pytest.raises(Refused, match="nobody has confirmed yet"):
        release.confirm(colleague)
    assert (release.emergency_reason, release.confirmed_by) == ("A fraud runs in our name.", colleague)
    assert acts(release) == [("published alone", "boris"), ("confirmed", "dora")]


def test_the_emergency_door_needs_a_reason_the_right_and_no_other_way(approver, writer):
    release = make(PressRelease, status=Status.IN_REVIEW, edited_by=approver)
    with pytest.raises(Refused, match="Give a reason"):
        release.publish_now(approver, " ")
    with pytest.raises(Refused, match="no right to approve"):
        release.publish_now(writer, "Now.")
    others = make(PressRelease, status=Status.IN_REVIEW, edited_by=writer)
    with pytest.raises(Refused, match="no emergency"):
        others.publish_now(approver, "Now.")
    assert not PressRelease.objects.public().exists()


def test_what_was_approved_in_the_usual_way_needs_no_confirmation(approver):
    with pytest.raises(Refused, match="Only an emergency"):
        make(PressRelease).confirm(approver)


def test_a_later_edition_of_an_emergency_publication_starts_without_its_reason(approver):
    release = make(PressRelease, status=Status.DRAFT, edited_by=approver)
    release.publish_now(approver, "A fraud runs in our name.")
    assert release.start_draft(approver).emergency_reason == ""


# Named people


def test_an_item_of_named_people_is_hidden_from_everybody_else_whatever_their_rights(
    writer, approver, admin_user
):
    release = make(PressRelease, status=Status.IN_REVIEW, title="Zqnamed words", edited_by=writer)
    release.item.named_people.set([writer])
    release.log("saved", writer)
    addresses = [
        LIST,
        f"{LIST}?q=Zqnamed",
        "/admin/audit/entry/",
        release.preview_url,
        *(f"{LIST}{release.pk}/{act}/" for act in ["change", "history", "move/approve", "people", "links"]),
    ]
    for user in (approver, admin_user):
        client = signed_in(user)
        for address in addresses:
            assert "Zqnamed words" not in client.get(address, follow=True).content.decode(), address
        client.post(f"{LIST}{release.pk}/move/approve/", {"version": 0})
        client.post(f"{LIST}{release.pk}/people/", {"people": []})
        release.refresh_from_db()
        assert release.status == Status.IN_REVIEW
        assert release.item.named_people.get() == writer
    assert "Zqnamed words" in signed_in(writer).get(LIST).content.decode()
    assert "Zqnamed words" in signed_in(writer).get(release.preview_url).content.decode()


def test_the_operator_opens_an_item_whose_named_people_have_left(writer, approver):
    release = make(PressRelease, status=Status.DRAFT)
    release.limit_to([writer], writer)
    with pytest.raises(CommandError, match="No active staff account: nobody"):
        call_command("limit_item", release.item.pk, "boris", "nobody")
    assert release.item.named_people.get() == writer
    call_command("limit_item", release.item.pk, "boris", stdout=StringIO())
    assert release.item.named_people.get() == approver
    assert acts(release)[-1] == ("limited to named people", "")
    call_command("limit_item", release.item.pk, stdout=StringIO())
    assert not release.item.named_people.exists()


def test_whoever_limits_an_item_stays_among_its_named_people(writer, approver):
    release = make(PressRelease, status=Status.DRAFT)
    signed_in(writer).post(f"{LIST}{release.pk}/people/", {"people": [approver.pk]})
    assert set(release.item.named_people.all()) == {writer, approver}
    signed_in(approver).post(f"{LIST}{release.pk}/people/", {})
    assert not release.item.named_people.exists()
    assert acts(release) == [("limited to named people", "ana"), ("opened to all staff", "boris")]


@pytest.mark.parametrize("number", ["9" * 40, "-1", "0", "x", "\0"])
def test_a_made_up_person_is_refused_in_words(writer, number):
    release = make(PressRelease, status=Status.DRAFT)
    answer = signed_in(writer).post(f"{LIST}{release.pk}/people/", {"people": [number]})
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert not release.item.named_people.exists()


def test_a_limited_item_that_is_live_is_public_as_any_other(writer, client):
    release = make(PressRelease, title="Open to all")
    release.item.named_people.set([writer])
    assert "Open to all" in client.get(release.get_absolute_url()).content.decode()


# Comments


def test_a_comment_is_kept_with_the_item_and_shown_on_the_edition(writer, approver):
    release = make(PressRelease, status=Status.DRAFT)
    page = f"{LIST}{release.pk}/"
    signed_in(approver).post(f"{page}comment/", {"text": "Name the port."})
    assert "Name the port." in signed_in(writer).get(f"{page}change/").content.decode()
    assert acts(release) == [("commented", "boris")]


def test_who_approves_a_kind_without_writing_it_comments_and_returns_and_who_reads_it_does_neither(person):
    reviewer = signed_in(person("vera", "view_pressrelease", "approve_pressrelease"))
    reader = signed_in(person("rita", "view_pressrelease"))
    release = make(PressRelease, status=Status.IN_REVIEW)
    page = f"{LIST}{release.pk}/"
    assert reader.post(f"{page}comment/", {"text": "No."}).status_code == 403
    assert f"{page}comment/" not in reader.get(f"{page}change/").content.decode()
    reader.post(f"{page}move/hand_back/", {"version": 0, "reason": "No."})
    assert acts(release) == []
    shown = reviewer.get(f"{page}change/").content.decode()
    assert f"{page}comment/" in shown
    assert f"{page}people/" not in shown
    assert reviewer.get(f"{page}people/").status_code == reviewer.get(f"{page}links/").status_code == 403
    reviewer.post(f"{page}comment/", {"text": "Which port?"})
    reviewer.post(f"{page}move/hand_back/", {"version": 0, "reason": "Name the port."})
    assert acts(release) == [("commented", "vera"), ("returned", "vera")]


def test_an_empty_comment_is_refused_with_a_sentence(writer):
    release = make(PressRelease, status=Status.DRAFT)
    page = signed_in(writer).post(f"{LIST}{release.pk}/comment/", {"text": "  "})
    assert "This field is required" in page.content.decode()
    assert acts(release) == []
