"""What Prometheus reads: requests by view, counted in every web process, and the state of the site from its database.

Nothing of it is on the site: the worker serves it on this machine's own address alone (METRICS_PORT). Web processes
hand their counts over in files of PROMETHEUS_MULTIPROC_DIR, which the library reads before anything of it is used.
"""

import os
import socket
from contextlib import suppress

from django.db import connections
from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server, values
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from publishing import clock
from publishing.work import WORKER, last_seen

from . import health
from .backups import BACKUP, DRILL

FOLDER = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
if FOLDER:
    # Two containers may give their processes the same number.
    values.ValueClass = values.MultiProcessValue(
        lambda: f"{socket.gethostname().replace('_', '-')}-{os.getpid()}"
    )

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
REQUESTS = CollectorRegistry()
NUMBER = Counter("selec_requests", "Requests answered", ["view", "method", "status"], registry=REQUESTS)
KEPT = Counter("selec_pages_kept", "Answers from the page cache", registry=REQUESTS)
SECONDS = Histogram(
    "selec_request_seconds", "Time to an answer", ["view"], buckets=BUCKETS, registry=REQUESTS
)


def count(request, response, seconds):
    """By the name of the view: addresses are as many as people care to make up."""
    view = request.resolver_match.view_name if request.resolver_match else "none"
    method = request.method if request.method in METHODS else "other"
    with suppress(OSError):  # no room for a count is no reason to refuse an answer
        NUMBER.labels(view, method, str(response.status_code)).inc()
        SECONDS.labels(view).observe(seconds)


def count_kept():
    with suppress(OSError):
        KEPT.inc()


class State:
    """Asked of the database each time that Prometheus asks."""

    def describe(self):
        return []

    def collect(self):
        found = health.checks()
        states = GaugeMetricFamily("selec_health", "1 where this part is in order", labels=["part"])
        for check in found:
            states.add_metric([check.name], float(check.state == health.OK))
        yield states
        if not any(check.name == "database" and check.state == health.FAILING for check in found):
            yield from self.measured(clock.now())

    def measured(self, now):
        """Ages in seconds; what never was has none: let its absence alert."""
        length, first = health.waiting()
        yield gauge("selec_mail_waiting", "Mails that wait to be sent", length)
        yield gauge("selec_mail_oldest_seconds", "Age of the first of them", since(first, now) or 0)
        for name, row in {"worker": WORKER, "backup": BACKUP, "restore_drill": DRILL}.items():
            age = since(last_seen(row), now)
            if age is not None:
                yield gauge(f"selec_{name}_age_seconds", f"Since the last {row}", age)


class StateOfThread(State):
    """In the server's threads, each with a connection of its own."""

    def collect(self):
        try:
            yield from super().collect()
        finally:
            connections.close_all()


def since(instant, now):
    return (now - instant).total_seconds() if instant else None


def gauge(name, words, value):
    return GaugeMetricFamily(name, words, value=float(value))


def registry(state):
    found = CollectorRegistry()
    if FOLDER:
        MultiProcessCollector(found, FOLDER)
    else:
        found.register(REQUESTS)
    found.register(state)
    return found


def serve(port):
    """In a thread of the worker, for this machine alone; returns the server."""
    server, _thread = start_http_server(port, addr="127.0.0.1", registry=registry(StateOfThread()))
    return server
