from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from news.models import PressRelease
from publishing.checked import Checked, check_items, unchecked
from publishing.checks import registry, rules_hash
from publishing.lifecycle import Status
from publishing.work import JOBS, Job, last_seen, work_off
from tests.make import at, make

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")


@pytest.fixture(autouse=True)
def now(clock):
    clock.set(NOW)
    return clock


@pytest.fixture
def new_rule(monkeypatch):
    """Another rule, as if the code had changed."""

    def add(look):
        monkeypatch.setattr(
            registry, "RULES", {**registry.RULES, "new": registry.Rule("new", look, True, False)}
        )
        rules_hash.cache_clear()

    yield add
    monkeypatch.undo()
    rules_hash.cache_clear()


def looks(piece):
    yield "New rule."


def test_what_is_in_force_is_checked_once():
    make(PressRelease, summary="")
    make(PressRelease, summary="", status=Status.DRAFT)
    make(PressRelease, summary="", publish_at=NOW + timedelta(days=1))
    assert (check_items(10), check_items(10)) == (1, 0)
    row = Checked.objects.get()
    assert (row.stops, row.warnings) == (1, 0)
    assert row.findings[0]["rule"] == "empty_summary"


def test_a_changed_rule_is_noticed_by_itself(new_rule):
    make(PressRelease, summary="S.")
    assert (check_items(10), Checked.objects.get().stops) == (1, 0)
    before = rules_hash()
    new_rule(looks)
    assert rules_hash() != before
    assert unchecked(PressRelease).count() == 1
    assert (check_items(10), Checked.objects.get().stops) == (1, 1)


def test_it_is_done_in_batches_and_what_is_superseded_is_forgotten():
    editions = [make(PressRelease, summary="") for _ in range(3)]
    assert [check_items(2), check_items(2)] == [2, 1]
    make(PressRelease, summary="", after=editions[0], publish_at=NOW - timedelta(days=1))
    assert check_items(10) == 1
    assert Checked.objects.count() == 3


def test_what_failed_is_checked_again_after_a_day_and_all_after_a_week(clock):
    make(PressRelease, summary="")
    make(PressRelease, summary="S.")
    assert check_items(10) == 2
    clock.set(NOW + timedelta(days=1))
    assert check_items(10) == 1
    clock.set(NOW + timedelta(days=7))
    assert check_items(10) == 2


def page(user, query=""):
    client = Client()
    client.force_login(user)
    return client.get(f"/admin/checks/{query}")


def test_the_list_shows_what_fails_with_a_link_to_it(writer):
    wrong = make(PressRelease, title="Wrong <one>", summary="")
    make(PressRelease, title="Right one", summary="S.")
    make(PressRelease, title="Warned one", summary="S.", body="<h4>x</h4>")
    assert "3 items still to be checked" in page(writer).content.decode()
    call_command("check_items", limit=10, verbosity=0)
    text = page(writer).content.decode()
    assert "All items have been checked" in text
    assert f'<a href="/admin/news/pressrelease/{wrong.pk}/change/">Wrong &lt;one&gt;</a>' in text
    assert "The summary is empty" in text
    assert "Right one" not in text
    assert text.index("Wrong") < text.index("Warned one")


def test_the_list_is_for_who_may_view_the_kind(person):
    make(PressRelease, title="Wrong one")
    check_items(10)
    assert page(person("hr")).status_code == 403
    assert page(person("viewer", "view_pressrelease")).status_code == 200
    assert Client().get("/admin/checks/").status_code == 302


def test_the_worker_does_each_job_and_leaves_a_sign_of_life(capsys):
    make(PressRelease, summary="")
    assert last_seen() is None
    call_command("worker", once=True)
    assert {"read texts: 1", "check items: 1"} <= set(capsys.readouterr().out.splitlines())
    assert last_seen() == NOW
    assert Checked.objects.count() == 1


def test_a_job_that_fails_holds_up_no_other(monkeypatch):
    def fail():
        raise ValueError("broken")

    monkeypatch.setitem(JOBS, "a broken job", Job("a broken job", fail, 1))
    assert work_off(JOBS["a broken job"]) == 0
    assert last_seen("worker: a broken job") is None
    assert work_off(JOBS["check items"]) == 0
    assert last_seen("worker: check items") == NOW
