"""What is committed is told to the processes of the machine before it is."""

import logging
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from fcntl import LOCK_EX, flock
from itertools import count

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from organisation.models import SocialAccount
from publishing import commits
from publishing.commits import committing, standing_mark

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def changes_file(settings, tmp_path):
    settings.CHANGES_FILE = tmp_path / "changes"


def rows():
    return SocialAccount.objects.count()


def add(name="Videos"):
    return SocialAccount.objects.create(name=name, url="https://www.example.org/selec")


ACTS = {
    "a row is added": lambda row: add("Photos"),
    "a row is saved": lambda row: row.save(),
    "rows are changed": lambda row: SocialAccount.objects.update(name="Pictures"),
    "rows are added": lambda row: SocialAccount.objects.bulk_create([SocialAccount(name="A", url=row.url)]),
    "a row is deleted": lambda row: row.delete(),
    "a statement is typed": lambda row: connection.cursor().execute(
        "UPDATE organisation_socialaccount SET name = 'Pictures'"
    ),
    "a statement is typed for many": lambda row: connection.cursor().executemany(
        "UPDATE organisation_socialaccount SET name = %s", [["Pictures"], ["Photos"]]
    ),
}


@pytest.mark.parametrize("is_watched", [False, True], ids=["", "each query is listened to"])
@pytest.mark.parametrize("act", ACTS)
def test_it_is_marked(act, is_watched):
    row, mark = add(), standing_mark()
    connection.force_debug_cursor = is_watched
    try:
        ACTS[act](row)
    finally:
        connection.force_debug_cursor = False
    assert not mark.stands()


def test_for_as_long_as_the_mark_stands_the_database_says_what_it_said():
    """While two write all the time, each in another way."""
    row, until = add(), time.monotonic() + 1.5

    def write(is_in_transaction):
        try:
            for number in count():
                with transaction.atomic() if is_in_transaction else nullcontext():
                    SocialAccount.objects.filter(pk=row.pk).update(name=f"{is_in_transaction} {number}")
                time.sleep(0.003)
                if time.monotonic() > until:
                    return number
        finally:
            connections.close_all()

    def name():
        return SocialAccount.objects.values_list("name", flat=True).get(pk=row.pk)

    relied = 0
    with ThreadPoolExecutor(2) as threads:
        writing = [threads.submit(write, one) for one in (True, False)]
        while time.monotonic() < until:
            if not (mark := standing_mark()):
                continue
            told = name()
            while (later := name()) and mark.stands() and time.monotonic() < until:
                assert later == told
                relied += 1
        assert all(one.result() > 5 for one in writing)
    assert relied


def test_what_is_read_or_undone_leaves_no_mark():
    add()
    mark = standing_mark()
    assert rows() == 1
    with transaction.atomic():
        add("Photos")
        transaction.set_rollback(True)
    assert rows() == 1
    assert mark.stands()


def test_on_sqlite_a_statement_that_gives_rows_commits_no_sooner_than_it_is_told():
    row, sql = add(), "UPDATE organisation_socialaccount SET name = %s WHERE id = %s RETURNING id"

    def name():
        try:
            return SocialAccount.objects.values_list("name", flat=True).get(pk=row.pk)
        finally:
            connections.close_all()

    def seen():
        with ThreadPoolExecutor(1) as threads:
            return standing_mark(), threads.submit(name).result(timeout=10)

    with connection.cursor() as cursor:
        for one, before in (("Photos", "Videos"), ("Pictures", "Photos")):
            cursor.execute(sql, [one, row.pk])
            assert seen() == (None, before if connection.vendor == "sqlite" else one)
    assert standing_mark()
    connection.cursor().execute(sql, ["Films", row.pk])
    assert standing_mark()
    assert name() == "Films"


def test_while_anybody_commits_nobody_relies_on_what_was_read():
    with committing(), committing():
        assert standing_mark() is None
    assert standing_mark().stands()


def test_who_commits_waits_for_nobody_else_who_does():
    def elsewhere():
        try:
            return add().pk
        finally:
            connections.close_all()

    with committing(), ThreadPoolExecutor(1) as threads:
        assert threads.submit(elsewhere).result(timeout=10)


def test_who_is_killed_while_committing_holds_nobody_up():
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            with committing():
                os.write(writer, b"!")
                signal.pause()
        finally:
            os._exit(1)
    os.close(writer)
    with open(reader, "rb", buffering=0) as told:
        assert told.read(1)
    while_it_lived = standing_mark()
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    assert while_it_lived is None
    assert standing_mark()


def test_a_file_that_is_emptied_is_one_with_another_mark():
    mark = standing_mark()
    add()
    assert not mark.stands()
    mark = standing_mark()
    os.truncate(settings.CHANGES_FILE, 0)
    assert not mark.stands()
    assert standing_mark().stands()


def test_who_was_stopped_while_looking_holds_nobody_up():
    with open(settings.CHANGES_FILE, "w+b") as file:
        flock(file, LOCK_EX)
        before = file.read()
        add()
        file.seek(0)
        assert (rows(), file.read() != before) == (1, True)


def test_a_file_that_cannot_be_written_hinders_nobody_and_is_told_of_once(settings, tmp_path, caplog):
    settings.CHANGES_FILE = tmp_path / "missing" / "changes"
    commits._say_once.cache_clear()
    with caplog.at_level(logging.WARNING):
        add()
        add("Photos")
        assert standing_mark() is None
    assert rows() == 2
    assert [record.message.partition(": ")[0] for record in caplog.records] == [
        f"CHANGES_FILE {settings.CHANGES_FILE}"
    ]
