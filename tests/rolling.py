"""Replaces both web processes under load, as deploy/upgrade does, and counts the requests that fail.

    .venv/bin/python tests/rolling.py              on SQLite and on a real PostgreSQL, three upgrades each
    .venv/bin/python tests/rolling.py --times 1    fewer

nginx with the configuration of deploy/, two web processes by granian, and deploy/upgrade itself, told by a file how
a process is replaced here. Readers ask for pages, a writer sends the contact form; each on a new connection, since a
browser by itself asks again where an idle one was closed. Not one answer may be an error, or later than 10 seconds,
each process has to be another one afterwards, and each message that was accepted has to be kept.
"""

import argparse
import re
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests import deployed, machine

PAGES = [
    "/",
    "/news/press-releases/",
    "/search/?q=operation",
    "/health/",
    "/about/member-states/",
    "/robots.txt",
]
READERS = 3
SLOWEST = 10.0  # seconds, while processes start beside it on few cores
MOST_MESSAGES = 280  # the form takes 300 an hour from everybody
UNVERIFIED = ssl._create_unverified_context()  # noqa: S323 – the certificate is of this run alone
FUNCTIONS = """
WEBS="{webs}" UPSTREAM="{folder}/web.conf" DRAIN=2
release() {{ "$PYTHON" manage.py migrate --verbosity 0; }}
replace() {{ echo "$1" > {folder}/replace; while [ -e {folder}/replace ]; do sleep 0.05; done; }}
is_well() {{ curl -fsS -m 5 -o /dev/null -H "Host: {host}" "http://$2/health/?format=json"; }}
reload() {{ nginx -c {folder}/nginx.conf -p {folder} -s reload; }}
last() {{ :; }}
"""


