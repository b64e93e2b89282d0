"""A feed has what changed last, and is found without reading everything that has ever been published."""

from datetime import timedelta

import pytest

from news.models import PressRelease
from publishing.lifecycle import ChangeKind
from tests.library.feeds import RELEASES, titles
from tests.make import at, make

pytestmark = pytest.mark.django_db
NOW = at("2026-06-01 12:00")


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


def test_the_last_changed_fifty_are_told_whenever_they_were_published():
    rows = [make(PressRelease, publish_at=at("2020-01-01 10:00") + timedelta(days=n)) for n in range(55)]
    make(PressRelease, after=rows[0], title="Old and new", change=ChangeKind.UPDATE, publish_at=NOW)
    found = titles(f"{RELEASES}feed/")
    assert (found[0], found[1], len(found)) == ("Old and new", rows[-1].title, 50)
    assert titles("/news/feed/") == found


def test_minor_changes_take_nobody_s_place(monkeypatch):
    monkeypatch.setattr("library.feed_entries.MOST", 2)
    for days in range(8):
        old = make(PressRelease, publish_at=NOW - timedelta(days=1000 + days))
        make(PressRelease, after=old, change=ChangeKind.MINOR, publish_at=NOW - timedelta(hours=days))
    for days in (30, 20, 10):
        make(PressRelease, title=f"{days} days ago", publish_at=NOW - timedelta(days=days))
    assert titles(f"{RELEASES}feed/") == ["10 days ago", "20 days ago"]
