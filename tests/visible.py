"""Publishes behind nginx while a crowd reads, and sees how soon all have it, and whether anybody had it too early.

    .venv/bin/python tests/visible.py              100 releases now and 100 at their hours, on PostgreSQL and SQLite
    .venv/bin/python tests/visible.py --times 5    fewer

nginx with the configuration of deploy/, two web processes by granian, the database and Redis, while wrk asks for one
page after another on eight connections. Each release is approved by one of the processes, and its page, the list and
the feed are asked for by way of nginx all the while. Hours are those of the database's clock; that of what is approved
now is when its approver is answered, which is just after the commit.
"""

import argparse
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from contextlib import ExitStack
from datetime import timedelta
from http.client import HTTPSConnection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests import deployed, fault_acts, machine
from tests.bench import FEED, LIST, place
from tests.bench_load import IN_ORDER, LUA
from tests.node_proofs import Proof
from tests.redis_server import redis_server
from tests.rolling import UNVERIFIED, Site

DATABASES = ["PostgreSQL", "SQLite"]
READ = ["/", "/news/", LIST, f"{LIST}?year=2026", FEED, f"{LIST}feed.json", "/search/?q=proof", "/resources/"]
SECOND, NOTHING = timedelta(seconds=1), timedelta()
AFTER = 2 * SECOND  # for which a release is asked for, and longer until it is there
LONGEST = 10 * SECOND  # or until so many newer ones are before it that it leaves the list


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--times", type=int, default=100)
    options.add_argument("--on", choices=DATABASES, help="one database alone")
    options.add_argument("--static", type=Path, help="a folder with what was collected before")
    chosen = options.parse_args()
    deployed.need_programs()
    if not (shutil.which("wrk") or machine.install("wrk")):
        sys.exit("needs wrk: apt install wrk")
    with tempfile.TemporaryDirectory() as folder:
        static = chosen.static or Path(folder) / "static"
        if chosen.on:
            return 0 if run(chosen.on, chosen.times, static) else 1
        command = [sys.executable, __file__, "--times", str(chosen.times), "--static", static, "--on"]
        return max(subprocess.run([*command, name]).returncode for name in DATABASES)


def run(name, times, static):
    with ExitStack() as stack:
        address, folder = stack.enter_context(place(name))
        more = {"REDIS_URL": stack.enter_context(redis_server()).address, "SEARCHES_A_MINUTE": "10000000"}
        site = Site(address, folder, static, **more)
        stack.callback(site.close)
        deployed.enter(site.environment)
        fault_acts.prepare()
        with Crowd(site) as crowd, Reader(site) as reader:
            releases = publish(Proof(site, times), reader)
            time.sleep(LONGEST.total_seconds() / 2)
            answered = crowd.leave()
    print(f"== {name}")
    kept = [is_kept(promise, reader.found(releases[at])) for at, promise in PROMISES.items()]
    return all([*kept, is_kept("the crowd is answered all the while", answered)])


NOW, LATER = "now", "later"
PROMISES = {
    NOW: "what is approved now is on its page, in the list and in the feed within a second",
    LATER: "what is scheduled is there in the second of its hour, and never before",
}


def is_kept(promise, found):
    told, troubles = found
    print(f"{promise}\n  found: {'; '.join(troubles[:8]) or told}", flush=True)
    return not troubles


def publish(proof, reader):
    """As many now, each at any moment of a second, as for one second after another: {when: releases}."""
    from publishing import clock

    releases, chance = {NOW: [], LATER: []}, random.Random(20161007)
    hour, longest = clock.now().replace(microsecond=0), NOTHING
    for number in range(proof.times):
        time.sleep(chance.random())
        began = clock.now()
        releases[NOW].append(approved(proof, number, reader))
        longest = max(longest, clock.now() - began)
        soon = (clock.now() + 2 * longest).replace(microsecond=0) + SECOND
        hour = max(hour + SECOND, soon)
        releases[LATER].append(approved(proof, number, reader, hour))
    time.sleep(max((hour - clock.now()).total_seconds(), 0))
    return releases


def approved(proof, number, reader, hour=None):
    from publishing import clock

    release = proof.submitted()
    release.page = proof.approve(number % 2, release, hour)
    release.refresh_from_db()
    release.hour = hour or clock.now()
    reader.asked_for.append(release)
    return release