class Load:
    """Threads that ask until they are stopped; `errors` are (when it was asked, method, path, status or why not).

    `seen` is all that pages said; `first` is how many messages were sent before.
    """

    def __init__(self, port, first=0):
        self.port, self.stopped = port, threading.Event()
        self.first, self.answers, self.errors, self.slowest, self.seen = first, Counter(), [], 0.0, set()
        self.accepted = self.sent = 0
        self.threads = [threading.Thread(target=self.read, args=[number]) for number in range(READERS)]
        self.threads += [threading.Thread(target=self.write)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def read(self, number):
        while not self.stopped.is_set():
            number += 1
            self.ask("GET", PAGES[number % len(PAGES)])

    def write(self):
        """One form, sent from ever other addresses of this machine: each may write five messages an hour."""
        _status, headers, page = self.ask("GET", "/contacts/")
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        fields |= {"purpose": "press", "name": "A reader", "email": "reader@example.org"}
        fields |= {"subject": "A question", "text": "What is open?"}
        cookie = {"Cookie": (headers.get("Set-Cookie") or "").split(";")[0]}
        time.sleep(3.5)  # the form takes quicker ones for robots
        while not self.stopped.is_set() and self.sent < MOST_MESSAGES:
            self.sent += 1
            number = self.first + self.sent
            source = f"127.0.{1 + number // 250}.{1 + number % 250}"
            self.accepted += self.ask("POST", "/contacts/", urlencode(fields), cookie, source)[0] == 302
            time.sleep(0.25)

    def ask(self, method, path, body=None, cookie=None, source="127.0.0.1"):
        began, trouble = time.monotonic(), ""
        headers = {"Host": deployed.HOST, "Connection": "close", "Referer": f"https://{deployed.HOST}/"}
        if body:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", **cookie}
        try:
            connection = HTTPSConnection(
                "127.0.0.1", self.port, timeout=30, context=UNVERIFIED, source_address=(source, 0)
            )
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            found = answer.status, answer.headers, answer.read().decode()
        except (OSError, HTTPException) as error:
            found, trouble = (0, {}, ""), f"{error!r} after {time.monotonic() - began:.2f} s"
        took = time.monotonic() - began
        self.slowest = max(self.slowest, took)
        self.answers[found[0]] += 1
        if found[0] >= 500 or not found[0]:
            self.errors.append((began, method, path, found[0] or trouble))
        self.seen |= {*re.findall(r"Zq\w+", found[2])}
        return found


class Site:
    """nginx and two web processes; `replace` is what systemd would do."""

    def __init__(self, address, folder, static, **variables):
        self.folder = folder
        self.environment = deployed.production(address, folder) | {"STATIC_ROOT": str(static)} | variables
        (folder / "static").symlink_to(static)
        self.ports, self.tls = [machine.free_port() for _ in range(2)], machine.free_port()
        deployed.nginx_folder(folder, self.ports, plain=machine.free_port(), tls=self.tls)
        self.manage("migrate", "--verbosity=0")
        if not static.exists():  # a minute, most of which goes into compressing
            self.manage("collectstatic", "--noinput", "--verbosity=0")
        self.webs = [self.web(number) for number in range(2)]
        assert all(map(deployed.await_health, self.ports)), (folder / "web.log").read_text()[-3000:]
        self.nginx = deployed.nginx(folder)
        deployed.await_port(self.tls)

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=deployed.HERE, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def web(self, number, **limits):
        return deployed.web(self.ports[number], self.environment, self.folder / "web.log", **limits)

    def messages(self):
        """How many have been kept."""
        return int(self.manage("shell", "--no-imports", "-c", KEPT).split()[-1])

    def child(self, *act):
        """One of tests/fault_acts.py, on this site's database; what it says."""
        command = [sys.executable, deployed.HERE / "tests" / "faults.py", *act]
        done = subprocess.run(
            command, cwd=deployed.HERE, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def upgrade(self):
        """Runs deploy/upgrade, and replaces the process that it names whenever it names one."""
        webs = " ".join(f"127.0.0.1:{port}" for port in self.ports)
        functions = self.folder / "functions"
        functions.write_text(FUNCTIONS.format(webs=webs, folder=self.folder, host=deployed.HOST))
        environment = self.environment | {"PYTHON": sys.executable}
        running = subprocess.Popen(
            [deployed.HERE / "deploy/upgrade", functions], env=environment, stdout=subprocess.DEVNULL
        )
        asked = self.folder / "replace"
        while running.poll() is None:
            if asked.exists() and (text := asked.read_text().strip()):
                number = int(text) - 1
                deployed.stop(self.webs[number])
                self.webs[number] = self.web(number)
                asked.unlink()
            time.sleep(0.02)
        return running.returncode

    def close(self):
        for process in self.webs:
            deployed.stop(process)
        self.nginx.terminate()
        self.nginx.wait(30)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--times", type=int, default=3)
    times = options.parse_args().times
    deployed.need_programs()
    with machine.postgresql() as postgresql, tempfile.TemporaryDirectory() as static:
        addresses = {"SQLite": "", "PostgreSQL": postgresql}
        results = [run(name, address, Path(static) / "static", times) for name, address in addresses.items()]
    return 0 if all(results) else 1


def run(name, address, static, times):
    with tempfile.TemporaryDirectory() as folder, ExitStack() as closing:
        folder = Path(folder)
        site = Site(address or f"sqlite:///{folder}/site.sqlite3", folder, static)
        closing.callback(site.close)
        before = [process.pid for process in site.webs]
        with Load(site.tls) as load:
            time.sleep(4)
            codes = [site.upgrade() for _ in range(times)]
            time.sleep(1)
        kept = site.messages()
        troubles = [f"{method} {path}: {status}" for _began, method, path, status in load.errors]
        troubles += [f"an answer took {load.slowest:.1f} s"] if load.slowest > SLOWEST else []
        troubles += [f"deploy/upgrade ended with {code}" for code in codes if code]
        troubles += ["a process is still the one before"] if {*before} & {p.pid for p in site.webs} else []
        troubles += (
            [f"{load.accepted} messages accepted, {kept} kept"] if kept != load.accepted or not kept else []
        )
    told = ", ".join(f"{status}: {number}" for status, number in sorted(load.answers.items()))
    print(
        f"== {name}: {times} upgrades, answers {told}, the slowest {load.slowest:.2f} s, {kept} messages kept"
    )
    print("\n".join(troubles[:40]) or "not one request failed", flush=True)
    return not troubles


KEPT = "from outreach.models import Message; print(Message.objects.count())"

if __name__ == "__main__":
    sys.exit(main())
