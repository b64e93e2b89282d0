import json
import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from organisation.models import Contact
from outreach.models import Message
from publishing.work import JOBS, WORKER, Heartbeat, beat
from selec_cms import health, roles
from selec_cms.backups import BACKUP, DRILL, FAILED, INCOMPLETE
from tests.make import account, at

NOW = at("2026-11-20 12:00")
EVERYTHING = ["process", "database", "migrations", "cache", "storage", "worker", "queue", "backup", "drill"]


@pytest.fixture
def well(clock):
    """A site with which all is in order."""
    clock.set(NOW)
    for name in [WORKER, *(f"{WORKER}: {job}" for job in JOBS), BACKUP, DRILL]:
        beat(name)
    Contact.objects.update_or_create(
        purpose="security", defaults={"email": "security@example.org", "valid_until": date(2027, 3, 31)}
    )


def asked(client=None):
    response = (client or Client()).get("/health/", HTTP_ACCEPT="application/json")
    return response.status_code, response.json()


def state(name):
    status, told = asked()
    assert status == 200
    return told["checks"][name]["status"]


def seen(name, instant):
    Heartbeat.objects.update_or_create(name=name, defaults={"at": instant})


def administrator():
    roles.settle()
    person = account("ada")
    person.groups.add(Group.objects.get(name="Administrator"))
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.django_db
def test_a_site_that_is_well_says_so_to_programs_and_to_people(well):
    status, told = asked()
    assert (status, told["status"]) == (200, "ok")
    assert [*told["checks"]] == [*EVERYTHING, "security_txt"]
    assert told["checks"]["security_txt"]["at"] == "2027-04-01T00:00:00+03:00"
    page = Client().get("/health/")
    assert page["Content-Type"].startswith("text/html")
    assert "Health of this site: in order" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert Client().get("/health/?format=json").json() == told
    assert Client().head("/health/").status_code == 200
    assert Client().post("/health/").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "break_it"),
    [
        ("worker", lambda: seen(f"{WORKER}: send letters", NOW - timedelta(minutes=11))),
        ("worker", lambda: Heartbeat.objects.filter(name=f"{WORKER}: check links").delete()),
        ("queue", lambda: write(NOW - timedelta(minutes=16))),
        ("backup", lambda: seen(BACKUP, NOW - timedelta(days=3))),
        ("backup", lambda: Heartbeat.objects.filter(name=BACKUP).delete()),
        ("backup", lambda: seen(INCOMPLETE, NOW)),
        ("drill", lambda: seen(DRILL, NOW - timedelta(days=16))),
        ("drill", lambda: seen(FAILED, NOW)),
        ("security_txt", lambda: Contact.objects.update(valid_until=date(2026, 12, 1))),
        ("security_txt", lambda: Contact.objects.all().delete()),
    ],
)
def test_what_a_balancer_cannot_mend_is_a_warning(well, name, break_it):
    assert state(name) == "ok"
    break_it()
    assert state(name) == "warning"
    assert asked()[1]["status"] == "warning"


def write(instant):
    Message.objects.create(
        purpose="press", email="reader@example.org", subject="S", text="T", at=instant, next_try_at=instant
    )


@pytest.mark.django_db
def test_a_store_or_a_cache_that_takes_nothing_is_a_warning(well, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "gone"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert [state("storage"), state("cache")] == ["warning", "warning"]


@pytest.mark.django_db
def test_a_database_that_is_not_migrated_is_not_to_be_asked_and_one_that_is_ahead_is(well):
    recorder = MigrationRecorder(connection)
    recorder.record_applied("news", "9999_of_the_next_version")
    assert asked()[0] == 200
    recorder.record_unapplied("audit", "0001_entry")
    first = recorder.migration_qs.filter(app="audit").order_by("name").first()
    recorder.record_unapplied("audit", first.name)
    status, told = asked()
    assert (status, told["status"], told["checks"]["migrations"]["status"]) == (503, "failing", "failing")


@pytest.mark.django_db(transaction=True)
def test_without_its_database_a_process_says_so_to_everybody_and_fails_no_other_way(monkeypatch):
    staff = administrator()
    connection.close()
    away = {"sqlite": ("NAME", "/nowhere/at/all"), "postgresql": ("PORT", "1")}[connection.vendor]
    monkeypatch.setitem(connection.settings_dict, *away)
    for client in [Client(), staff]:
        status, told = asked(client)
        assert status == 503
        assert told["checks"]["database"] == {"status": "failing"}
        assert told["checks"]["backup"] == {"status": "unknown"}
        page = client.get("/health/")
        assert page.status_code == 503
        assert "out of order" in page.content.decode()
    monkeypatch.undo()
    assert asked()[0] == 200


@pytest.mark.django_db
def test_what_is_behind_a_state_is_for_who_looks_after_the_site(well, person):
    outsider, writer = Client(), Client()
    writer.force_login(person("wim"))
    for client in [outsider, writer]:
        assert "detail" not in json.dumps(asked(client)[1])
        assert "ago" not in re.sub(r"<[^>]+>", "", client.get("/health/").content.decode())
    client = administrator()
    assert asked(client)[1]["checks"]["backup"]["detail"] == "last less than a minute ago"
    assert "last less than a minute ago" in client.get("/health/").content.decode()
    seen(BACKUP, NOW - timedelta(days=3))
    desk = re.sub(r"\s+", " ", client.get("/admin/").content.decode())
    assert "Backup: needs a look" in desk
    assert "last 3 days ago" in desk


def test_a_balancer_may_ask_without_https():
    from selec_cms import settings

    assert settings.DEBUG or any(re.match(one, "health/") for one in settings.SECURE_REDIRECT_EXEMPT)


@pytest.mark.django_db
def test_one_check_that_breaks_hides_no_other(well, monkeypatch):
    broken = health.Watched("queue", "Queue", lambda _now: 1 / 0)
    others = [broken if one.name == "queue" else one for one in health.WATCHED]
    monkeypatch.setattr(health, "WATCHED", others)
    assert [state("queue"), state("backup")] == ["warning", "ok"]
