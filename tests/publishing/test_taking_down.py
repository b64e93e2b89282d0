"""Pages that come down at an hour, send their visitors elsewhere, or move to another address."""

from datetime import timedelta

import pytest
from django.test import Client

from news.models import PressRelease
from publishing.lifecycle import Refused, Standing
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


def test_no_browser_keeps_that_a_page_is_gone_since_it_may_come_back(client):
    live = make(PressRelease)
    make(PressRelease, after=live, standing=Standing.REMOVED)
    for address in (live.item.address, f"{live.item.address}history/"):
        answer = client.get(address)
        assert (answer.status_code, "no-cache" in answer["Cache-Control"]) == (410, True)


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
