"""Load by wrk, and what it took of the server's processors."""

import os
import re
import ssl
import subprocess
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from tests import deployed

LOAD_CORE = "1"
TICKS = os.sysconf("SC_CLK_TCK")
HEADERS = {"Host": deployed.HOST, "X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"}
RANDOM = "paths[math.random(#paths)]"
IN_ORDER = "paths[place % #paths + 1]"
LUA = """
local paths, place = {{}}, 0
for line in io.lines("{paths}") do paths[#paths + 1] = line end
math.randomseed(7)
request = function() place = place + 1; return wrk.format("GET", {chosen}) end
"""


@dataclass
class Server:
    """`processes` gives the ids of all that work for an answer; `base` is where it answers; `pages` are addresses by
    the words for them, None for a walk over the addresses in `walked`, a file. `own` gives the processes that answer,
    without the database’s."""

    name: str
    base: str
    processes: object
    pages: dict
    walked: Path | None = None
    own: object = None
    is_slow: bool = False
    headers: dict = field(default_factory=dict)  # of single pages, by their words
    measured: dict = field(default_factory=dict)

    def warm(self, seconds):
        """Both processes of the server have met each page before anything is measured."""
        for page in self.pages:
            self.ask(page, seconds)
        if None in self.pages.values():
            until = time.monotonic() + 20 * seconds
            while time.monotonic() < until:
                self.ask("a walk over 1,000 releases", 4 * seconds, IN_ORDER)

    def measure(self, page, seconds, connections=8):
        """What is under way at the end has been worked for, and counts for nothing: slow pages are asked for longer."""
        seconds *= 4 if self.is_slow or page in self.headers else 1
        self.await_rest()
        before = self.spent()
        told = self.ask(page, seconds, connections=connections)
        spent = self.spent() - before
        self.measured.setdefault(page, []).append(numbers(told, spent))

    def ask(self, page, seconds, chosen=RANDOM, connections=8):
        path, headers = self.pages[page] or "/", HEADERS | self.headers.get(page, {})
        if page == "a 304":
            headers["If-None-Match"] = self.tag_of(path)
        command = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
        command += [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
        if self.pages[page] is None:
            script = self.walked.with_suffix(".lua")
            script.write_text(LUA.format(paths=self.walked, chosen=chosen))
            command += ["-s", script]
        done = subprocess.run([*command, f"{self.base}{path}"], capture_output=True, text=True, check=True)
        assert "Non-2xx" not in done.stdout, f"{self.name}: {page}\n{done.stdout}"
        return done.stdout

    def await_rest(self):
        """Where a page is slow, the server is at work still on what wrk asked before it went away."""
        until, before = time.monotonic() + 20, -1.0
        while time.monotonic() < until and before != (before := self.spent()):
            time.sleep(0.1)

    def tag_of(self, path):
        context = ssl._create_unverified_context() if self.base.startswith("https") else None  # noqa: S323
        return urllib.request.urlopen(asked(self.base, path), context=context).headers["ETag"] or '"none"'  # noqa: S310

    def spent(self):
        """Seconds of the processors, with those of processes that have ended and were waited for."""
        ticks = 0
        for pid in self.processes():
            try:
                columns = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            ticks += sum(map(int, columns[11:15]))
        return ticks / TICKS

    @property
    def memory(self):
        """Of its largest process, as `memory_of` has it."""
        return max(map(memory_of, (self.own or self.processes)()), default=(0, 0))


def asked(base, path):
    return urllib.request.Request(f"{base}{path}", headers=HEADERS)  # noqa: S310


def numbers(told, spent):
    """wrk’s words: requests a second, and per second of the processors; milliseconds."""
    latency = {name: milliseconds(re.search(rf"{name}%\s+([\d.]+)(us|ms|s)", told)) for name in ("50", "99")}
    requests = int(re.search(r"(\d+) requests in", told)[1])
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])
    per_cpu = requests / max(spent, 1 / TICKS)
    return {"rate": rate, "per_cpu": per_cpu, "p50": latency["50"], "p99": latency["99"]}


def milliseconds(found):
    return float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[2]]


def tree(root):
    """A process and all below it."""
    told = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True).stdout
    below, found = [tuple(map(int, line.split())) for line in told.splitlines()], [root]
    for parent in found:
        found += [pid for pid, of in below if of == parent]
    return found


def memory_of(pid):
    """(resident, proportional) megabytes. A library that three processes have mapped is there once: the second counts a
    third of it for each, and all of them add up to what the machine gives.
    """
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0, 0
    return tuple(
        int(re.search(rf"^{name}:\s+(\d+)", told, re.MULTILINE)[1]) / 1024 for name in ("Rss", "Pss")
    )
