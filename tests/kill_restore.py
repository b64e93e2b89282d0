"""Kills restorations (SIGKILL) at random moments, looks at what is there, and restores again.

    .venv/bin/python tests/kill_restore.py              6 kills on SQLite and on a real PostgreSQL
    .venv/bin/python tests/kill_restore.py --kills 20   more

Two backups of one site are put in each other's place by turns. Whoever reads meanwhile has to see the one or the
other and nothing between them; after a kill all is as it was, or as it was to be; and a restoration that is started
again comes to its end, with every row and every file, and the audit chain whole.
"""

import argparse
import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from kill import chain
from measuring import HERE, begin, on_both_databases

POSTS, MORE = 400, 40
PATIENCE = 120  # seconds, for what a killed one has begun in PostgreSQL to end
GROWING = {
    "audit.entry",
    "audit.head",
    "publishing.siteversion",
    "publishing.heartbeat",
}  # with each restoration


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--kills", type=int, default=6)
    options.add_argument("--here", action="store_true", help="on the database of DATABASE_URL alone")
    chosen = options.parse_args()
    if chosen.here:
        with tempfile.TemporaryDirectory() as folder:
            os.environ |= {"MEDIA_ROOT": f"{folder}/media", "BACKUP_ROOT": f"{folder}/backups"}
            return on_this_database(chosen.kills, Path(folder))
    return on_both_databases(__file__, f"--kills={chosen.kills}")


def on_this_database(kills, folder):
    begin()
    from django.contrib.auth import get_user_model

    for name in ("ana", "boris"):
        get_user_model().objects.create_user(name, is_staff=True, is_superuser=True)
    sites = [Backup(folder, "first", 1, POSTS), Backup(folder, "second", POSTS + 1, MORE)]
    began = time.monotonic()
    faults = restored(sites[0])
    usual = time.monotonic() - began
    chance, interrupted = random.Random(20161007), 0
    for number in range(kills):
        wanted = sites[1 - number % 2]
        with Reader(sites) as reader:
            interrupted += killed(wanted, chance.uniform(0.2, 1) * usual)
            if state() not in [one.state for one in sites]:
                faults.append("after a kill it is neither the one nor the other")
            faults += restored(wanted)
        faults += reader.troubles
    print(f"  {kills} restorations of some {usual:.0f} s, {interrupted} killed before their end", flush=True)
    print(f"  {'; '.join(faults[:8]) or 'always the one or the other, and whole when it was started again'}")
    return 1 if faults or not interrupted else 0


class Backup:
    """An archive of the site once it has taken over some posts and a file, and what it held then."""

    def __init__(self, folder, name, first, number):
        from django.core.management import call_command

        from tests.library.files import document
        from tests.moving.exports import item, wxr

        export, self.path = folder / f"{name}.xml", folder / f"{name}.tar"
        posts = [item(one, f"Session {one}", f"Piece {one}.") for one in range(first, first + number)]
        export.write_bytes(wxr(*posts))
        quiet = {"stdout": io.StringIO()}
        call_command("import_wordpress", str(export), "--write", "--by=ana", "--approver=boris", **quiet)
        document({"name": f"{name}.csv", "content": name.encode() * 200_000})
        call_command("backup", str(self.path), **quiet)
        self.state, self.seen = state(), seen()


def state():
    """All rows but of what grows with each restoration."""
    from django.db import connection

    from selec_cms.backups import contents

    connection.close()  # PostgreSQL's tables are others after a restoration
    return {label: rows for label, rows in contents.rows("default").items() if label.lower() not in GROWING}


SEEN = """
    SELECT (SELECT count(*) FROM publishing_item), (SELECT count(*) FROM search_entry),
    (SELECT count(*) FROM library_version)
"""


def seen():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(SEEN)
        return cursor.fetchone()


class Reader:
    """Reads all the while; each time by one statement, which sees one moment."""

    def __init__(self, sites):
        self.known, self.troubles = [one.seen for one in sites], []
        self.stopped, self.thread = threading.Event(), threading.Thread(target=self.read)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_error):
        self.stopped.set()
        self.thread.join()

    def read(self):
        from django.db import Error, connection

        while not self.stopped.wait(0.02):
            with suppress(Error):  # the web processes are stopped meanwhile: an answer may fail, never lie
                if (found := seen()) not in self.known:
                    self.troubles.append(f"half was seen: {found}")
            connection.close()


def command(site):
    from django.db import connection

    name = Path(str(connection.settings_dict["NAME"])).name
    return [sys.executable, HERE / "manage.py", "restore", site.path, "--replace", name]


def killed(site, seconds):
    """Whether it was still at work; what it has begun in PostgreSQL may go on without it."""
    begun = subprocess.Popen(command(site), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        begun.wait(timeout=seconds)
        return False
    except subprocess.TimeoutExpired:
        begun.send_signal(signal.SIGKILL)
        begun.wait()
        return True


def restored(site):
    """Started again until it is let, as somebody would; what is missing then."""
    until = time.monotonic() + PATIENCE
    while (done := subprocess.run(command(site), capture_output=True, text=True)).returncode:
        if time.monotonic() > until:
            return [f"it cannot be started again: {done.stderr[-300:]}"]
        time.sleep(1)
    return [*differing(site), *chain(), *(f"{name} is missing" for name in missing())]


def differing(site):
    found = state()
    return [f"{label} is another" for label in found if found[label] != site.state.get(label)]


def missing():
    from django.core.files.storage import default_storage

    from selec_cms.backups import contents

    return [name for name in contents.files("default") if not default_storage.exists(name)]


if __name__ == "__main__":
    sys.exit(main())
