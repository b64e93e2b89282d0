"""What state the site is in, as the page cache asks before each page."""

from datetime import timedelta
from mmap import mmap
from time import monotonic
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, Error as DatabaseError, close_old_connections, connections

from publishing.commits import marks
from publishing.keeping import AskedTogether, Reading, State, read, state_of

LONGEST = 1.0  # seconds for which what was read is relied on: what leaves no mark is seen after these
FINEST = 0.001  # seconds of the database's clock, as it is read


def asked():
    """(Reading, State) of the site, by the database; no state where its version is not known."""
    try:
        with unasked() as database:
            reading = read(database)
        return reading, state_of(reading) if reading.version else None
    except DatabaseError:
        close_old_connections()  # the next request gets another connection
        return None, None


class unasked:
    """Whether the database is there shows when a thread reads it first, before Django: it need not ask."""

    def __enter__(self):
        self.database = connections[DEFAULT_DB_ALIAS]
        self.database.health_check_enabled = False
        return self.database

    def __exit__(self, *_error):
        self.database.health_check_enabled = self.database.settings_dict["CONN_HEALTH_CHECKS"]


class Known(NamedTuple):
    """What the database said, for as long as `mark` stands in `memory`. `at` and `until` are of `monotonic`."""

    memory: mmap
    mark: bytes
    reading: Reading
    state: State
    at: float
    until: float


class SiteState:
    """Called, gives ((Reading, State), whether this thread has asked the database for it).

    With a `changes_file` the database is asked only when something may have changed since: a process of this machine
    has committed (publishing/commits.py), or an instant has come that changes pages, or a second has passed. The hour
    is the database's then, too, carried on by the machine's own count, which is never ahead.
    """

    known = None

    def __init__(self, changes_file=""):
        self.changes_file, self.together = changes_file, AskedTogether(self._asked)

    def __call__(self):
        known = self.known
        if known is None or known.memory[:] != known.mark or (now := monotonic()) >= known.until:
            return self.together()
        hour = known.reading.now + timedelta(seconds=now - known.at)
        return (Reading(hour, known.reading.version), known.state), False

    def _asked(self):
        found, began = self.changes_file and marks(self.changes_file), monotonic()
        reading, state = asked()
        self.known = known_of(reading, state, began, *found) if found and state else None
        return reading, state


def known_of(reading, state, began, memory, mark):
    """What was read just now, by a question that `began` so many seconds ago of the machine's own count."""
    ahead = (state.until - reading.now).total_seconds() - FINEST
    return Known(memory, mark, reading, state, at=monotonic(), until=began + min(ahead, LONGEST))
