"""What a server gives: requests a second and per second of its processors, beside a floor; not a test.

    make bench                                        20,000 releases, on PostgreSQL and SQLite: docs/performance.md
    .venv/bin/python tests/bench.py --items 2000 --seconds 1 --rounds 1     a quick look, which writes nothing

The site runs as in production: two workers by granian, its database, nginx in front. They have one core, wrk has the
other. Rounds are interleaved: each measures every page of every server once, so that a machine which is busy for a
while is so for all. The floor is a bare Django view of the same bytes with Django's own middleware; nginx serves
them as a file. What counts is the ratio within one run, per second of the server's processors, database included.
"""

import argparse
import gzip
import os
import re
import shutil
import ssl
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests import bench_report, deployed, machine

HERE = Path(__file__).resolve().parent.parent
SERVER_CORE, LOAD_CORE = "0", "1"
WALKED = 1000  # releases
TICKS = os.sysconf("SC_CLK_TCK")
HEADERS = {"Host": deployed.HOST, "X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"}
PAGES = {  # by the words for it
    "home": "/",
    "a release": "{release}",
    "a walk over 1,000 releases": "",
    "list, page 1": "/news/press-releases/",
    "list, page 500": "/news/press-releases/?page={deep}",
    "search, a rare word": "/search/?q=varoskop",
    "search, a word in 2 %": "/search/?q=bucharest+belgrade",
    "search, a very common word": "/search/?q=police",
    "feed": "/news/press-releases/feed/",
    "a 304": "{release}",
}
LUA = """
local paths = {{}}
for line in io.lines("{paths}") do paths[#paths + 1] = line end
math.randomseed(7)
request = function() return wrk.format("GET", paths[math.random(#paths)]) end
"""


@dataclass
class Server:
    """`processes` gives the ids of all that work for an answer; `base` is where it answers."""

    name: str
    base: str
    processes: object
    pages: dict = field(default_factory=lambda: dict(PAGES))
    measured: dict = field(default_factory=dict)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--items", type=int, default=20_000)
    options.add_argument("--seconds", type=int, default=3, help="of each measurement")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--write", action="store_true", help="docs/performance.md")
    chosen = options.parse_args()
    for program, package in {"wrk": "wrk", "nginx": "nginx", "openssl": "openssl", "curl": "curl"}.items():
        if not (shutil.which(program) or machine.install(package)):
            sys.exit(f"needs {program}: apt install {package}")
    reports = {}
    with tempfile.TemporaryDirectory() as folder, machine.postgresql() as postgresql:
        addresses = {"PostgreSQL": postgresql, "SQLite": f"sqlite:///{folder}/bench.sqlite3"}
        for name, address in addresses.items():
            place = Path(folder) / name
            place.mkdir()
            reports[name] = bench(address, place, chosen)
            print(bench_report.table(name, reports[name]), flush=True)
    if chosen.write:
        bench_report.write(reports, chosen.items)


