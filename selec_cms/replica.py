"""Reading pages for the public from a streaming replica, where REPLICA_URL names one.

Nobody sees a state that is older than the primary's was when they asked: the site's version is the primary's
(site_state.py), and the replica is asked only once it has that version, or a later one. It grows in the transaction of
each change, and transactions come to a replica in their order, so whoever has the version has the change. What does not
move the version is the primary's, as is all that is written. The hour is the primary's, too: the replica's own clock
decides nothing. A replica that is behind, away or fails costs nobody an error: the primary is asked.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from time import monotonic

from django.db import DEFAULT_DB_ALIAS as PRIMARY, Error, connections

from publishing.site_version import SiteVersion, told_tables

REPLICA = "replica"
NOW = "STATEMENT_TIMESTAMP()"  # as Django says Now() to PostgreSQL
PAUSE = 5  # seconds for which a replica that failed is left alone
IS_ASKED = ContextVar("whether the replica is asked", default=False)


class Router:
    def db_for_read(self, model, **_hints):
        return REPLICA if IS_ASKED.get() and model._meta.db_table in _told() else PRIMARY

    def db_for_write(self, _model, **_hints):
        return PRIMARY

    def allow_relation(self, *_rows, **_hints):
        return True

    def allow_migrate(self, database, *_names, **_hints):
        return False if database == REPLICA else None


@cache
def _told():
    return told_tables()


class Replica:
    silent_until = 0.0

    def has(self, version):
        """Whether it answers, and has all that the primary had at that version of the site."""
        if monotonic() < self.silent_until:
            return False
        try:
            number = SiteVersion.objects.using(REPLICA).values_list("number", flat=True).first()
        except Error:
            self.leave_alone()
            return False
        return number is not None and number >= version

    def leave_alone(self):
        self.silent_until = monotonic() + PAUSE
        connections[REPLICA].close()

    @contextmanager
    def asked(self, instant):
        """What is read within is the replica's, at `instant` (aware); yields a list of what went wrong there."""
        troubles, hour = [], f"'{instant.isoformat()}'::timestamptz"

        def at_that_hour(execute, sql, *rest):
            try:
                return execute(sql.replace(NOW, hour), *rest)
            except Error as error:
                troubles.append(error)
                raise

        token = IS_ASKED.set(True)
        try:
            with connections[REPLICA].execute_wrapper(at_that_hour):
                yield troubles
        finally:
            IS_ASKED.reset(token)
