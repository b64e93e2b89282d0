"""Runs every test: on SQLite and on a real PostgreSQL, without a browser and in one.

`make test` calls it; arguments go to pytest. What this machine lacks is installed where that can be done,
and otherwise named in the last lines as not run; with CI=true that is a failure. What is marked `looks` is the
same on both databases and runs on one: SQLite.
"""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import machine

HERE = Path(__file__).resolve().parent.parent
NO_POSTGRESQL = "needs PostgreSQL: apt install postgresql, or brew install postgresql"
NO_BROWSER = "needs Chromium: apt install chromium libatomic1, or set CHROMIUM to its path"
NOTHING_COLLECTED = 5
STOPS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
COUNTS = ["passed", "failed", "skipped"]
SITE_VARIABLES = [
    "ALLOWED_HOSTS",
    "SITE_URL",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_URL",
    "STATIC_ROOT",
    "DEMO_PASSWORD",
]


@dataclass
class Group:
    name: str
    on_postgresql: bool
    in_browser: bool
    lacks: str = ""
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0
    code: int = 0

    def options(self):
        chosen = "browser" if self.in_browser else "not browser"
        if self.on_postgresql:
            chosen += " and not looks"
        return ["-m", chosen, "-n", "2", "--dist", "worksteal"]

    def read(self, report, seconds, code):
        self.seconds, self.code = seconds, code
        text = report.read_text() if report.exists() else ""
        counts = {
            name: int(value) for name, value in re.findall(r'(\w+)="(\d+)"', text.partition("<testcase")[0])
        }
        self.failed = counts.get("failures", 0) + counts.get("errors", 0)
        self.skipped = counts.get("skipped", 0)
        self.passed = counts.get("tests", 0) - self.failed - self.skipped
        if code not in (0, NOTHING_COLLECTED):
            self.failed = max(self.failed, 1)


def main(arguments):
    for each in STOPS:
        signal.signal(each, stop)
    groups = [
        Group("SQLite", on_postgresql=False, in_browser=False),
        Group("PostgreSQL", on_postgresql=True, in_browser=False),
        Group("browser, SQLite", on_postgresql=False, in_browser=True),
        Group("browser, PostgreSQL", on_postgresql=True, in_browser=True),
    ]
    run_all(groups, arguments)
    require_tests(groups, narrowed=bool(arguments))
    show(groups)
    missing = os.environ.get("CI") == "true" and any(group.lacks for group in groups)
    return 1 if missing or any(group.failed for group in groups) else 0


def stop(number, frame):
    for each in STOPS:
        signal.signal(each, signal.SIG_IGN)  # a second one must not interrupt the tidying up
    sys.exit(128 + number)


def run_all(groups, arguments):
    chromium = machine.browser()
    with machine.postgresql() as address:
        for group in groups:
            missing = [NO_POSTGRESQL] * (group.on_postgresql and not address)
            missing += [NO_BROWSER] * (group.in_browser and not chromium)
            group.lacks = " and ".join(missing)
        for group in groups:
            if not group.lacks:
                run(group, address if group.on_postgresql else "", chromium or "", arguments)


def run(group, address, chromium, arguments):
    print(f"\n== {group.name}", flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", f"--junitxml={report}", *group.options(), *arguments]
        code = call(command, environment(address, chromium))
        group.read(report, time.monotonic() - began, code)


def environment(address, chromium):
    """The same on every machine: neither .env nor what is exported for a site reaches the tests."""
    kept = {name: value for name, value in os.environ.items() if name not in SITE_VARIABLES}
    given = {"SECRET_KEY": "test", "DEBUG": "0", "CHROMIUM": chromium}
    return kept | given | ({"DATABASE_URL": address} if address else {})


def call(command, variables):
    process = subprocess.Popen(command, cwd=HERE, env=variables)
    try:
        return process.wait()
    except BaseException:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=15)
        process.kill()
        raise


def require_tests(groups, narrowed):
    """A group without a test has failed, unless the arguments chose tests of another."""
    ran = [group for group in groups if not group.lacks]
    empty = [group for group in ran if group.code == NOTHING_COLLECTED]
    if not narrowed or empty == ran:
        for group in empty:
            print(f"{group.name}: no test was found.", file=sys.stderr)
            group.failed = 1


def show(groups):
    print(f"\n{'group':<22}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}")
    for group in groups:
        counts = f"{group.passed:>8}{group.failed:>8}{group.skipped:>9}{group.seconds:>9.0f}"
        print(f"{group.name:<22}{'  not run' if group.lacks else counts}")
    for group in groups:
        if group.lacks:
            print(f"not run: {group.name}, which {group.lacks}")
    passed, failed, skipped = (sum(getattr(each, name) for each in groups) for name in COUNTS)
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
