"""What visitors must not wait for: jobs that apps register, done by `manage.py worker`.

There is no queue: each job computes from the data what is due, so that a kill loses nothing.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import models

from . import clock

log = logging.getLogger(__name__)
WORKER = "worker"
SILENT = timedelta(minutes=10)  # beyond its pause, a job that was not done for longer fails


@dataclass(frozen=True)
class Job:
    """`run()` does one batch and returns how many it did; `pause` is how many seconds until it is asked again."""

    name: str
    run: Callable
    pause: int


JOBS = {}


def job(name, pause):
    """Register a function as a job; `pause` in seconds."""

    def register(run):
        JOBS[name] = Job(name, run, pause)
        return run

    return register


class Heartbeat(models.Model):
    """When something that runs by itself was last seen: the worker, and each of its jobs."""

    is_on_pages = False
    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.name}: {self.at:%Y-%m-%d %H:%M:%S} UTC"


def beat(name=WORKER):
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.now()})


def last_seen(name=WORKER):
    """The instant of its last sign of life; None if there never was one."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def silent_jobs(now):
    """The names of the jobs that were not done when they should have been."""
    done = dict(Heartbeat.objects.filter(name__startswith=f"{WORKER}: ").values_list("name", "at"))
    late = {name: now - timedelta(seconds=one.pause) - SILENT for name, one in JOBS.items()}
    return [name for name in JOBS if done.get(f"{WORKER}: {name}", late[name]) <= late[name]]


def work_off(one):
    """One batch of a job. A job that fails is logged, and holds up no other."""
    try:
        number = one.run()
    except Exception:
        log.exception("The job “%s” failed; it is tried again after its pause.", one.name)
        return 0
    beat(f"{WORKER}: {one.name}")
    return number or 0
