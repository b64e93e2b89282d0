"""What is kept of people, why, and for how long: each line of the table that staff see deletes by itself.

A function that deletes registers with `@kept`; the worker runs it, as a job. What is never deleted is told by `stays`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from . import clock
from .work import WORKER, job, last_seen


@dataclass(frozen=True)
class Kept:
    """`what` names a job and is translated where it is shown; `how_long` is in words or a function that says it;
    `forget(at)` deletes what is due and says how many rows.
    """

    what: str
    why: str
    how_long: str | Callable
    forget: Callable | None = None

    @property
    def period(self):
        return self.how_long() if callable(self.how_long) else self.how_long

    @property
    def is_deleted(self):
        return self.forget is not None

    @property
    def last_done_at(self) -> datetime | None:
        return last_seen(f"{WORKER}: {self.job}") if self.forget else None

    @property
    def job(self):
        return f"forget {self.what[0].lower()}{self.what[1:]}"


KEPT = {}


def kept(what, why, how_long, pause=3600):
    """Register a function that deletes; `pause` in seconds, as of a job."""

    def register(forget):
        KEPT[what] = Kept(what, why, how_long, forget)
        job(KEPT[what].job, pause)(lambda: forget(clock.now()))
        return forget

    return register


def stays(what, why, how_long):
    """Tell of what nothing deletes by itself."""
    KEPT[what] = Kept(what, why, how_long)
