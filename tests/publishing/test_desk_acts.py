"""The acts around a text: the emergency door, named people, comments, redirects, hours of a withdrawal."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from audit.models import Entry
from news.models import PressRelease
from publishing.lifecycle import Refused, Standing, Status
from publishing.models import FormerAddress
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


def test_an_empty_comment_is_refused_with_a_sentence(writer):
    release = make(PressRelease, status=Status.DRAFT)
    page = signed_in(writer).post(f"{LIST}{release.pk}/comment/", {"text": "  "})
    assert "This field is required" in page.content.decode()
    assert acts(release) == []


# Taking down at an hour, and redirects


@pytest.mark.parametrize(
    ("verb", "standing"), [("withdraw", Standing.WITHDRAWN), ("remove", Standing.REMOVED)]
)
def test_a_page_comes_down_at_its_hour_and_not_before(verb, standing, approver, writer, client, clock):
    release = make(PressRelease, title="Comes down")
    hour = NOW + timedelta(days=2)
    down = getattr(release, verb)(writer, "It was wrong.", at=hour, zone="UTC")
    assert (down.publish_at, down.zone) == (hour, "UTC")
    down.approve(approver, hour, "UTC")
    clock.set(hour - timedelta(seconds=1))
    assert client.get(release.get_absolute_url()).status_code == 200
    assert PressRelease.objects.public().count() == 1
    clock.set(hour)
    page = client.get(release.get_absolute_url())
    assert page.status_code == (200 if standing == Standing.WITHDRAWN else 410)
    assert "It was wrong." in page.content.decode()
    assert not PressRelease.objects.public().exists()


def test_a_past_hour_for_a_withdrawal_is_refused(writer):
    with pytest.raises(Refused, match="past"):
        make(PressRelease).withdraw(writer, "Wrong.", at=NOW - timedelta(hours=1))


def test_a_removed_page_may_send_its_visitors_elsewhere(writer, approver, client):
    kept, merged = make(PressRelease, title="Kept"), make(PressRelease, title="Merged")
    page = f"{LIST}{merged.pk}/move/remove/"
    fields = {"version": 0, "reason": "One page for both.", "redirect_to": kept.get_absolute_url()}
    signed_in(writer).post(page, fields)
    down = merged.siblings.get(number=2)
    assert client.get(merged.get_absolute_url()).status_code == 200
    down.approve(approver)
    answer = client.get(merged.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (302, kept.get_absolute_url())


@pytest.mark.parametrize(
    "path", ["//evil.example/", "https://evil.example/", "news", "/no/such/page/", "javascript:1"]
)
def test_visitors_are_sent_to_pages_of_this_site_alone(writer, path):
    release = make(PressRelease)
    page = f"{LIST}{release.pk}/move/remove/"
    answer = signed_in(writer).post(page, {"version": 0, "reason": "Why not", "redirect_to": path})
    assert "Give the path of a page of this site" in answer.content.decode()
    assert "Why not" in answer.content.decode()
    assert release.siblings.count() == 1


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/news/press-releases/2020/05/04/going/", "this very page"),
        ("/news/press-releases/2020/05/04/going/history/", "this very page"),
        ("/news/press-releases/2020/05/04/gone/", "has been removed"),
        ("/news/press-releases/2020/05/04/nothing/", "does not exist"),
        ("/admin/", "in the back office"),
        ("/files/1/", "does not exist"),
    ],
)
def test_visitors_are_sent_to_a_page_that_they_find(writer, path, why):
    going, gone = make(PressRelease, title="Going"), make(PressRelease, title="Gone")
    make(PressRelease, after=gone, standing=Standing.REMOVED)
    page = f"{LIST}{going.pk}/move/remove/"
    answer = signed_in(writer).post(page, {"version": 0, "reason": "Why not", "redirect_to": path})
    assert why in answer.content.decode()
    assert "Why not" in answer.content.decode()
    assert going.siblings.count() == 1


def test_visitors_are_led_past_what_was_removed_since_and_never_in_a_circle(writer, approver, client):
    first, second, third = (make(PressRelease, title=title) for title in ("First", "Second", "Third"))
    ways = {first: second, second: third, third: first}
    removals = [page.remove(writer, "Merged.", redirect_to=way.item.address) for page, way in ways.items()]
    removals[0].approve(approver)
    removals[1].approve(approver)
    for page in (first, second):
        assert client.get(page.item.address)["Location"] == third.item.address
    removals[2].approve(approver)
    for page in ways:
        answer = client.get(page.item.address)
        assert (answer.status_code, "Merged." in answer.content.decode()) == (410, True)


# Another address


def test_an_address_that_changed_leads_to_the_new_one_with_all_that_is_beneath(approver, client):
    release = make(PressRelease, title="Old words")
    old = release.get_absolute_url()
    release.readdress(approver, "new-words", "A name was in it.")
    new = PressRelease.objects.get(pk=release.pk).get_absolute_url()
    assert new.endswith("/new-words/")
    for beneath in ("", "history/", "history/1/"):
        answer = client.get(old + beneath)
        assert (answer.status_code, answer["Location"]) == (301, new + beneath)
        assert client.get(new + beneath).status_code == 200
    release.refresh_from_db()
    release.readdress(approver, "third", "Again.")
    assert client.get(old)["Location"].endswith("/third/")


def test_an_item_may_go_back_to_its_former_address_but_not_to_anothers(approver):
    first, second = make(PressRelease, title="First"), make(PressRelease, title="Second")
    first.readdress(approver, "elsewhere", "Why")
    with pytest.raises(Refused, match="is, or was, the address of another item"):
        second.readdress(approver, "first", "Why")
    first.refresh_from_db()
    first.readdress(approver, "first", "Why")
    assert first.item.address.endswith("/first/")
    assert not FormerAddress.objects.filter(address=first.item.address).exists()


def test_a_new_item_does_not_take_a_former_address(approver, client):
    release = make(PressRelease, title="Words", publish_at=NOW - timedelta(hours=1))
    release.readdress(approver, "other", "Why")
    another = make(PressRelease, title="Words", publish_at=NOW - timedelta(hours=1))
    assert another.item.address.endswith("/words-2/")


def test_a_former_address_tells_nothing_once_the_item_is_gone(approver, writer, client):
    release = make(PressRelease, title="Old words")
    old = release.get_absolute_url()
    release.readdress(approver, "new-words", "Why")
    PressRelease.objects.filter(pk=release.pk).update(publish_at=NOW + timedelta(days=1))
    assert client.get(old).status_code == 404
