"""Old addresses: in one hop, by letter and number alone, and to nothing that is not public."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from moving.models import OldAddress
from news.models import PressRelease
from publishing.lifecycle import Standing, Status
from publishing.models import kinds
from selec_cms.models import MissedAddress
from tests.make import at, make

pytestmark = pytest.mark.django_db
TAILS = [
    *("", "/", "/07+October+2016", "/07%20October%202016", "/07%2BOctober%2B2016", "/07_October_2016/"),
    *(
        "/x?utm_source=mail&utm_medium=b",
        "?utm_source=mail",
        "/%F0%9F%98%80",
        "/%ff%fe",
        "//a//",
        "/../x",
        "/history/",
    ),
]


def old(address, item=None, path=""):
    row = OldAddress(item=item, path=path)
    row.stand_at(address)
    row.save()
    return row


@pytest.fixture
def release():
    return make(PressRelease, title="The anniversary", publish_at=at("2016-10-07 10:00"))


@pytest.mark.parametrize("tail", TAILS)
def test_letter_and_number_alone_lead_there_in_one_hop(tail, release, client):
    old("/p646/07+October+2016", release.item)
    for ask in (client.get, client.head):
        answer = ask(f"/p646{tail}")
        assert (answer.status_code, answer["Location"]) == (301, release.item.address)
        assert ask(answer["Location"]).status_code == 200
        assert answer["Cache-Control"] == "no-cache"
    assert not MissedAddress.objects.exists()


@pytest.mark.parametrize("tail", TAILS)
def test_a_wordpress_slug_leads_there_whatever_follows(tail, release, client):
    old("https://www.selec.org/the-19th-council-session/", release.item)
    answer = client.get(f"/the-19th-council-session{tail}")
    assert (answer.status_code, answer["Location"]) == (301, release.item.address)


@pytest.mark.parametrize(
    "address", ["/The-19th-Council-Session+", "/the-19th-council-session%20", "/P0646", "/p646+x"]
)
def test_what_mails_and_people_make_of_an_address_is_forgiven(address, release, client):
    old("/the-19th-council-session/", release.item)
    old("/p646", release.item)
    assert client.get(address)["Location"] == release.item.address


@pytest.mark.parametrize(
    "address", ["/p6460", "/p64", "/m646", "/p646a", "/p646-x/", "/x/p646/", "/p/646", "/p-646"]
)
def test_another_number_or_letter_is_another_address(address, release, client):
    old("/p646", release.item)
    assert client.get(address).status_code == 404


def test_the_longest_part_that_is_known_counts(release, client):
    old("/projects/", path="/resources/")
    old("/projects/siras/", release.item)
    assert client.get("/projects/siras/feed/")["Location"] == release.item.address
    assert client.get("/projects/fait/")["Location"] == "/resources/"


def test_the_hop_follows_an_item_that_has_moved(release, client, approver):
    old("/p646", release.item)
    release.readdress(approver, "five-years", "A better one")
    assert client.get("/p646")["Location"].endswith("/five-years/")


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize(
    "fields", [{"status": Status.DRAFT}, {"status": Status.IN_REVIEW}, {"publish_at": at("2090-01-01 10:00")}]
)
def test_what_is_not_public_is_led_to_by_nothing(kind, fields, client):
    coming = make(kind, title="Zqsecret", **fields)
    old("/p700", coming.item)
    assert client.get("/p700").status_code == 404
    assert client.get("/p700").content.replace(b"/p700", b"") == client.get("/p701").content.replace(
        b"/p701", b""
    )


def test_staff_who_look_ahead_are_led_to_what_is_public_then(client, writer):
    coming = make(PressRelease, publish_at=at("2090-01-01 10:00"))
    old("/p700", coming.item)
    client.force_login(writer)
    client.get("/?at=2090-02-01T12:00")
    assert client.get("/p700")["Location"] == coming.item.address


def test_a_page_that_was_withdrawn_still_stands_and_one_that_was_removed_says_so(release, client):
    old("/p646", release.item)
    after = make(PressRelease, after=release, standing=Standing.WITHDRAWN, note="It was wrong.")
    assert client.get("/p646")["Location"] == release.item.address
    gone = make(PressRelease, after=after, standing=Standing.REMOVED, note="Published in error.")
    answer = client.get("/p646")
    assert answer.status_code == 410
    assert "Published in error." in answer.content.decode()
    other = make(PressRelease, title="The merged one")
    make(PressRelease, after=gone, standing=Standing.REMOVED, note="Merged.", redirect_to=other.item.address)
    answer = client.get("/p646")
    assert (answer.status_code, answer["Location"]) == (301, other.item.address)


def test_one_hop_is_enough_from_plain_http_as_well(release, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SITE_URL = "https://www.selec.example"
    old("/p646", release.item)
    answer = Client().get("/p646/07+October+2016")
    assert answer["Location"] == f"https://www.selec.example{release.item.address}"
    assert Client().get("/p646", secure=True)["Location"] == release.item.address
    assert Client().get("/about/")["Location"] == "https://testserver/about/"


def test_under_debug_old_addresses_lead_on_as_well(release, settings):
    settings.DEBUG = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "selec_cms.views.not_found_under_debug"]
    old("/p646", release.item)
    assert Client().get("/p646/07+October+2016")["Location"] == release.item.address
    assert 'id="missed"' in Client().get("/p647/x").content.decode()


def test_only_who_reads_is_led_on(release, client):
    old("/p646", release.item)
    assert client.post("/p646").status_code == 404


def test_the_page_of_an_unknown_address_offers_a_search(client):
    answer = client.get("/p999/13+May+2013")
    assert answer.status_code == 404
    assert 'id="missed"' in answer.content.decode()
    assert MissedAddress.objects.get().path == "/p999/13+May+2013"


@pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example/", "evil", ""])
def test_the_database_refuses_another_host(path):
    with pytest.raises(IntegrityError), transaction.atomic():
        OldAddress.objects.create(key="p1", path=path)
