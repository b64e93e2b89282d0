"""The database as one file, and back: SQLite by its online copy, PostgreSQL by pg_dump and pg_restore.

Passwords reach those programs by their environment, never by a command line, which every account can read.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, connections, transaction

from publishing.commits import committing

from . import Unfit

SCRATCH = "scratch"
ASIDE = Path("/usr/lib/postgresql")  # where Debian keeps the programs of each version
PG_VARIABLES = {
    **{"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"},
    **{"dbname": "PGDATABASE", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"},
    **{"sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY", "passfile": "PGPASSFILE", "service": "PGSERVICE"},
}


@contextmanager
def snapshot(path):
    """Writes the database into `path` at one instant; yields the alias under which that instant can be read."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
        with _opened(str(path)) as alias:
            yield alias
        return
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        _run("pg_dump", "--format=custom", f"--snapshot={cursor.fetchone()[0]}", f"--file={path}")
        yield connection.alias


@contextmanager
def scratch(path):
    """A database of its own, filled from `path` and gone afterwards; yields its alias."""
    if connection.vendor == "sqlite":
        with _opened(str(path)) as alias:
            yield alias
        return
    name = f"{connection.settings_dict['NAME']}_restore_scratch"
    _make(name)
    try:
        _fill(path, name)
        with _opened(name) as alias:
            yield alias
    finally:
        _drop(name)


@committing()
def replace_by(path):
    """All of the database by what `path` holds, in one transaction: the site sees what was, then what is."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        try:
            with closing(sqlite3.connect(path)) as copy:
                copy.backup(connection.connection)
        except sqlite3.Error as error:
            raise Unfit(f"The database could not be put in place: {error}.") from error
        finally:
            connection.close()
    else:
        connection.close()
        _fill(path, connection.settings_dict["NAME"], "--clean", "--if-exists")


@contextmanager
def _opened(name):
    other = connection.copy(SCRATCH)
    other.settings_dict["NAME"] = name
    connections[SCRATCH] = other
    try:
        yield SCRATCH
    finally:
        other.close()
        del connections[SCRATCH]


def _make(name):
    """A scratch database that a killed process left is dropped first; one in use is not."""
    quoted = connection.ops.quote_name(name)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {quoted}")
            cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE template0")
    except connection.Database.Error as error:
        raise Unfit(
            f"No scratch database {name} could be made: {error}. The site's role needs the right CREATEDB, "
            "and no other restoration may run."
        ) from error


def _drop(name):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)}")


def _fill(path, name, *options):
    exact = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    _run("pg_restore", *exact, *options, f"--dbname={name}", str(path), PGDATABASE=name)


def _run(program, *arguments, **variables):
    given = connection.get_connection_params()
    known = {
        PG_VARIABLES[name]: str(value) for name, value in given.items() if value and name in PG_VARIABLES
    }
    command = [_program(program), "--no-password", *arguments]
    done = subprocess.run(  # noqa: S603 – a program of PostgreSQL's, its arguments are ours
        command,
        env=os.environ | known | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise Unfit(f"{program} failed: {done.stderr.decode(errors='replace').strip()}")


def _program(name):
    """On the path, or the newest of those that Debian keeps aside: an older one refuses a newer server."""
    aside = sorted(ASIDE.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    found = str(aside[-1]) if aside else shutil.which(name)
    if not found:
        raise Unfit(f"{name} is missing on this machine: install PostgreSQL's client (postgresql-client).")
    return found
