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
import sys
import time

from measuring import begin, on_both_databases

TABLE, TIMES = "/news/press-releases/list.csv", 3


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--items", type=int, default=20_000)
    options.add_argument("--here", action="store_true", help="on the database of DATABASE_URL alone")
    chosen = options.parse_args()
    if chosen.here:
        return on_this_database(chosen.items)
    return on_both_databases(__file__, f"--items={chosen.items}")


def on_this_database(items):
    begin()
    fill(items)
    print(f"{items:,} releases", flush=True)
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
    sys.exit(main())
