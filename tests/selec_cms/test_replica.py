"""A real streaming replica: asked where it is current, left out where it is not, and never to be noticed."""

import re
import time
from contextlib import closing
from datetime import timedelta
from urllib.parse import quote

import psycopg2
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from news.models import PressRelease
from publishing.keeping import read
from search.models import VainSearch
from selec_cms import replica as replica_module
from selec_cms.missed import MissedAddress
from selec_cms.page_cache import PageCache
from selec_cms.replica import REPLICA, Replica
from tests import machine
from tests.make import at, make
from tests.wsgi import ask

pytestmark = pytest.mark.django_db(transaction=True)
NOW = at("2026-11-20 12:00")
LIST = "/news/press-releases/"
PAGES = ["/", LIST, "/about/", "/careers/", "/search/?q=arrests", "/sitemap.xml", "/api/v1/press-releases/"]
PAGES += [f"{LIST}feed/", f"{LIST}feed.json", "/news/events.ics", "/nothing/here/", "/about/member-states/"]


@pytest.fixture(scope="module")
def cluster(django_db_setup, django_db_blocker):
    """The replica of a cluster of our own: no other process that tests holds a transaction open there."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no replicas")
    given = connection.settings_dict
    shared = given["PORT"]
    there = f"postgres://{given['USER']}:{quote(given['PASSWORD'])}@{given['HOST']}:{shared}/{given['NAME']}"
    primary, cluster = (kind(machine.postgresql_folder()) for kind in (machine.Copy, machine.Replica))
    try:
        assert (address := primary.start(there))
        assert cluster.start(address)
        given["PORT"] = primary.port
        connection.close()
        yield cluster
    finally:
        given["PORT"] = shared
        connection.close()
        cluster.stop()
        primary.stop()


@pytest.fixture
def replica(cluster, settings):
    """The alias, and the router, as REPLICA_URL sets them."""
    connections[REPLICA] = connection.copy(REPLICA)
    connections[REPLICA].settings_dict["PORT"] = cluster.port
    settings.DATABASE_ROUTERS = ["selec_cms.replica.Router"]
    yield cluster
    connections[REPLICA].close()
    del connections[REPLICA]


@pytest.fixture
def site(replica, clock):
    clock.set(NOW)
    make(PressRelease, title="Ten arrests", publish_at=NOW)
    await_replica()
    return PageCache(WSGIHandler(), megabytes=4, replica=Replica())


def on_replica(statement):
    given = connections[REPLICA].get_connection_params()
    with closing(psycopg2.connect(**given)) as other:
        other.autocommit = True
        with other.cursor() as cursor:
            cursor.execute(statement)


def await_replica():
    until = time.monotonic() + 20
    while not Replica().has(read().version):
        assert time.monotonic() < until
        time.sleep(0.02)


def asked(site, address, **headers):
    """(the answer, how many queries the replica had for it, those that the primary had)."""
    with CaptureQueriesContext(connections[REPLICA]) as there, CaptureQueriesContext(connection) as here:
        answer = ask(site, address, **headers)
    return answer, len(there), [one["sql"] for one in here]


def test_a_page_is_read_from_a_replica_that_is_current_and_only_the_state_from_the_primary(site):
    ask(site, "/news/")  # knows the state's end from now on
    answer, there, here = asked(site, LIST)
    assert (answer.status, "Ten arrests" in answer.text) == (200, True)
    assert there > 5
    known = r"publishing_siteversion|EXECUTE reading|^SELECT STATEMENT_TIMESTAMP\(\)$"
    assert [sql for sql in here if not re.search(known, sql)] == []
    answer, there, here = asked(site, LIST)
    assert (answer.cache, there, len(here)) == ("hit", 0, 1)


def test_a_search_is_answered_by_the_replica_too_in_the_way_that_is_quick(site):
    with CaptureQueriesContext(connections[REPLICA]) as queries:
        assert PressRelease.objects.get().item.address in ask(site, "/search/?q=arrests").text
    there = [one["sql"] for one in queries]
    quick = next(number for number, sql in enumerate(there) if "enable_seqscan = off" in sql)
    assert any("tsquery" in sql for sql in there[quick:])


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_the_same_from_either(site, address):
    from_replica, there, _here = asked(site, address)
    with CaptureQueriesContext(connections[REPLICA]) as none:
        from_primary = ask(PageCache(WSGIHandler(), megabytes=0), address)
    assert (there > 0, len(none)) == (True, 0)
    assert from_replica.status == from_primary.status
    assert from_replica.body == from_primary.body


def test_of_a_replica_that_is_behind_nothing_old_is_seen(site):
    ask(site, LIST)
    on_replica("SELECT pg_wal_replay_pause()")
    try:
        for number in range(5):
            make(PressRelease, title=f"Raid {number}", publish_at=NOW)
            answer, there, _here = asked(site, LIST)
            assert (answer.status, there) == (200, 1)  # its version alone
            assert f"Raid {number}" in answer.text
    finally:
        on_replica("SELECT pg_wal_replay_resume()")
    await_replica()
    make(PressRelease, title="Raid 6", publish_at=NOW)
    await_replica()
    answer, there, _here = asked(site, LIST)
    assert there > 5
    assert "Raid 6" in answer.text


def test_a_replica_that_stands_still_costs_nobody_an_error_and_is_asked_again_once_it_runs(
    site, replica, monkeypatch
):
    assert replica.halt()
    for address in PAGES:
        assert ask(site, address).status in (200, 404)
    assert replica.run()
    monkeypatch.setattr(replica_module, "PAUSE", 0)
    site.replica.silent_until = 0
    await_replica()
    answer, there, _here = asked(site, "/about/")
    assert answer.status == 200
    assert answer.cache == "hit"
    answer, there, _here = asked(site, "/about/partners/")
    assert there > 1


def test_a_replica_that_goes_away_while_a_page_is_read_costs_nobody_an_error(site):
    handler = WSGIHandler()

    def cut(environ, start_response):
        if not environ.get("is_cut"):
            on_replica("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        return handler(environ, start_response)

    site.application = cut
    answer = ask(site, LIST)
    assert (answer.status, answer.cache) == (200, "fwd=miss; stored")
    assert "Ten arrests" in answer.text
    assert site.replica.silent_until > time.monotonic()


def test_the_hour_is_the_primarys_whatever_the_replicas_clock_says(site, clock):
    """The replica's own clock is weeks ahead here: what is scheduled would be out there."""
    make(PressRelease, title="Raid at dawn", publish_at=NOW + timedelta(hours=1))
    await_replica()
    with connections[REPLICA].cursor() as cursor:
        cursor.execute("SET search_path TO public, pg_catalog")
        cursor.execute("SELECT statement_timestamp() > %s", [NOW + timedelta(hours=2)])
        assert cursor.fetchone() == (True,)
    answer, there, _here = asked(site, LIST)
    assert there > 5
    assert "Raid at dawn" not in answer.text
    clock.set(NOW + timedelta(hours=1))
    answer, there, _here = asked(site, LIST)
    assert there > 5
    assert "Raid at dawn" in answer.text