def bench(address, folder, chosen):
    environment = deployed.production(address, folder)
    releases = filled(environment, chosen.items)
    with ExitStack() as running:
        servers = [*sites(running, environment, folder, address), *beside(running, folder)]
        walk = folder / "paths"
        walk.write_text("\n".join(releases[:: max(len(releases) // WALKED, 1)][:WALKED]))
        (folder / "walk.lua").write_text(LUA.format(paths=walk))
        for _ in range(chosen.rounds):
            for server in servers:
                for page, path in server.pages.items():
                    path = path.format(release=releases[-1], deep=max(min(500, len(releases) // 20), 1))
                    told = measure(server, page, path, folder, chosen.seconds)
                    server.measured.setdefault(page, []).append(told)
        return {server.name: middle(server) for server in servers}


def filled(environment, items):
    """The addresses of its releases."""
    fill = "import measuring; measuring.begin(); import measure_search; measure_search.fill({})"
    told = "from news.models import PressRelease as P; "
    told += "print(*P.objects.public().values_list('item__address', flat=True))"
    given = environment | {"PYTHONPATH": f"{HERE}:{HERE / 'tests'}"}
    call(given, "-c", fill.format(items))
    call(given, "manage.py", "collectstatic", "--noinput", "--verbosity=0")
    asked = "import measuring; measuring.begin(); " + told
    return call(given, "-c", asked).stdout.splitlines()[-1].split()


def call(environment, *arguments):
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=HERE, env=environment, check=True, stdout=subprocess.PIPE, text=True)


def sites(running, environment, folder, address):
    """Cached, uncached, and the first of them behind nginx."""
    database = database_processes if address.startswith("postgres") else list
    ports = {}
    for name, megabytes in {"kept": 24, "not kept": 0}.items():
        given = environment | {"PAGE_CACHE_MB": str(megabytes), "SEARCHES_A_MINUTE": "10000000"}
        ports[name], processes = running.enter_context(web("selec_cms.wsgi:application", given, folder))
        deployed.await_health(ports[name])
        yield Server(name, f"http://127.0.0.1:{ports[name]}", lambda own=processes: [*own(), *database()])
    front, tls = machine.free_port(), machine.free_port()
    deployed.nginx_folder(folder, [ports["kept"]], plain=front, tls=tls)
    process = running.enter_context(pinned(deployed.nginx(folder)))
    deployed.await_port(tls)
    own = lambda: [*tree(process.pid), *processes(), *database()]  # noqa: E731
    yield Server("behind nginx", f"https://127.0.0.1:{tls}", own)
    body = urllib.request.urlopen(asked(f"http://127.0.0.1:{ports['kept']}", "/")).read()  # noqa: S310
    (folder / "static" / "same.html.gz").write_bytes(body)
    (folder / "static" / "same.html").write_bytes(gzip.decompress(body))
    pages = {"the same bytes, as a file": "/static/same.html"}
    yield Server("nginx", f"https://127.0.0.1:{tls}", lambda: tree(process.pid), pages)


def beside(running, folder):
    given = os.environ | {"FLOOR_BYTES": str(folder / "static" / "same.html")}
    port, processes = running.enter_context(web("tests.bench_floor:application", given, folder))
    deployed.await_port(port)
    yield Server("floor", f"http://127.0.0.1:{port}", processes, {"the same bytes, by a bare view": "/"})


def asked(base, path, **headers):
    return urllib.request.Request(f"{base}{path}", headers=HEADERS | headers)  # noqa: S310


@contextmanager
def web(application, environment, folder):
    port = machine.free_port()
    program = Path(sys.executable).with_name("granian")
    options = (
        "--interface wsgi --workers 2 --blocking-threads 4 --backpressure 64 --no-access-log --host 127.0.0.1"
    )
    command = ["taskset", "-c", SERVER_CORE, program, *options.split(), "--port", str(port), application]
    with open(folder / "web.log", "ab") as log:
        process = subprocess.Popen(
            command, cwd=HERE, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield port, lambda: tree(process.pid)
    finally:
        deployed.stop(process)


@contextmanager
def pinned(process):
    for one in tree(process.pid):
        subprocess.run(["taskset", "-cp", SERVER_CORE, str(one)], capture_output=True)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def tree(root):
    """A process and all below it."""
    told = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True).stdout
    below, found = [tuple(map(int, line.split())) for line in told.splitlines()], [root]
    for parent in found:
        found += [pid for pid, of in below if of == parent]
    return found


def database_processes():
    """Those of the server that this run started: the youngest postmaster."""
    told = subprocess.run(["pgrep", "-n", "-f", "postgres.* -D "], capture_output=True, text=True).stdout
    return tree(int(told)) if told.strip() else []


def measure(server, page, path, folder, seconds):
    headers = dict(HEADERS)
    if page == "a 304":
        headers["If-None-Match"] = tag_of(server, path)
    command = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", "-c8", f"-d{seconds}s", "--latency"]
    command += [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command += ["-s", folder / "walk.lua"] if page.startswith("a walk") else []
    before = processor_seconds(server)
    told = subprocess.run([*command, f"{server.base}{path}"], capture_output=True, text=True, check=True)
    spent = processor_seconds(server) - before
    return read(told.stdout, spent)


def tag_of(server, path):
    context = ssl._create_unverified_context() if server.base.startswith("https") else None  # noqa: S323
    return urllib.request.urlopen(asked(server.base, path), context=context).headers["ETag"] or '"none"'  # noqa: S310


def processor_seconds(server):
    spent = 0
    for pid in server.processes():
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        spent += int(fields[11]) + int(fields[12])
    return spent / TICKS


def read(told, spent):
    """wrk’s words as numbers: milliseconds, requests a second and per second of the processors."""
    requests = int(re.search(r"(\d+) requests in", told)[1])
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    assert not wrong, told
    latency = {name: milliseconds(re.search(rf"{name}%\s+([\d.]+)(us|ms|s)", told)) for name in ("50", "99")}
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])
    return {
        "rate": rate,
        "per_cpu": requests / max(spent, 1 / TICKS),
        "p50": latency["50"],
        "p99": latency["99"],
    }


def milliseconds(found):
    return float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[2]]


def middle(server):
    """The median of the rounds, and the memory of its largest process in MB."""
    pages = {
        page: {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
        for page, rounds in server.measured.items()
    }
    return {"pages": pages, "memory": max(map(resident, server.processes()), default=0)}


def resident(pid):
    try:
        return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1024
    except (OSError, TypeError):
        return 0


if __name__ == "__main__":
    sys.exit(main())
