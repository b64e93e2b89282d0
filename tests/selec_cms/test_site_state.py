"""When the page cache asks the database for the state of the site, and when it knows without."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from news.models import PressRelease
from organisation.models import SocialAccount
from publishing.commits import committing
from selec_cms import site_state
from selec_cms.page_cache import PageCache
from tests.make import at, make
from tests.wsgi import ask

pytestmark = pytest.mark.django_db(transaction=True)
NOW = at("2026-11-20 12:00")
LIST = "/news/press-releases/"
FOR_LONG = 60  # seconds: longer than any test here takes


@pytest.fixture
def site(settings, tmp_path, clock, monkeypatch):
    settings.CHANGES_FILE = str(tmp_path / "changes")
    monkeypatch.setattr(site_state, "RELIED_ON", FOR_LONG)
    clock.set(NOW)
    SocialAccount.objects.create(name="Videos", url="https://www.example.org/selec")
    return PageCache(WSGIHandler(), megabytes=4)


def elsewhere(act):
    """In another thread, by a connection of its own."""

    def acted():
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(acted).result(timeout=10)


def queries(site, address=LIST):
    with CaptureQueriesContext(connection) as asked:
        answer = ask(site, address)
    return answer.cache, len(asked)


def test_a_kept_page_costs_no_query(site):
    ask(site, LIST)
    assert queries(site) == ("hit", 0)


def test_what_others_publish_is_there_at_once(site):
    ask(site, LIST)
    for number in range(10):
        elsewhere(lambda number=number: make(PressRelease, title=f"Number {number}", publish_at=NOW))
        answer = ask(site, LIST)
        assert f"Number {number}" in answer.text
    assert queries(site) == ("hit", 0)


def test_while_somebody_commits_the_database_is_asked_each_time(site):
    ask(site, LIST)
    with committing():
        assert [queries(site) for _ in range(3)] == [("hit", 1)] * 3
    assert [queries(site) for _ in range(3)] == [("hit", 1), ("hit", 0), ("hit", 0)]


def test_what_changes_by_itself_is_there_in_its_moment(site, clock):
    make(PressRelease, title="An hour later", publish_at=NOW + timedelta(hours=1))
    clock.set(NOW + timedelta(hours=1, milliseconds=-80))
    ask(site, LIST)
    clock.set(NOW + timedelta(hours=1))
    time.sleep(0.08)
    assert "An hour later" in ask(site, LIST).text


def test_the_hour_goes_on_and_is_never_ahead_of_the_databases(site, clock):
    clock.set(None)
    ask(site, LIST)
    site.site.known = None
    site.site()  # the state is known already: what was read is no older than it says
    told = []
    for _ in range(20):
        (reading, _state), has_asked = site.site()
        assert not has_asked
        assert reading.now <= site_state.asked_of_database()[0].now
        told.append(reading.now)
        time.sleep(0.005)
    assert told[-1] - told[0] > timedelta(seconds=0.09)


def test_what_leaves_no_mark_is_there_after_a_moment(site, monkeypatch):
    def typed_by_hand():
        connection.ensure_connection()
        driver = connection.connection
        with closing(driver.cursor()) as cursor:
            cursor.execute("UPDATE organisation_socialaccount SET name = 'Typed by hand'")

    monkeypatch.setattr(site_state, "RELIED_ON", 0.2)
    ask(site, "/")
    elsewhere(typed_by_hand)
    time.sleep(0.2)
    assert "Typed by hand" in ask(site, "/").text


@pytest.mark.parametrize("name", ["", "no-folder/changes"])
def test_without_a_file_the_database_is_asked_each_time(site, settings, tmp_path, name):
    settings.CHANGES_FILE = name and str(tmp_path / name)
    site.site.known = None
    ask(site, LIST)
    assert queries(site) == ("hit", 1)
