"""The test database, migrated once and then copied: for each process that tests, and from run to run.

To migrate takes half a minute of a processor, to copy nothing. A change of a migration, or of the tables that pages
tell of, makes another one.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from django.conf import settings

from publishing import site_version

HERE = Path(__file__).resolve().parent.parent
KEPT = HERE / ".cache"


def name():
    migrations = sorted(path for path in HERE.glob("*/migrations/0*.py"))
    told = sha256(repr(sorted(site_version.told_tables())).encode())
    for path in [*migrations, HERE / "requirements" / "base.txt", Path(site_version.__file__)]:
        told.update(path.read_bytes())
    return f"template_{told.hexdigest()[:16]}"


def copy():
    """To the name that the tests’ database has, whatever is there."""
    database = settings.DATABASES["default"]
    with only_one():
        (copy_sqlite if database["ENGINE"].endswith("sqlite3") else copy_postgresql)(database)


@contextmanager
def only_one():
    KEPT.mkdir(exist_ok=True)
    with open(KEPT / "template.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copy_sqlite(database):
    shutil.copyfile(sqlite(), database["TEST"]["NAME"])
    for rest in ("-wal", "-shm"):
        Path(f"{database['TEST']['NAME']}{rest}").unlink(missing_ok=True)


def copy_to(path):
    """A migrated SQLite database at that path, whatever the tests run on."""
    with only_one():
        shutil.copyfile(sqlite(), path)


def sqlite():
    """The file of a migrated database, to be copied and never opened."""
    template = KEPT / f"{name()}.sqlite3"
    if not template.exists():
        for old in KEPT.glob("template_*.sqlite3*"):
            old.unlink()
        unfinished = template.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        migrate(f"sqlite:///{unfinished}")
        Path(f"{unfinished}-changes").unlink()
        unfinished.rename(template)
    return template


def copy_postgresql(database):
    template, wanted = name(), database["TEST"].get("NAME") or f"test_{database['NAME']}"
    to = {"host": database["HOST"], "port": database["PORT"], "user": database["USER"]}
    with closing(psycopg2.connect(dbname="postgres", password=database["PASSWORD"], **to)) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
            if not cursor.fetchone():
                cursor.execute(f'DROP DATABASE IF EXISTS "{template}_unfinished"')
                cursor.execute(f'CREATE DATABASE "{template}_unfinished"')
                address = urlsplit(os.environ["DATABASE_URL"])
                migrate(address._replace(path=f"/{template}_unfinished").geturl())
                cursor.execute(f'ALTER DATABASE "{template}_unfinished" RENAME TO "{template}"')
            cursor.execute(f'DROP DATABASE IF EXISTS "{wanted}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{wanted}" TEMPLATE "{template}"')


def migrate(address):
    given = os.environ | {"DATABASE_URL": address, "SECRET_KEY": "test", "DEBUG": "0"}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=HERE, env=given, check=True)
