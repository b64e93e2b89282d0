"""Kills an import (SIGKILL) at random moments, starts it again each time, and looks at what is there in the end.

    .venv/bin/python tests/kill_import.py                3 imports of 1,000 posts on SQLite and on a real PostgreSQL
    .venv/bin/python tests/kill_import.py --imports 10   more

Every post has to be there once, with its edition, its mark, its old address, its entry in the audit log and in the
search, and the audit chain has to be whole; and each kill has to leave whole batches alone.
"""

import argparse
import io
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measuring import HERE, begin, on_both_databases

POSTS, MOST_KILLS = 1000, 6


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--imports", type=int, default=3)
    options.add_argument("--here", action="store_true", help="on the database of DATABASE_URL alone")
    chosen = options.parse_args()
    if chosen.here:
        return on_this_database(chosen.imports)
    return on_both_databases(__file__, f"--imports={chosen.imports}")


def on_this_database(imports):
    begin()
    from django.contrib.auth import get_user_model

    for name in ("ana", "boris"):
        get_user_model().objects.create_user(name, is_staff=True, is_superuser=True)
    chance, faults = random.Random(20161007), []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(imports):
            file = Path(folder) / f"{number}.xml"
            file.write_bytes(export(number))
            kills = killed(file, chance)
            faults += left((number + 1) * POSTS)
            print(f"  killed {kills} times; {'; '.join(faults) or 'everything is there, once'}", flush=True)
    return 1 if faults else 0


def export(number):
    from tests.moving.exports import item, wxr

    first = number * POSTS + 1
    return wxr(
        *(item(one, f"Session {one}", f"Piece {one}.\n\nAnother.") for one in range(first, first + POSTS))
    )


def killed(file, chance):
    """Begin again until it has come to its end; how often it was killed on the way."""
    command = [
        sys.executable,
        HERE / "manage.py",
        "import_wordpress",
        file,
        "--write",
        "--by=ana",
        "--approver=boris",
    ]
    for kills in range(MOST_KILLS + 1):
        begun = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        started = stored()
        patience = time.monotonic() + 60
        while begun.poll() is None and stored() == started and time.monotonic() < patience:
            time.sleep(0.05)
        try:
            begun.wait(timeout=chance.uniform(0, 3) if kills < MOST_KILLS else None)
        except subprocess.TimeoutExpired:
            begun.send_signal(signal.SIGKILL)
            begun.wait()
            continue
        if begun.returncode:
            sys.exit(begun.stderr.read().decode()[-2000:])
        return kills
    return MOST_KILLS


def stored():
    from moving.models import Imported

    return Imported.objects.count()


def left(number):
    from django.core.management import CommandError, call_command

    from audit.models import Entry
    from moving.models import Imported, OldAddress
    from news.models import PressRelease
    from publishing.models import Item
    from search.models import Entry as Indexed

    counts = {model: model.objects.count() for model in (Item, PressRelease, Imported, OldAddress, Indexed)}
    counts["imported"] = Entry.objects.filter(act="imported").count()
    faults = [f"{count:,} of {name}, not {number:,}" for name, count in counts.items() if count != number]
    try:
        call_command("verify_audit", stdout=io.StringIO())
    except CommandError as broken:
        faults.append(str(broken))
    return faults


if __name__ == "__main__":
    sys.exit(main())