class Crowd:
    """Eight that read one page after another, until they leave."""

    def __init__(self, site):
        script, paths = site.folder / "crowd.lua", site.folder / "crowd"
        paths.write_text("\n".join(READ))
        script.write_text(LUA.format(paths=paths, chosen=IN_ORDER))
        command = [
            "wrk",
            "-t1",
            "-c8",
            "-d10h",
            "-H",
            f"Host: {deployed.HOST}",
            "-H",
            "Accept-Encoding: gzip",
        ]
        command += ["-s", script, f"https://127.0.0.1:{site.tls}"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.process.kill()
        self.process.wait()

    def leave(self):
        """(How much they read, what went wrong.)"""
        self.process.send_signal(signal.SIGINT)
        lines = [line.strip() for line in self.process.communicate()[0].splitlines()]
        troubles = [line for line in lines if line.startswith(("Non-2xx", "Socket errors"))]
        slowest = next(line.split()[3] for line in lines if line.startswith("Latency"))
        read = next(line for line in lines if " requests in " in line)
        troubles += [f"the slowest answer took {slowest}, of {read}"] if troubles else []
        return f"{read}, the slowest answer took {slowest}", troubles


class Reader(threading.Thread):
    """Asks nginx for the list and the feed, and for the pages of releases round their hours.

    `answers` are, for each path, (when it was asked for, when it came, the first words of the releases that it shows).
    """

    def __init__(self, site):
        super().__init__()
        self.connection = HTTPSConnection("127.0.0.1", site.tls, timeout=30, context=UNVERIFIED)
        self.asked_for, self.answers, self.is_over = [], defaultdict(list), threading.Event()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_error):
        self.is_over.set()
        self.join()

    def run(self):
        from django.db import connection

        from publishing import clock

        while not self.is_over.is_set():
            now = clock.now()
            near = [one.page for one in self.asked_for[-20:] if self.is_near(one, now)]
            for path in [LIST, FEED, *near]:
                before, words = clock.now(), self.ask(path)
                self.answers[path].append((before, clock.now(), words))
        connection.close()

    def is_near(self, release, now):
        """Whether its page is worth asking for: round its hour, and until it was there well after it."""
        answers = self.answers[release.page]
        is_there = answers and answers[-1][0] > release.hour + AFTER
        return not is_there and now > release.hour - AFTER

    def ask(self, path):
        self.connection.request("GET", path, headers={"Host": deployed.HOST})
        answer = self.connection.getresponse()
        content = answer.read().decode()
        assert answer.status in (200, 404), (path, answer.status)
        return {*re.findall(r"Zq\w+", content)} if answer.status == 200 else set()

    def found(self, releases):
        """(How soon they were there, what went wrong.)"""
        judged = [self.judged(release, path) for release in releases for path in (LIST, FEED, release.page)]
        wrong = {release for release, trouble, *_times in judged if trouble}
        asked, came = (max(times).total_seconds() for times in list(zip(*judged, strict=True))[2:])
        told = f"{len(releases) - len(wrong)} of {len(releases)}; who asked {asked:.3f} s after the hour was the last"
        told += f" not to find one, and the last first answer with one came after {came:.3f} s"
        return told, [trouble for _release, trouble, *_times in judged if trouble]

    def judged(self, release, path):
        """(The release, what is wrong, how long after its hour the last one asked who did not find it, and how long
        after its hour the first one got it)."""
        hour, word = release.hour, release.title.split()[0]
        answers = [each for each in self.answers[path] if each[0] < hour + LONGEST]
        first = min((after for _before, after, words in answers if word in words), default=None)
        last = max((before for before, _after, words in answers if word not in words), default=hour)
        if first is None:
            return release, f"{word} was never on {path}", NOTHING, NOTHING
        early, trouble = release.publish_at - first, ""
        if early > NOTHING:
            trouble = f"{word} was on {path} {early} too early"
        elif last > hour + SECOND:
            trouble = f"{word} was not yet on {path} {last - hour} after its hour"
        return release, trouble, max(last - hour, NOTHING), max(first - hour, NOTHING)


if __name__ == "__main__":
    sys.exit(main())
