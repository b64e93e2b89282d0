"""What state the site is in, as the page cache asks before each page."""

from datetime import timedelta
from time import monotonic
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, Error as DatabaseError, close_old_connections, connections

from publishing.commits import Mark, standing_mark
from publishing.keeping import AskedTogether, Reading, State, read, state_of

RELIED_ON = 1.0  # seconds at most: what leaves no mark shows after these
FINEST = 0.001  # seconds: instants are cut to these (publishing/clock.py)


def asked_of_database():
    """(Reading, State) of the site; no state where its version is not known."""
    try:
        with without_health_check() as database:
            reading = read(database)
        return reading, state_of(reading) if reading.version else None
    except DatabaseError:
        close_old_connections()  # the next request gets another connection
        return None, None


class without_health_check:
    """Whether the database is there shows when a thread reads the state: Django need not ask that again."""

    def __enter__(self):
        self.database = connections[DEFAULT_DB_ALIAS]
        self.database.health_check_enabled = False
        return self.database

    def __exit__(self, *_error):
        self.database.health_check_enabled = self.database.settings_dict["CONN_HEALTH_CHECKS"]


class Known(NamedTuple):
    """What the database said, for as long as its mark stands. `at` and `until` are of `monotonic`."""

    mark: Mark
    reading: Reading
    state: State
    at: float
    until: float

    @classmethod
    def just_now(cls, mark, reading, state, began):
        """By a question that was asked after `began`."""
        ahead = (state.until - reading.now).total_seconds() - FINEST
        return cls(mark, reading, state, at=monotonic(), until=began + min(ahead, RELIED_ON))


class SiteState:
    """Called, gives ((Reading, State), whether this thread has asked the database for it).

    With CHANGES_FILE the database is asked only when something may have changed since: a process of this machine has
    committed (publishing/commits.py), or an instant has come that changes pages, or a second has passed. The hour is
    the database's then, too, carried on by the machine's own count: never ahead of what the database would say. A clock
    that is set meanwhile, or a machine that slept, shows within the second as well.
    """

    known = None

    def __init__(self):
        self.together = AskedTogether(self._asked)

    def __call__(self):
        known = self.known
        if known is None or (now := monotonic()) >= known.until or not known.mark.stands():
            return self.together()
        hour = known.reading.now + timedelta(milliseconds=int(1000 * (now - known.at)))
        return (Reading(hour, known.reading.version), known.state), False

    def _asked(self):
        mark, began = standing_mark(), monotonic()
        reading, state = asked_of_database()
        self.known = Known.just_now(mark, reading, state, began) if mark and state else None
        return reading, state
