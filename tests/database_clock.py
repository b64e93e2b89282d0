"""Sets the database's own clock, on a real database of either kind, for every connection of a test run.

SQLite lets a connection replace its function `strftime`; PostgreSQL looks `statement_timestamp` up along the
search path, where a schema of ours stands before `pg_catalog`. The code under test is not touched.
"""

from datetime import UTC, datetime

import psycopg2
from django.db import connection
from django.db.backends.signals import connection_created

SCHEMA = """
CREATE SCHEMA IF NOT EXISTS frozen;
CREATE TABLE IF NOT EXISTS frozen.clock (at timestamptz NOT NULL);
CREATE OR REPLACE FUNCTION frozen.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE AS
$$ SELECT coalesce((SELECT at FROM frozen.clock), pg_catalog.statement_timestamp()) $$;
"""


class DatabaseClock:
    instant = outside = where = None

    def install(self):
        """For every connection from now on, and the one that is open."""
        connection_created.connect(self._on_connection, dispatch_uid="database clock")
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(SCHEMA)
        self._on_connection(connection=connection)

    def set(self, instant):
        """Stand still at `instant` (aware); None lets the clock run again."""
        self.instant = instant
        if connection.vendor != "postgresql":
            return
        with self._outside().cursor() as cursor:
            cursor.execute("DELETE FROM frozen.clock")
            if instant:
                cursor.execute("INSERT INTO frozen.clock VALUES (%s)", [instant])

    def _outside(self):
        """A connection of its own, so that it holds outside the transaction of the test."""
        params = connection.get_connection_params()
        where = [params.get(name) for name in ("host", "port", "dbname")]
        if self.where != where:
            self.outside, self.where = psycopg2.connect(**params), where
            self.outside.autocommit = True
        return self.outside

    def _on_connection(self, connection, **_signal):
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            connection.connection.create_function("strftime", -1, self._strftime)
        else:
            with connection.cursor() as cursor:
                cursor.execute("SET search_path TO public, frozen, pg_catalog")

    def _strftime(self, _format, *_when):
        now = (self.instant or datetime.now(UTC)).astimezone(UTC)
        return f"{now:%Y-%m-%d %H:%M:%S}.{now.microsecond // 1000:03}"
