"""How long the table of a long list takes; not a test, since it depends on the machine.

    .venv/bin/python tests/measure_tables.py                 20,000 releases, on SQLite and a real PostgreSQL
    .venv/bin/python tests/measure_tables.py --items 5000    fewer

Time is told of the whole answer, from the request to its last byte, and of the processor in this process; memory as
what the process took at most beyond what it had before.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HERE), str(HERE / "tests")]
TABLE, TIMES = "/news/press-releases/list.csv", 3


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--items", type=int, default=20_000)
    options.add_argument("--here", action="store_true", help="on the database of DATABASE_URL alone")
    chosen = options.parse_args()
    if chosen.here:
        on_this_database(chosen.items)
    else:
        on_both_databases(chosen.items)


def on_both_databases(items):
    import machine

    with tempfile.TemporaryDirectory() as folder, machine.postgresql() as postgresql:
        for address in filter(None, [f"sqlite:///{folder}/tables.sqlite3", postgresql]):
            given = {"DATABASE_URL": address, "SECRET_KEY": "measure", "DEBUG": "1"}
            command = [sys.executable, __file__, "--here", f"--items={items}"]
            subprocess.run(command, cwd=HERE, env=os.environ | given, check=True)


def on_this_database(items):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selec_cms.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    settings.DEBUG = False  # queries are not to be noted down
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = False, ["testserver"]
    call_command("migrate", verbosity=0)
    fill(items)
    print(f"== {connection.vendor}, {items:,} releases", flush=True)
    for _ in range(TIMES):
        measure()


def fill(items):
    from django.contrib.auth import get_user_model
    from measure_search import store

    import organisation.demo
    from organisation.models import CrimeArea, MemberState

    organisation.demo.load()
    approver = get_user_model().objects.create_user("approver")
    chance, related = random.Random(20161007), {"crime_areas": CrimeArea, "member_states": MemberState}
    rows = {name: list(model.objects.all()) for name, model in related.items()}
    for first in range(0, items, 1000):
        store(range(first, min(first + 1000, items)), items, approver, chance, ["heroin", "border"], rows)


def measure():
    from django.test import Client

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, spent = time.perf_counter(), time.process_time()
    pieces = [len(piece) for piece in Client().get(TABLE)]
    whole, spent = time.perf_counter() - began, time.process_time() - spent
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    told = f"{whole:.1f} s, {spent:.1f} s of the processor, {sum(pieces):,} bytes in {len(pieces)} pieces"
    print(f"  {told}, {more / 1024:.0f} MB more; load {os.getloadavg()[0]:.1f}", flush=True)


if __name__ == "__main__":
    main()
