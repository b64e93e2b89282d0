"""How long it takes to move in: not a test, since it depends on the machine.

    .venv/bin/python tests/measure_import.py                 10,000 posts, on SQLite and a real PostgreSQL
    .venv/bin/python tests/measure_import.py --posts 2000    fewer

Each of `import_wordpress`: the dry run, --write, and --write once more, which has to find everything there already.
The search knows what was taken over when it is done.
"""

import argparse
import io
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from measuring import begin, on_both_databases

MOST_SECONDS = 120  # of the processor, for 10,000 posts on SQLite
WORDS = (
    "seizure border police customs officers of two states with the port authority found heroin in a lorry that came "
    "by ferry, after months of exchange on its route; three people were detained and the inquiry goes on in Bucharest"
).split()


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--posts", type=int, default=10_000)
    options.add_argument("--here", action="store_true", help="on the database of DATABASE_URL alone")
    chosen = options.parse_args()
    if chosen.here:
        return on_this_database(chosen.posts)
    return on_both_databases(__file__, f"--posts={chosen.posts}")


def on_this_database(posts):
    begin()
    from django.contrib.auth import get_user_model
    from django.db import connection

    from moving.models import Imported
    from search.models import Entry

    for name in ("ana", "boris"):
        get_user_model().objects.create_user(name, is_staff=True, is_superuser=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "export.xml"
        file.write_bytes(export(posts))
        print(f"{posts:,} posts, {file.stat().st_size / 1e6:.0f} MB", flush=True)
        seconds = [run(file, *given) for given in ([], ["--write"], ["--write"])]
    whole = Imported.objects.count() == Entry.objects.count() == posts
    is_quick = seconds[1] < MOST_SECONDS or connection.vendor != "sqlite"
    print("  all there, and found by the search" if whole else "  something is missing", flush=True)
    return 0 if whole and is_quick else 1


def run(file, *given):
    from django.core.management import call_command

    began, spent = time.monotonic(), time.process_time()
    call_command("import_wordpress", str(file), "--by=ana", "--approver=boris", *given, stdout=io.StringIO())
    seconds, spent = time.monotonic() - began, time.process_time() - spent
    load = os.getloadavg()[0]
    print(
        f"  {' '.join(given) or 'dry run':<10}{seconds:6.1f} s, {spent:.1f} s of the processor; load {load:.1f}",
        flush=True,
    )
    return spent


def export(posts):
    from tests.moving.exports import item, wxr

    chance = random.Random(20161007)
    return wxr(
        *(
            item(number, f"{words(chance, 9)} {number}", html(chance), post_date=date(number))
            for number in range(1, posts + 1)
        )
    )


def html(chance):
    return "\n\n".join(f"{words(chance, 60)}." for _paragraph in range(5))


def words(chance, number):
    return " ".join(chance.choices(WORDS, k=number)).capitalize()


def date(number):
    return f"{2012 + number % 13}-{1 + number % 12:02}-{1 + number % 28:02} 10:{number % 60:02}:00"


if __name__ == "__main__":
    sys.exit(main())
