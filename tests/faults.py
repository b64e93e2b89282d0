"""Breaks what the site stands on while people use it, and compares what was found with what is promised.

    .venv/bin/python tests/faults.py                    on SQLite and on a real PostgreSQL
    .venv/bin/python tests/faults.py --seconds 300      as long for the web processes that are killed

The site is that of deploy/: nginx, two web processes by granian, Redis. People ask for pages and send the contact
form all the while. A disk is filled where this machine lets us mount a small one, and says so where it does not.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests import deployed, fault_acts, machine
from tests.fault_disk import Disk
from tests.fault_workers import mail_stalls, workers_killed
from tests.redis_server import RedisServer
from tests.rolling import Load, Site

DATABASES = ["SQLite", "PostgreSQL"]
FAULT = 4  # seconds
GRACE = 1.0  # seconds after a fault in which an answer may still be an error
BETWEEN_KILLS = (2, 4)  # seconds
WEB = ("web processes killed", "no page refused, a form only when it is sent at a kill")
DATABASE = ("database away", "errors only while it is")
CACHE = ("cache gone", "no page and no form refused")
DISK = ("disk full", "an upload is refused, nothing is left of it, the site goes on")
FULL = ("database's disk full", "pages go on, what is refused leaves nothing, all goes on when there is room")
WORKER = ("workers killed", "each message, letter and link once, but for a mail that was taken at a kill")
STALL = ("mail server stalls", "publishing and pages as ever, letters when it answers")
CLOCK = ("clock an hour back", "the log whole, nothing shown early, no edition out of order")
FAULTS = [WEB, DATABASE, CACHE, DISK, FULL, WORKER, STALL, CLOCK]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seconds", type=int, default=60, help="for which web processes are killed")
    options.add_argument("--on", choices=DATABASES, action="append", help="one database alone")
    options.add_argument("--fault", choices=[name for name, _promised in FAULTS], help="one fault alone")
    chosen = options.parse_args()
    deployed.need_programs()
    with tempfile.TemporaryDirectory() as static:
        found = [run(name, chosen, Path(static) / "static") for name in chosen.on or DATABASES]
    return 0 if all(found) else 1


def run(name, chosen, static):
    print(f"== {name}", flush=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = machine.Cluster(machine.postgresql_folder()) if name == "PostgreSQL" else None
        disk = Disk(database.folder if database else folder / "disk")
        disk.mount()
        stack.callback(disk.close)
        if database:
            stack.callback(database.stop)
        address = database.start() if database else f"sqlite:///{disk.folder}/site.sqlite3"
        redis = RedisServer()
        stack.callback(redis.stop)
        site = Site(address, folder, static, REDIS_URL=redis.address)
        stack.callback(site.close)
        site.mailed = set()
        hidden = site.child("prepare").strip()
        faults = {
            WEB: lambda: killed(site, chosen.seconds),
            DATABASE: lambda: database_away(site, database),
            CACHE: lambda: cache_gone(site, redis),
            DISK: lambda: disk_full(site),
            FULL: lambda: database_full(site, database, disk),
            WORKER: lambda: workers_killed(site, chosen.seconds / 2),
            STALL: lambda: mail_stalls(site, FAULT),
            CLOCK: lambda: clock_back(site),
        }
        wanted = [words for words in FAULTS if chosen.fault in (None, words[0])]
        if FULL in wanted and not disk.is_mounted:
            print(f"{FULL[0]}\n  not run: this needs Linux, root and the right to mount", flush=True)
            wanted.remove(FULL)
        kept = []
        for words in wanted:
            redis.forget()
            kept.append(is_kept(site, hidden, *words, faults[words]))
        return all(kept)


def is_kept(site, hidden, fault, promised, act):
    """Runs a fault under load; nothing may be lost or leaked, whatever it is."""
    before = site.messages()
    with Load(site.tls, first=before) as load:
        time.sleep(4)
        troubles = act()
        time.sleep(2)
    troubles = list(troubles(load) if callable(troubles) else troubles)
    kept = site.messages() - before
    if not load.accepted <= kept <= load.sent:
        troubles.append(f"{load.accepted} messages accepted, {kept} kept")
    if hidden in load.seen:
        troubles.append("what is scheduled was shown")
    troubles += filter(None, [site.child("whole").strip()])
    answers = ", ".join(f"{status or 'none'}: {number}" for status, number in sorted(load.answers.items()))
    print(f"{fault}\n  promised: {promised}; nothing lost, nothing leaked", flush=True)
    print(f"  found:    {'; '.join(troubles[:8]) or 'so it is'} ({answers})", flush=True)
    return not troubles


def outside(load, periods, methods=("GET", "POST")):
    """Errors that were begun when nothing was wrong."""
    return [
        f"{method} {path}: {status}"
        for began, method, path, status in load.errors
        if method in methods and not any(start - GRACE <= began <= end + GRACE for start, end in periods)
    ]


@contextmanager
def period(periods):
    start = time.monotonic()
    yield
    periods.append((start, time.monotonic()))


def killed(site, seconds):
    """One of the two at a time, as a whole; the next only when both are there again."""
    chance, periods, until = random.Random(20161007), [], time.monotonic() + seconds
    while time.monotonic() < until:
        number = chance.randrange(2)
        with period(periods):
            deployed.stop(site.webs[number], signal.SIGKILL)
        site.webs[number] = site.web(number)
        deployed.await_health(site.ports[number])
        time.sleep(chance.uniform(*BETWEEN_KILLS))
    return lambda load: [*outside(load, [], ["GET"]), *outside(load, periods, ["POST"])]


def database_away(site, cluster):
    """PostgreSQL is restarted as after a crash; a SQLite file is locked by another writer."""
    periods = []
    with period(periods):
        if cluster:
            cluster._call("pg_ctl", "stop", "-w", "-m", "immediate")
            time.sleep(FAULT)
            cluster._call("pg_ctl", "restart", "-w", "-l", cluster.folder / "log")  # as it was started
        else:
            site.child("lock", str(FAULT))
    return lambda load: outside(load, periods if cluster else [])


def cache_gone(site, redis):
    redis.stop()
    time.sleep(FAULT)
    redis.start()
    return lambda load: outside(load, [])


def disk_full(site):
    """No file may grow beyond a size that an upload of staff exceeds."""
    number = 1
    deployed.stop(site.webs[number])
    site.webs[number] = site.web(number, most_bytes=12_000_000)
    deployed.await_health(site.ports[number])
    told = site.child("upload", str(site.ports[number])).strip()
    deployed.stop(site.webs[number])
    site.webs[number] = site.web(number)
    deployed.await_health(site.ports[number])
    return lambda load: [*filter(None, [told]), *outside(load, [], ["GET"])]


def database_full(site, cluster, disk):
    """Where PostgreSQL could not even write its log, it may have stopped: whoever looks after it starts it again."""
    periods = []
    with period(periods):
        disk.fill()
        told = site.child("write").strip()
        time.sleep(FAULT)
        disk.free()
        if cluster and not cluster._call("pg_ctl", "status"):
            cluster._call("pg_ctl", "start", "-w", "-l", cluster.folder / "log")
    return lambda load: [
        *filter(None, [told]),
        *outside(load, [], ["GET"]),
        *outside(load, periods, ["POST"]),
    ]


def clock_back(site):
    return [line for line in site.child("clock").splitlines() if line]


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] in fault_acts.ACTS:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selec_cms.settings")
        import django

        django.setup()
        fault_acts.ACTS[sys.argv[1]](*sys.argv[2:])
    else:
        sys.exit(main())
