"""The servers that `make bench` compares, all on one core: the site as in production, and what it is measured by."""

import gzip
import os
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from tests import deployed, machine
from tests.bench_load import Server, asked, tree
from tests.redis_server import redis_server

HERE = Path(__file__).resolve().parent.parent
CORE, SITE = "0", "selec_cms.wsgi:application"
OPTIONS = (
    "--interface wsgi --workers 2 --blocking-threads 2 --backpressure 64 --no-access-log --host 127.0.0.1"
)
KEPT = {"kept": 24, "kept in Redis": 24, "not kept": 0}  # megabytes of pages


def sites(running, environment, folder, pages, **more):
    """Pages kept by each process, in Redis, and not at all; and the first of them behind nginx."""
    database = database_processes if environment["DATABASE_URL"].startswith("postgres") else list
    redis = running.enter_context(redis_server())
    pin(redis.process.pid, *database())
    servers = {}
    for name, megabytes in KEPT.items():
        given = environment | {"PAGE_CACHE_MB": str(megabytes), "SEARCHES_A_MINUTE": "10000000"}
        given |= {"REDIS_URL": redis.address} if "Redis" in name else {}
        port, own = running.enter_context(web(SITE, given, folder))
        beside = (lambda: tree(redis.process.pid)) if "Redis" in name else list
        every = lambda own=own, beside=beside: [*own(), *database(), *beside()]  # noqa: E731
        base, is_slow = f"http://127.0.0.1:{port}", not megabytes
        servers[name] = Server(name, base, every, pages, own=own, is_slow=is_slow, **more)
    front, tls = machine.free_port(), machine.free_port()
    inner = servers["kept"]
    deployed.nginx_folder(folder, [int(inner.base.rpartition(":")[2])], plain=front, tls=tls)
    process = deployed.nginx(folder)
    running.callback(process.wait)
    running.callback(process.terminate)
    deployed.await_port(tls)
    pin(process.pid)
    every = lambda: [*tree(process.pid), *inner.processes()]  # noqa: E731
    base = f"https://127.0.0.1:{tls}"
    open_pages = {page: path for page, path in pages.items() if page not in more["headers"]}
    body = urllib.request.urlopen(asked(inner.base, "/")).read()  # noqa: S310
    (folder / "static" / "same.html.gz").write_bytes(body)
    (folder / "static" / "same.html").write_bytes(gzip.decompress(body))
    file = {"the same bytes, as a file": "/static/same.html"}
    return [
        *servers.values(),
        Server("behind nginx", base, every, open_pages, own=inner.own, **more),
        Server("nginx", base, lambda: tree(process.pid), file),
    ]


def floor(running, folder):
    """A bare view of the home page’s bytes, with the middleware of a new Django project."""
    given = os.environ | {"FLOOR_BYTES": str(folder / "static" / "same.html")}
    port, processes = running.enter_context(web("tests.bench_floor:application", given, folder))
    return Server("floor", f"http://127.0.0.1:{port}", processes, {"the same bytes, by a bare view": "/"})


@contextmanager
def web(application, environment, folder):
    """Its port, and a function that gives its processes."""
    port = machine.free_port()
    program = Path(sys.executable).with_name("granian")
    command = ["taskset", "-c", CORE, program, *OPTIONS.split(), "--port", str(port), application]
    with open(folder / "web.log", "ab") as log:
        streams = {"stdout": log, "stderr": log}
        process = subprocess.Popen(command, cwd=HERE, env=environment, start_new_session=True, **streams)
    try:
        deployed.await_port(port)
        yield port, lambda: tree(process.pid)
    finally:
        deployed.stop(process)


def seconds_to_first_answer(environment, folder):
    """From the start of one web process to its first page."""
    port = machine.free_port()
    began = time.monotonic()
    process = deployed.web(port, environment, folder / "web.log")
    try:
        while True:
            try:
                urllib.request.urlopen(asked(f"http://127.0.0.1:{port}", "/")).read()  # noqa: S310
                return time.monotonic() - began
            except OSError:
                assert time.monotonic() < began + 60, (folder / "web.log").read_text()[-2000:]
                time.sleep(0.01)
    finally:
        deployed.stop(process)


def pin(*roots):
    """Those processes and all below them, and what these will start."""
    for one in [pid for root in roots for pid in tree(root)]:
        os.sched_setaffinity(one, {int(CORE)})


def database_processes():
    """Those of the server that this run started: the youngest postmaster."""
    told = subprocess.run(["pgrep", "-n", "-f", "postgres.* -D "], capture_output=True, text=True).stdout
    return tree(int(told)) if told.strip() else []