def test_what_is_written_beside_a_page_is_written_to_the_primary(site):
    missed, there, _here = asked(site, "/p646/07+October+2016", referer="https://www.example.com/")
    assert (missed.status, there > 1) == (404, True)
    assert MissedAddress.objects.exists()
    assert ask(site, "/search/?q=zqnothing").status == 200
    assert VainSearch.objects.exists()


def test_forms_and_whoever_has_a_session_are_answered_by_the_primary(site):
    for address, headers in [("/contacts/", {}), ("/alerts/", {}), (LIST, {"cookie": "sessionid=abc"})]:
        answer, there, here = asked(site, address, **headers)
        assert (answer.status, there, len(here) > 1) == (200, 0, True)


def test_nothing_is_migrated_on_a_replica(replica, settings):
    settings.DATABASE_ROUTERS = ["selec_cms.replica.Router"]
    call_command("makemigrations", check=True, dry_run=True)


def test_a_replica_of_another_kind_of_database_is_told(settings, monkeypatch):
    here = settings.DATABASES["default"]
    sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    monkeypatch.setitem(settings.DATABASES, REPLICA, sqlite)
    with pytest.raises(SystemCheckError, match="no address of a PostgreSQL"):
        call_command("check")
    monkeypatch.setitem(settings.DATABASES, REPLICA, here | {"ENGINE": "django.db.backends.postgresql"})
    monkeypatch.setitem(settings.DATABASES, "default", here | sqlite)
    with pytest.raises(SystemCheckError, match="DATABASE_URL is no PostgreSQL"):
        call_command("check")
