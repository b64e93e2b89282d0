"""How answers are given: what may be kept, what is asked for again, who may read them and how."""

from datetime import timedelta

import pytest
from django.test import Client

from news.models import PressRelease
from notices.models import Tender
from publishing.lifecycle import ChangeKind
from tests.api.conftest import NOW
from tests.make import at, make

pytestmark = pytest.mark.django_db
RELEASES, TENDERS = "/api/v1/press-releases", "/api/v1/procurement"
READABLE = [RELEASES, "/api/v1/", "/api/v1/openapi.json", "/api/v1/figures", "/news/press-releases/list.csv"]
SECOND = timedelta(seconds=1)


def tag(client, address=RELEASES):
    return client.get(address)["ETag"]


@pytest.mark.parametrize("address", READABLE[:-1])
def test_what_has_not_changed_is_not_sent_again(client, now, address):
    make(PressRelease)
    first = client.get(address)
    assert first["Cache-Control"] == "no-cache"
    for known in (first["ETag"], f"W/{first['ETag']}", f'"other", {first["ETag"]}', "*"):
        again = client.get(address, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
    assert client.get(address, headers={"If-None-Match": '"other"'}).content == first.content


def test_the_tag_changes_with_all_that_changes_the_answer_and_with_nothing_else(client, clock):
    clock.set(NOW)
    release = make(PressRelease, publish_at=NOW - SECOND)
    tender = make(Tender, publish_at=NOW - SECOND, closes_at=NOW + timedelta(days=1))
    item = f"{RELEASES}/{release.item_id}"
    tags = [tag(client, item)]
    clock.set(NOW + SECOND)
    assert tag(client, item) == tags[0]
    for number, change in enumerate([ChangeKind.CORRECTION, ChangeKind.MINOR], start=2):
        hour = NOW + timedelta(minutes=number)
        release = make(PressRelease, after=release, publish_at=hour, change=change, note="A slip.")
        clock.set(hour - SECOND)
        assert tag(client, item) == tags[-1]
        clock.set(hour)
        tags.append(tag(client, item))
    assert len({*tags}) == 3
    before = tag(client, TENDERS)
    clock.set(tender.closes_at)
    assert tag(client, TENDERS) != before


@pytest.mark.parametrize("address", READABLE)
def test_a_head_says_what_a_get_says(client, now, address):
    make(PressRelease)
    got, headed = client.get(address), client.head(address)
    assert headed.status_code == got.status_code == 200
    assert headed.get("ETag") == got.get("ETag")
    assert b"".join(headed) == b""


@pytest.mark.parametrize("address", READABLE)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_written(now, address, method):
    answer = getattr(Client(enforce_csrf_checks=True), method)(address)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert answer.json()["detail"]


@pytest.mark.parametrize("address", [*READABLE, f"{RELEASES}/999", f"{RELEASES}?limit=0"])
def test_scripts_of_any_site_may_read_it(client, now, address):
    answer = client.get(address)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in answer["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("address", READABLE)
def test_browsers_are_told_that_scripts_may_send_a_tag(client, now, address):
    answer = client.options(address, headers={"Access-Control-Request-Headers": "if-none-match"})
    assert (answer.status_code, answer["Access-Control-Allow-Headers"]) == (204, "If-None-Match")
    assert (answer["Access-Control-Allow-Origin"], answer["Access-Control-Allow-Methods"]) == (
        "*",
        "GET, HEAD",
    )


def test_a_visitor_cannot_choose_the_moment_or_the_edition(client, now, person):
    release = make(PressRelease)
    draft = make(PressRelease, after=release, status="draft", title="Written anew")
    coming = make(PressRelease, publish_at=NOW + SECOND)
    plain = client.get(RELEASES).content
    for query in ("at=2030-01-01T12:00", f"edition={draft.pk}", f"edition={coming.pk}"):
        assert client.get(f"{RELEASES}?{query}").content == plain
        assert b"Written anew" not in client.get(f"{RELEASES}/{release.item_id}?{query}").content
    assert b"".join(client.get("/news/press-releases/list.csv?at=2030-01-01T12:00")).count(b"\r\n") == 2


def test_staff_who_travel_read_the_data_of_that_moment_and_nobody_keeps_it(client, now, person):
    make(PressRelease, publish_at=at("2026-12-01 10:00"), title="To come")
    assert b"To come" not in client.get(RELEASES).content
    client.force_login(person("ana", "travel_in_time"))
    for address in (RELEASES, "/news/press-releases/list.csv"):
        answer = client.get(f"{address}?at=2026-12-02T12:00")
        assert b"To come" in b"".join(answer)
        assert answer["Cache-Control"] == "private, no-store"
        assert "Access-Control-Allow-Origin" not in answer
    assert client.get(TENDERS)["Cache-Control"] == "private, no-store"


def test_a_failure_tells_nothing_of_the_inside(now, monkeypatch, settings):
    """There is none that is known; so one is made here."""
    settings.DEBUG = False
    monkeypatch.setattr("api.lists.kind_of", None)
    answer = Client(raise_request_exception=False).get(RELEASES)
    assert answer.status_code == 500
    assert b"Traceback" not in answer.content
    assert b"NoneType" not in answer.content
