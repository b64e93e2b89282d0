"""What processes keep of a site that stands still: between two changes, and between two instants that change it."""

import os
from collections import OrderedDict
from datetime import datetime
from functools import cache, wraps
from threading import Lock, local
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection, connections

from . import clock
from .boundaries import next_boundary
from .prepared import is_unheard, planned
from .site_version import SiteVersion

MOST = 512  # copies: those used last
COPIES, LOCK = OrderedDict(), Lock()
let_others_run = getattr(os, "sched_yield", lambda: None)  # not every system has it


class Reading(NamedTuple):
    """The database's hour (aware, in UTC), and the version of the site, None where nobody has changed it yet."""

    now: datetime
    version: int | None


class State(NamedTuple):
    """All pages are what they are from the change that gave the site its `version` until the instant `until`."""

    version: int
    until: datetime


class _OfThread(local):
    connection = cursor = None  # of PostgreSQL’s driver


OF_THREAD = _OfThread()


def read(database=None):
    """One query, asked before each page; of the connection to the database, where the caller has it at hand."""
    database = database or connections[DEFAULT_DB_ALIAS]
    with database.wrap_database_errors:
        if is_unheard(database):
            cursor = _cursor_of_thread(database)
            cursor.execute("EXECUTE reading")
            now, version = cursor.fetchone()
        else:
            with database.cursor() as cursor:
                cursor.execute(*_reading())
                now, version = cursor.fetchone()
    return Reading(clock.instant_of(now), version)


def _cursor_of_thread(database):
    """One for all readings of a connection: a new one takes a third as long as a reading."""
    database.close_if_health_check_failed()
    database.ensure_connection()
    if OF_THREAD.connection is not database.connection:
        cursor = database.create_cursor()
        planned(cursor, "reading", *_reading())
        OF_THREAD.connection, OF_THREAD.cursor = database.connection, cursor
    return OF_THREAD.cursor


@cache
def _reading():
    """SQL, and its parameters."""
    sql, params = clock.sql()
    table = connection.ops.quote_name(SiteVersion._meta.db_table)
    return f"SELECT {sql}, (SELECT number FROM {table})", params


class AskedTogether:
    """Asks once for all threads that come while another one asks: what each is given was read after it came."""

    def __init__(self, ask):
        self.ask, self.asking = ask, Lock()
        self.next = []  # what is read next, once it has been

    def __call__(self):
        """(what was read, whether this thread has read it)."""
        read = self.next
        with self.asking:
            if read:
                return read[0], False
            let_others_run()  # who is about to come shares this
            self.next = []  # whoever comes from now on waits for that
            read.append(self.ask())
        return read[0], True


def reading_of(request):
    """What was read when the request first asked, or before it reached Django."""
    if not hasattr(request, "reading"):
        request.reading = request.META.get("selec.reading") or read()
    return request.reading


class _Latest:
    known = None  # (since when it is known, the state), together: threads read them


def state_of(reading):
    """The state of the site at a Reading that has a version; one more query where it is a new one."""
    since, state = _Latest.known or (reading.now, None)
    if not state or state.version != reading.version or not since <= reading.now < state.until:
        state = State(reading.version, next_boundary(reading.now))
        _Latest.known = reading.now, state
    return state


def may_be_undone():
    """Within a transaction. On SQLite no change shares its version with one that was undone; PostgreSQL grows the
    version at the commit."""
    database = connections[DEFAULT_DB_ALIAS]
    return database.in_atomic_block and database.vendor != "sqlite"


def copy_of(request, key, read):
    """What `read()` gives visitors, read once by each process for each state of the site, and kept under `key`.

    None may change it. For staff who have set the clock it is read anew, and where what is read may yet be undone.
    """
    if may_be_undone() or getattr(request, "moment", None) or reading_of(request).version is None:
        return read()
    key = (state_of(request.reading), key)
    with LOCK:
        if key in COPIES:
            COPIES.move_to_end(key)
            return COPIES[key]
    value = read()
    with LOCK:
        if COPIES and next(reversed(COPIES))[0] != key[0]:
            COPIES.clear()  # of a state that has passed
        COPIES[key] = value
        while len(COPIES) > MOST:
            COPIES.popitem(last=False)
    return value


def kept(read):
    """The same for a function: `f(request, *arguments)` gives what `read(*arguments)` gives, under its arguments."""

    @wraps(read)
    def of_state(request, *arguments):
        return copy_of(request, (read, arguments), lambda: read(*arguments))

    return of_state
