import os
import subprocess
import sys

import pytest
from django.test import Client
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from publishing.work import WORKER, beat
from selec_cms import metrics
from selec_cms.backups import BACKUP
from tests.machine import free_port
from tests.make import at
from tests.test_setup import HERE


def samples(text):
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
def read(db):
    """Reads what Prometheus reads, of this process."""

    def reading():
        return samples(generate_latest(metrics.registry(metrics.State())).decode())

    return reading


def test_requests_are_counted_by_view_and_status_with_their_time(read):
    key = ("selec_requests_total", ("method", "GET"), ("status", "200"), ("view", "robots"))
    missed = ("selec_requests_total", ("method", "GET"), ("status", "404"), ("view", "none"))
    before = read()
    for path in ["/robots.txt", "/robots.txt?x=1", "/made-up-1/", "/made-up-2/"]:
        Client().get(path)
    after = read()
    assert after[key] - before.get(key, 0) == 2
    assert after[missed] - before.get(missed, 0) == 2
    count = ("selec_request_seconds_count", ("view", "robots"))
    assert after[count] - before.get(count, 0) == 2
    assert "made-up" not in str(after)


def test_what_waits_and_how_old_all_is_comes_from_the_database(read, clock):
    clock.set(at("2026-11-20 12:00"))
    found = read()
    assert ("selec_backup_age_seconds",) not in found
    assert found["selec_health", ("part", "backup")] == 0
    beat(WORKER)
    beat(BACKUP)
    clock.set(at("2026-11-20 12:05"))
    found = read()
    assert found[("selec_backup_age_seconds",)] == found[("selec_worker_age_seconds",)] == 300
    assert found["selec_health", ("part", "backup")] == 1
    assert found[("selec_mail_waiting",)] == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/metrics", "/metrics/", "/health/metrics", "/prometheus", "/admin/metrics/"]
)
def test_the_public_site_has_no_metrics(path):
    answer = Client().get(path)
    assert answer.status_code in (404, 302 if path.startswith("/admin/") else 404)
    assert "selec_requests" not in answer.content.decode()


def test_they_are_served_on_this_machines_own_address_alone():
    from http.server import HTTPServer

    server = metrics.serve(free_port())
    try:
        assert isinstance(server, HTTPServer)
        assert server.server_address[0] == "127.0.0.1"
    finally:
        server.shutdown()
        server.server_close()


COUNTING = """
import os, django
django.setup()
from django.test import RequestFactory
from django.http import HttpResponse
from prometheus_client import generate_latest
from selec_cms import metrics
request = RequestFactory().get("/")
request.resolver_match = None
metrics.count(request, HttpResponse(), 0.01)
"""
READING = """
import django
django.setup()
from prometheus_client import generate_latest
from selec_cms import metrics
class Nothing:
    def collect(self):
        return []
print(generate_latest(metrics.registry(Nothing())).decode())
"""


def test_processes_add_up_their_requests_in_a_folder(tmp_path):
    given = {
        "DJANGO_SETTINGS_MODULE": "selec_cms.settings",
        "SECRET_KEY": "x",
        "DATABASE_URL": "sqlite://:memory:",
    }
    given["PROMETHEUS_MULTIPROC_DIR"] = str(tmp_path)

    def run(code):
        command = [sys.executable, "-c", code]
        return subprocess.run(
            command, cwd=HERE, env=os.environ | given, check=True, capture_output=True
        ).stdout

    for _ in range(2):
        run(COUNTING)
    found = samples(run(READING).decode())
    assert found["selec_requests_total", ("method", "GET"), ("status", "200"), ("view", "none")] == 2
