from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from audit.models import Entry, Head, first_broken_link, record
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def tamper(sql, values=()):
    """Change the table past the model and, without its triggers for once, past the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            [[trigger]] = cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'audit_entry_no_update'")
            cursor.execute("DROP TRIGGER audit_entry_no_update")
            cursor.execute(sql, values)
            cursor.execute(trigger)
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only")
            cursor.execute(sql, values)
            cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append_only")


@pytest.fixture
def chain(writer):
    return [record(act, writer, reason="Đorđe’s reason") for act in ("saved", "submitted", "approved")]


def test_a_whole_chain_verifies(chain):
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "whole: 3 entries" in out.getvalue()


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("UPDATE audit_entry SET reason = 'x' WHERE number = 2", r"Entry 2 \(submitted\) has been changed"),
        ("UPDATE audit_entry SET actor_name = 'x' WHERE number = 1", "Entry 1"),
        ("DELETE FROM audit_entry WHERE number = 2", "Entry 2 is missing"),
        ("DELETE FROM audit_entry WHERE number = 3", "ends at entry 2, but 3 entries"),
        ("DELETE FROM audit_entry", "ends at entry 0"),
    ],
)
def test_the_first_broken_link_is_named(chain, sql, sentence):
    tamper(sql)
    with pytest.raises(CommandError, match=sentence):
        call_command("verify_audit")


def test_a_resealed_entry_still_breaks_the_chain(chain):
    entry = Entry.objects.get(number=2)
    entry.reason = "Rewritten"
    tamper("UPDATE audit_entry SET reason = 'Rewritten', hash = %s WHERE number = 2", [entry.seal()])
    assert first_broken_link() == "Entry 3 does not follow from entry 2."


def test_neither_the_model_nor_the_database_lets_an_entry_change(chain):
    for act in (chain[0].delete, Entry.objects.all().delete, lambda: Entry.objects.update(reason="")):
        with pytest.raises(TypeError):
            act()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE audit_entry SET reason = 'x' WHERE number = 1")


def test_the_database_refuses_to_delete_an_entry(chain):
    from importlib import import_module

    if connection.vendor == "sqlite":  # the test run takes this trigger away: see conftest.py
        statements = import_module("audit.migrations.0002_append_only").SQLITE
        with connection.cursor() as cursor:
            cursor.execute(next(one for one in statements if "DELETE" in one))
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM audit_entry WHERE number = 1")
    if connection.vendor == "sqlite":
        connection.cursor().execute("DROP TRIGGER audit_entry_no_delete")


def test_an_act_that_fails_leaves_no_entry(writer):
    def act():
        with transaction.atomic():
            record("saved", writer)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act()
    assert not Entry.objects.exists()
    assert Head.objects.filter(number__gt=0).count() == 0


def test_sign_ins_and_failures_are_on_record_without_what_a_stranger_typed(writer):
    client = Client()
    sign_in(client, "ana")
    client.post("/admin/account/logout/")
    sign_in(client, "ana", "wrong")
    sign_in(client, "my secret password\0", "x")
    sign_in(client, "my secret password", "x")
    acts = list(Entry.objects.order_by("number").values_list("act", "actor_name", "subject"))
    assert acts == [
        ("signed in", "ana", ""),
        ("signed out", "ana", ""),
        ("sign-in failed", "", "account ana"),
        ("sign-in failed", "", "no such account"),
    ]
    assert "secret" not in str(acts)


def test_the_log_is_read_in_the_admin_and_not_changed_there(admin_client, chain):
    page = admin_client.get("/admin/audit/entry/")
    assert "Đorđe’s reason" in page.content.decode()
    assert admin_client.get("/admin/audit/entry/add/").status_code == 403
    assert admin_client.post("/admin/audit/entry/1/change/", {"reason": "x"}).status_code == 403
    assert admin_client.post("/admin/audit/entry/1/delete/", {"post": "yes"}).status_code == 403
