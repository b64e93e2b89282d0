"""Addresses that visitors miss: counted, bounded, and nothing known of who asked."""

import sqlite3
from io import StringIO
from time import perf_counter

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client

from audit.models import VERIFIED, Entry, Head, record
from news.models import PressRelease
from publishing.lifecycle import Status
from publishing.work import JOBS, WORKER, beat
from selec_cms import missed
from selec_cms.desk import health, lately, missed_addresses
from selec_cms.models import MissedAddress
from tests.make import at, make

pytestmark = pytest.mark.django_db


def ask(address, **headers):
    return Client().get(address, headers=headers)


def test_a_missed_address_is_counted_without_its_query_and_with_the_host_it_came_from():
    for _ in range(3):
        ask("/press/?email=ana@example.org", referer="https://www.europol.europa.eu/a/page?q=name")
    [row] = MissedAddress.objects.all()
    assert (row.path, row.hits, row.referrer) == ("/press/", 3, "www.europol.europa.eu")
    assert row.first_at <= row.last_at
    fields = {field.name for field in MissedAddress._meta.get_fields()}
    assert fields == {"id", "path", "hits", "first_at", "last_at", "referrer"}


@pytest.mark.parametrize(
    "address",
    [
        *(
            "/wp-login.php",
            "/x/wp-content/a",
            "/index.PHP",
            "/.env",
            "/.git/config",
            "/cgi-bin/a",
            "/a@b.org",
        ),
        *(
            "/admin/nothing/",
            "/files/1/a.pdf",
            "/images/1/640.jpg",
            "/review/1.key/).",
            "/" + "a" * 300,
            "/a%00b",
            "//evil/",
        ),
    ],
)
def test_probes_and_what_may_be_private_are_not_kept(address):
    ask(address)
    assert not MissedAddress.objects.exists()


def test_neither_staff_nor_other_methods_nor_found_pages_are_counted(writer):
    client = Client()
    client.force_login(writer)
    client.get("/missing/")
    Client().head("/missing/")
    Client().post("/missing/")
    ask("/")
    assert not MissedAddress.objects.exists()


def test_the_list_is_bounded_and_the_least_recent_go(monkeypatch):
    monkeypatch.setattr(missed, "MOST", 110)
    for number in range(112):
        ask(f"/missing/{number}/")
    assert MissedAddress.objects.count() <= 110
    assert MissedAddress.objects.filter(path="/missing/111/").exists()
    assert not MissedAddress.objects.filter(path="/missing/0/").exists()


@pytest.mark.parametrize("referer", ["http://[", "", "nonsense", "http://\udcff/"])
def test_a_strange_referrer_does_not_break_the_page(referer):
    assert Client(headers={"referer": referer}).get("/missing/").status_code == 404


def test_the_page_is_shown_even_if_it_cannot_be_counted(monkeypatch):
    def fail(*_arguments):
        raise DatabaseError("no room")

    monkeypatch.setattr(missed, "_count", fail)
    response = ask("/missing/")
    assert response.status_code == 404
    assert "There is no page at this address" in response.content.decode()


def test_a_known_address_costs_one_statement(django_assert_num_queries, rf):
    missed.count(rf.get("/missing/"))
    with django_assert_num_queries(3):  # of which two are the savepoint
        missed.count(rf.get("/missing/"))


def test_who_may_change_releases_sees_the_most_missed_and_forgets_them(person):
    editor = person("ed", "change_pressrelease", "view_missedaddress", "delete_missedaddress")
    ask("/seldom/")
    for _ in range(2):
        ask("/often/")
    assert [(line.text, line.detail.split(" · ")[0]) for line in missed_addresses(editor).lines] == [
        ("/often/", "2 visits"),
        ("/seldom/", "one visit"),
    ]
    assert missed_addresses(person("other", "view_missedaddress")) is None
    client = Client()
    client.force_login(editor)
    row = MissedAddress.objects.get(path="/often/")
    client.post(missed_list(), {"action": "forget", "_selected_action": row.pk})
    assert not MissedAddress.objects.filter(path="/often/").exists()
    assert Entry.objects.first().act == "deleted"


def missed_list():
    return "/admin/selec_cms/missedaddress/"


def test_who_may_only_look_cannot_forget(person):
    client = Client()
    client.force_login(person("auditor", "view_missedaddress"))
    ask("/often/")
    client.post(missed_list(), {"action": "forget", "_selected_action": MissedAddress.objects.get().pk})
    assert client.get(missed_list()).status_code == 200
    assert MissedAddress.objects.count() == 1


# Health


def test_health_is_for_who_gives_rights_and_tells_what_the_last_verification_found(person, writer):
    administrator = person("chief", "change_user", "change_group")
    assert health(writer) is None
    database, log, disk, *_further = health(administrator).lines
    assert log.is_urgent
    assert "never verified" in log.text
    assert "free of" in disk.detail
    assert database.detail
    verify()
    log = health(administrator).lines[1]
    assert (log.text, log.is_urgent) == ("Audit log: whole when last verified", False)


def verify():
    call_command("verify_audit", stdout=StringIO())
    assert Entry.objects.first().act == VERIFIED


def test_who_may_read_the_log_sees_its_latest_entries_but_for_signing_in(person):
    reader = person("reader", "view_entry")
    Client().force_login(reader)
    verify()
    assert [line.text for line in lately(reader).lines] == [f"The system · {VERIFIED}"]
    assert lately(person("other")) is None


def test_the_log_on_the_desk_is_silent_about_items_that_the_person_may_not_see(person, writer):
    draft = make(PressRelease, title="Limited", status=Status.DRAFT)
    draft.log("saved", writer)
    assert "Limited" in str(lately(person("seer", "view_entry", "view_pressrelease")).lines)
    assert lately(person("other", "view_entry")).lines == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks single rows")
@pytest.mark.django_db(transaction=True)
def test_a_visitor_does_not_wait_for_who_is_writing():
    ask("/missing/")
    writing = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    writing.execute("BEGIN IMMEDIATE")
    began = perf_counter()
    assert ask("/missing/").status_code == 404
    assert perf_counter() - began < 5
    writing.execute("ROLLBACK")
    writing.close()
    ask("/missing/")
    assert MissedAddress.objects.get().hits == 2
    assert connection.connection.execute("PRAGMA busy_timeout").fetchone() == (20000,)


def test_a_broken_log_is_urgent_on_the_administrators_desk(person):
    administrator = person("chief", "change_user", "change_group")
    record("begun")
    Head.objects.filter(pk=1).update(number=7)
    with pytest.raises(CommandError):
        verify()
    log = health(administrator).lines[1]
    assert (log.text, log.is_urgent) == ("Audit log: broken", True)


def test_a_job_that_is_not_done_any_more_is_urgent(person, clock):
    administrator = person("root", is_superuser=True)
    clock.set(at("2026-11-20 12:00"))
    assert (background(administrator).text, background(administrator).is_urgent) == (
        "The worker does not run",
        True,
    )
    beat()
    for name in JOBS:
        beat(f"{WORKER}: {name}")
    assert (background(administrator).text, background(administrator).is_urgent) == (
        "Background work: running",
        False,
    )
    clock.set(at("2026-11-20 12:30"))
    beat(f"{WORKER}: read texts")
    assert background(administrator).is_urgent
    assert "check links" in background(administrator).detail
    assert "read texts" not in background(administrator).detail


def background(person):
    return health(person).lines[3]
