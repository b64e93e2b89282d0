"""Kills workers (SIGKILL) at random moments while editions are published and a mail server refuses, stalls and goes.

    .venv/bin/python tests/kill_alerts.py                on SQLite and on a real PostgreSQL
    .venv/bin/python tests/kill_alerts.py --seconds 60   for longer

Two workers run at any time, each killed after a moment and replaced. In the end each person has been told of each
item and of each correction of it, in one letter alone; what came twice came under the same Message-ID.
"""

import argparse
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

HERE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HERE), str(HERE / "tests")]
PEOPLE, WORKERS = 12, 2
LEASE, PATIENCE = 1.5, 60  # seconds
SETTINGS = {"SECRET_KEY": "kill", "DEBUG": "0", "DJANGO_SETTINGS_MODULE": "selec_cms.settings"}


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seconds", type=int, default=9)
    options.add_argument("--seed", type=int, default=20161007)
    options.add_argument("--here", action="store_true", help="on the database of DATABASE_URL alone")
    chosen = options.parse_args()
    if chosen.here:
        return on_this_database(chosen.seconds, random.Random(chosen.seed))
    import machine

    with tempfile.TemporaryDirectory() as folder, machine.postgresql() as postgresql:
        if not postgresql:
            sys.exit("needs PostgreSQL: apt install postgresql, or brew install postgresql")
        addresses = {"SQLite": f"sqlite:///{folder}/alerts.sqlite3", "PostgreSQL": postgresql}
        return max(run(name, address, chosen) for name, address in addresses.items())


def run(name, address, chosen):
    print(f"== {name}", flush=True)
    command = [sys.executable, __file__, "--here", f"--seconds={chosen.seconds}", f"--seed={chosen.seed}"]
    given = SETTINGS | {"DATABASE_URL": address}
    return subprocess.run(command, cwd=HERE, env=os.environ | given, check=False).returncode


def on_this_database(seconds, chance):
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from outreach.models import Subscriber, mailing
    from publishing import clock

    call_command("migrate", verbosity=0)
    mailing.LEASE = timedelta(seconds=LEASE)
    mailing.FIRST_PAUSE, mailing.LONGEST_PAUSE = timedelta(seconds=0.3), timedelta(seconds=1)
    settings.EMAIL_TIMEOUT = 0.4
    now = clock.now()
    rows = [Subscriber(email=f"s{one}@example.com", asked_at=now, confirmed_at=now) for one in range(PEOPLE)]
    Subscriber.objects.bulk_create(rows)
    server = MailServer(settings, random.Random(chance.random()))
    workers = Workers(chance, server)
    try:
        published = publish(seconds, chance, workers)
        workers.stop()
        server.is_calm.set()
        finish()
    finally:
        workers.stop()
        server.stop()
    return told(published, server.taken, workers.kills)


# What happens meanwhile


class Workers:
    """`WORKERS` of them, forks of this process, each killed at a random moment of its work."""

    def __init__(self, chance, server):
        self.chance, self.server, self.kills, self.until = chance, server, 0, {}

    def keep(self):
        """Kill those whose moment has come, and start others."""
        for pid, moment in [*self.until.items()]:
            if time.monotonic() > moment:
                self._kill(pid)
        while len(self.until) < WORKERS:
            self.until[self._start()] = time.monotonic() + self.chance.uniform(0.05, 1.5)

    def stop(self):
        for pid in [*self.until]:
            self._kill(pid)

    def _start(self):
        from django.db import connections

        connections.close_all()
        if pid := os.fork():
            return pid
        if self.server.socket:
            self.server.socket.close()
        while True:
            work()
            time.sleep(0.02)

    def _kill(self, pid):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self.kills += 1
        del self.until[pid]


def work():
    from outreach.letters import send_letters
    from outreach.queue import queue_alerts

    return queue_alerts() + send_letters(1)


