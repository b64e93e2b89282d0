import logging
import signal
import threading
import time

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from publishing.work import JOBS, beat, work_off
from selec_cms import metrics

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Asks each job again after its pause, at once while it has more to do; a job that fails stops no other."""

    help = "Do what visitors must not wait for: check items and links, read texts."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="one batch of each job, for cron and tests")

    def handle(self, once, **_options):
        if once:
            return self.round({})
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        self.serve_metrics()
        due = {}
        while not stopped.is_set():
            close_old_connections()
            self.round(due, stopped)
            stopped.wait(max(0.0, min(10.0, min(due.values()) - time.monotonic())))
        return None

    def serve_metrics(self):
        """Without them mail still goes out."""
        if not settings.METRICS_PORT:
            return
        try:
            metrics.serve(settings.METRICS_PORT)
        except OSError as error:
            log.error("No metrics on port %s: %s", settings.METRICS_PORT, error)

    def round(self, due, stopped=None):
        """`due` is when each job is asked next, by the machine's own clock."""
        for one in JOBS.values():
            if due.get(one.name, 0.0) > time.monotonic() or (stopped and stopped.is_set()):
                continue
            beat()
            number = work_off(one)
            if number:
                self.stdout.write(f"{one.name}: {number}")
            due[one.name] = time.monotonic() + (0 if number else one.pause)
