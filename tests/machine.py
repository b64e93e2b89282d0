"""What the tests need besides Python: a real PostgreSQL and a real browser, found or installed."""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

POSTGRESQL_FOLDERS = [
    "usr/lib/postgresql/*/bin",
    "opt/homebrew/opt/postgresql*/bin",
    "usr/local/opt/postgresql*/bin",
]
BROWSERS = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
]
ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright as start\n"
    "with start() as playwright: print(playwright.chromium.executable_path)"
)
POLICY = Path("/usr/sbin/policy-rc.d")


def is_root():
    return os.geteuid() == 0


def answers(*command):
    """Whether the program is there and works."""
    try:
        return subprocess.run(command, capture_output=True, timeout=120, cwd="/").returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def skip(sentence):
    """Of a test that needs what this machine lacks and cannot have; in CI that is a failure, as in tests/run.py."""
    import pytest

    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(sentence)


@contextlib.contextmanager
def no_service_starts():
    """Debian starts what it installs, unless this policy says no."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


def install(package):
    """By Debian's package manager, where we may; says whether it worked."""
    if not (is_root() and shutil.which("apt-get")):
        return False
    print(f"Installing {package} ...", flush=True)
    variables = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    told = {"stdin": subprocess.DEVNULL, "capture_output": True, "text": True, "env": variables}
    with no_service_starts():
        for arguments in [["update"], ["install", "--yes", "--no-install-recommends", package]]:
            done = subprocess.run(["apt-get", "--quiet", *arguments], **told)
            if done.returncode:
                print(done.stdout[-2000:], done.stderr[-2000:], file=sys.stderr)
                return False
    return True


# The browser


def installed_browser():
    named = [os.environ.get("CHROMIUM"), *map(shutil.which, BROWSERS)]
    return next((path for path in named if path and answers(path, "--version")), None)


def downloaded_browser():
    """Playwright's own; tells its path only once it is there."""
    path = subprocess.run(
        [sys.executable, "-c", ASK_PLAYWRIGHT], capture_output=True, text=True
    ).stdout.strip()
    return path if path and answers(path, "--version") else None


def download_browser():
    print("Downloading Chromium ...", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(command, stdin=subprocess.DEVNULL).returncode == 0


def driver_runs():
    """Playwright brings a Node, which needs a library that a bare Debian lacks."""
    command = [sys.executable, "-m", "playwright", "--version"]
    return answers(*command) or (install("libatomic1") and answers(*command))


def browser():
    """The path of a Chromium that Playwright can drive, or None."""
    if not driver_runs():
        return None
    found = installed_browser() or downloaded_browser()
    if not found and install("chromium"):
        found = installed_browser()
    if not found and download_browser():
        found = downloaded_browser()
    return found


# PostgreSQL


def postgresql_folder():
    """Where initdb and pg_ctl are, the newest first, or None."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    for pattern in POSTGRESQL_FOLDERS:
        found += sorted(Path("/").glob(pattern), key=newest, reverse=True)
    return next(
        (folder for folder in found if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None
    )


def newest(folder):
    return [int(part) for part in "".join(c if c.isdigit() else " " for c in str(folder)).split()]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def postgresql():
    """The address of a PostgreSQL of our own, which only this machine reaches and which is gone afterwards.

    Empty where there is none and none can be installed.
    """
    programs = postgresql_folder() or (install("postgresql") and postgresql_folder())
    if not programs:
        yield ""
        return
    cluster = Cluster(programs)
    try:
        yield cluster.start()
    finally:
        cluster.stop()


def copied(address, name):
    """The address of a copy of that database of ours, to which nobody is connected just now."""
    import psycopg2

    at = urlsplit(address)
    with contextlib.closing(psycopg2.connect(at._replace(path="/template1").geturl())) as server:
        server.autocommit = True
        server.cursor().execute(f'CREATE DATABASE "{name}" TEMPLATE "{at.path[1:]}"')
    return at._replace(path=f"/{name}").geturl()


class Cluster:
    def __init__(self, programs):
        self.programs = programs
        # The account that Debian makes for it: PostgreSQL refuses to run as root.
        self.owner = "postgres" if is_root() else None
        # Every account reaches this folder, and a socket's path may have no more than 103 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="postgresql-", dir="/tmp"))
        self.password = secrets.token_hex(16)
        self.port = 0

    def start(self):
        password_file = self.folder / "password"
        password_file.write_text(self.password)
        if self.owner:
            shutil.chown(self.folder, self.owner)
            shutil.chown(password_file, self.owner)
        locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
        access = ["--username", "tests", "--pwfile", password_file, "--auth", "scram-sha-256"]
        started = self._call("initdb", *access, "--encoding", "UTF8", "--locale", locale, "--no-sync")
        self.port = free_port()  # just before it is used: others look for one as well
        address = f"postgres://tests:{self.password}@127.0.0.1:{self.port}/postgres"
        return address if started and self.run() else ""

    def run(self):
        """Says whether it runs; if it does not, standard error has the end of its log."""
        haste = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off"
        options = f"-c listen_addresses=127.0.0.1 -p {self.port} -k {self.folder} {haste}"
        log = self.folder / "log"
        runs = self._call("pg_ctl", "start", "-w", "-l", log, "-o", options)
        if not runs and log.exists():
            print(log.read_text()[-2000:], file=sys.stderr)
        return runs

    def halt(self):
        return self._call("pg_ctl", "stop", "-w", "-m", "immediate")

    def stop(self):
        if (self.folder / "data" / "postmaster.pid").exists():
            self.halt()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _call(self, program, *arguments):
        switch = ["runuser", "-u", self.owner, "--"] if self.owner else []
        command = [*switch, self.programs / program, "-D", self.folder / "data", *arguments]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        return subprocess.run(command, cwd="/", **quiet).returncode == 0


class Copy(Cluster):
    """The cluster of another address once more, with all its databases and without what is open there."""

    options = ["--checkpoint", "fast", "--no-sync", "--wal-method", "stream"]

    def start(self, address):
        if self.owner:
            shutil.chown(self.folder, self.owner)
        parts = urlsplit(address)
        source = parts._replace(scheme="postgresql", path="/replication").geturl()
        copied = self._call("pg_basebackup", *self.options, "--dbname", source)
        self.port = free_port()
        if not (copied and self.run()):
            return ""
        return parts._replace(netloc=f"{parts.netloc.rpartition(':')[0]}:{self.port}").geturl()


class Replica(Copy):
    """A streaming replica of the cluster of another address.

    It starts only once no transaction is open there that began before and has more than 64 savepoints.
    """

    options = [*Copy.options, "--write-recovery-conf"]