class MailServer:
    """One that is well, refuses, takes a mail and does not say so, or is gone, each for a moment, until it is calm.
    `taken` is all that it has ever taken."""

    def __init__(self, settings, chance):
        import machine

        self.chance, self.port, self.taken = chance, machine.free_port(), []
        self.socket = None
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", self.port
        self.is_calm, self.is_over = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._live)
        self.thread.start()

    def _live(self):
        while not self.is_over.is_set():
            mood = self.chance.choice(["well", "well", "refuses", "stalls", "gone"])
            with suppress(OSError):  # a worker that was born a moment ago may hold the port still
                self._be("well" if self.is_calm.is_set() else mood)

    def _be(self, mood):
        from tests.smtp import mail_server

        if mood == "gone":
            self.is_calm.wait(0.4)
            return
        with mail_server(SimpleNamespace(), self.port) as server:
            self.socket = server.socket
            server.mails, server.holds = self.taken, mood == "stalls"
            server.refuses = {"RCPT TO": "451 later"} if mood == "refuses" else {}
            (self.is_over if self.is_calm.is_set() else self.is_calm).wait(
                PATIENCE if mood == "well" else 0.7
            )
            server.holds = False

    def stop(self):
        self.is_over.set()
        self.thread.join()


def publish(seconds, chance, workers):
    """Items and corrections of them, one every now and then: {number of the item: its editions}."""
    from django.db import transaction

    from news.models import PressRelease
    from publishing import clock
    from tests.make import make

    published, until, following = {}, time.monotonic() + seconds, 0
    while time.monotonic() < until:
        workers.keep()
        if time.monotonic() > following:
            is_new = not published or chance.random() < 0.5
            item = len(published) + 1 if is_new else chance.choice([*published])
            editions = published.setdefault(item, [])
            note = f"[{item}.{len(editions) + 1}]"
            words = {} if is_new else {"after": editions[-1], "change": "correction", "note": note}
            with transaction.atomic():
                editions.append(make(PressRelease, title=f"Item {item}.", publish_at=clock.now(), **words))
            following = time.monotonic() + chance.uniform(0.1, 0.5)
        time.sleep(0.01)
    return published


def finish():
    """Whatever is left, without anybody who kills."""
    from outreach.models import Delivery, Letter

    until = time.monotonic() + PATIENCE
    while work() or Letter.objects.waiting().exists() or Delivery.objects.filter(letter=None).exists():
        if time.monotonic() > until:
            sys.exit(f"{Letter.objects.waiting().count()} letters wait for ever.")
        time.sleep(0.05)


# What came of it


def told(published, taken, kills):
    letters = defaultdict(set)  # of (person, item, correction or 1): the Message-IDs that told it
    for mail in taken:
        words = mail.get_body(("plain",)).get_content()
        notes = {(int(item), int(number)) for item, number in re.findall(r"\[(\d+)\.(\d+)\]", words)}
        corrected = {item for item, _number in notes}
        new = {(int(item), 1) for item in re.findall(r"Item (\d+)\.", words) if int(item) not in corrected}
        for item, number in notes | new:
            letters[mail["To"], item, number].add(mail["Message-ID"])
    people = [f"s{one}@example.com" for one in range(PEOPLE)]
    heard = {(who, item) for who, item, _number in letters}
    wanted = [
        (who, item, number + 1)
        for who in people
        for item in published
        for number in range(len(published[item]))
    ]
    lost = [one for one in wanted if one not in letters and (one[2] > 1 or one[:2] not in heard)]
    twice = [one for one, names in letters.items() if len(names) > 1]
    repeated = len(taken) - len({mail["Message-ID"] for mail in taken})
    editions = sum(map(len, published.values()))
    print(
        f"  {kills} kills, {editions} editions of {len(published)} items to {PEOPLE} people: {len(taken)} mails,"
    )
    print(
        f"  {repeated} of them repeats with the same Message-ID; {len(lost)} lost, {len(twice)} in two letters."
    )
    print(
        "\n".join(f"  lost {one}" for one in lost[:9]) + "\n".join(f"  twice {one}" for one in twice[:9]),
        flush=True,
    )
    return 1 if lost or twice or kills < 10 else 0


if __name__ == "__main__":
    sys.exit(main())
