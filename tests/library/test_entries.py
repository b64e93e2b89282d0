"""Entries of feeds are written once for all feeds, and again as soon as the site changes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from library import entries
from news.models import PressRelease
from publishing.lifecycle import Standing
from tests.library.feeds import RELEASES, answer, feed, items, titles
from tests.make import at, make

pytestmark = pytest.mark.django_db(transaction=True)  # processes keep nothing of what may yet be undone
FEEDS = [f"{RELEASES}feed/?kind=press_release", f"{RELEASES}feed.json", "/news/feed/", "/feed.json"]


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(at("2026-11-20 12:00"))
    entries.KEPT.clear()


def asked_for_texts(paths):
    with CaptureQueriesContext(connection) as queries:
        assert {answer(path).status_code for path in paths} == {200}
    return [one["sql"] for one in queries if '"notes_to_editors"' in one["sql"]]


def test_an_entry_is_read_once_for_all_feeds_that_have_it():
    make(PressRelease)
    assert len(asked_for_texts(FEEDS)) == 1
    make(PressRelease)
    assert len(asked_for_texts(FEEDS)) == 1


def test_what_was_kept_is_gone_with_the_next_change():
    release = make(PressRelease, title="Old", summary="Old")
    assert titles("/feed/") == ["Old"]
    new = make(PressRelease, after=release, title="New", publish_at=at("2026-11-20 11:00"))
    assert titles("/feed/") == titles(f"{RELEASES}feed/") == ["New"]
    make(PressRelease, after=new, standing=Standing.WITHDRAWN, publish_at=at("2026-11-20 11:30"))
    assert titles("/feed/") == items("/feed.json") == []


def test_an_hour_that_comes_changes_what_is_kept(clock):
    make(PressRelease, title="Coming", publish_at=at("2026-11-20 13:00"))
    assert titles("/feed/") == []
    clock.set(at("2026-11-20 13:00"))
    assert titles("/feed/") == ["Coming"]


def test_no_more_is_kept_than_fits_and_feeds_are_whole_all_the_same(monkeypatch):
    made = [make(PressRelease, body=f"<p>{'long ' * 50}</p>") for _ in range(4)]
    monkeypatch.setattr(entries, "MOST", 700)
    for _ in range(2):
        assert {*titles("/feed/")} == {one.title for one in made}
    assert len(entries.KEPT) == 2
    assert len(feed(f"{RELEASES}feed/").entries) == 4


def test_of_another_hour_nothing_is_kept(client, person):
    make(PressRelease, title="Coming", publish_at=at("2026-12-01 09:00"))
    client.force_login(person("ana", "travel_in_time"))
    assert "Coming" in client.get("/feed/?at=2026-12-02T09:00").content.decode()
    assert not entries.KEPT
