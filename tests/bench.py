"""What a server gives: requests a second and per second of its processors, beside a floor; not a test.

    make bench                                        20,000 releases, on PostgreSQL and SQLite: docs/performance.md
    .venv/bin/python tests/bench.py --items 2000 --seconds 1 --rounds 1     a quick look, which writes nothing

The site runs as in production: two workers by granian, its database, nginx in front. They have one core, wrk has the
other. Rounds are interleaved: each measures every page of every server once, so that a machine which is busy for a
while is so for all. The floor is a bare Django view of the same bytes with Django's own middleware; nginx serves
them as a file. What counts is the ratio within one run, per second of the server's processors, database included.
Growth is measured on PostgreSQL, on pages that are not kept, one request at a time.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests import bench_content, bench_report, bench_servers, deployed, machine
from tests.bench_load import Server
from tests.bench_servers import SITE

WALKED = 1000  # releases
SIZES = [1000, 10_000, 100_000]
NEEDED = {
    "wrk": "wrk",
    "nginx": "nginx",
    "openssl": "openssl",
    "curl": "curl",
    "redis-server": "redis-server",
}
LIST, FEED = "/news/press-releases/", "/news/press-releases/feed/"
WALK, BACK_OFFICE = "a walk over 1,000 releases", "the admin’s change list"
COMMON = "search, a very common word"


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--items", type=int, default=20_000)
    options.add_argument("--seconds", type=int, default=2, help="of each measurement")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--on", choices=["PostgreSQL", "SQLite"], action="append", help="one database alone")
    options.add_argument("--growth", action="store_true", help="with 1,000, 10,000 and 100,000 releases, too")
    options.add_argument("--write", action="store_true", help="docs/performance.md, with the growth")
    chosen = options.parse_args()
    for program, package in NEEDED.items():
        if not (shutil.which(program) or machine.install(package)):
            sys.exit(f"needs {program}: apt install {package}")
    reports, growth = {}, {}
    for name in chosen.on or ["PostgreSQL", "SQLite"]:
        with place(name) as (address, folder):
            reports[name] = bench(deployed.production(address, folder), folder, chosen)
        print(bench_report.table(name, reports[name]), flush=True)
    if chosen.growth or chosen.write:
        with place("PostgreSQL") as (address, folder):
            growth = grown(deployed.production(address, folder), folder, chosen)
        print(bench_report.growth_table(growth), flush=True)
    if chosen.write:
        bench_report.write(reports, growth, chosen.items)


class place(ExitStack):
    """An address of a new database, and a folder; both are gone afterwards."""

    def __init__(self, name):
        super().__init__()
        self.name = name

    def __enter__(self):
        super().__enter__()
        folder = Path(self.enter_context(tempfile.TemporaryDirectory()))
        if self.name == "SQLite":
            return f"sqlite:///{folder}/bench.sqlite3", folder
        return self.enter_context(machine.postgresql()), folder


def bench(environment, folder, chosen):
    releases = bench_content.call(environment, "fill", chosen.items)
    beside = bench_content.call(environment, "beside")
    collect_static(environment)
    walked = folder / "walked"
    walked.write_text("\n".join(releases[:: max(len(releases) // WALKED, 1)][:WALKED]))
    pages = pages_of(releases) | {"an image": beside["image"], BACK_OFFICE: "/admin/news/pressrelease/"}
    more = {"walked": walked, "headers": {BACK_OFFICE: {"Cookie": beside["cookie"]}}}
    with ExitStack() as running:
        servers = bench_servers.sites(running, environment, folder, pages, **more)
        servers.append(bench_servers.floor(running, folder))
        for server in servers:
            server.warm(chosen.seconds)
        for _ in range(chosen.rounds):
            for server in servers:
                for page in server.pages:
                    server.measure(page, chosen.seconds)
        report = {server.name: middle(server) for server in servers}
    public = [path for page, path in pages.items() if path and page != BACK_OFFICE]
    report["not kept"]["queries"] = bench_content.call(environment, "queries", *public)
    report["not kept"]["start"] = bench_servers.seconds_to_first_answer(environment, folder)
    return report


def collect_static(environment):
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(command, cwd=deployed.HERE, env=environment, check=True)


def pages_of(releases):
    """Addresses by the words for them; None for the walk."""
    deep = max(min(500, len(releases) // 20), 1)
    return {
        "home": "/",
        "a release": releases[-1],
        WALK: None,
        "list, page 1": LIST,
        f"list, page {deep}": f"{LIST}?page={deep}",
        "search, a rare word": "/search/?q=varoskop",
        "search, a word in 2 %": "/search/?q=drobetin",
        COMMON: "/search/?q=police",
        "feed": FEED,
        "a 304": releases[-1],
    }


def middle(server):
    """The median of the rounds."""
    pages = {
        page: {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
        for page, rounds in server.measured.items()
    }
    return {"pages": pages, "addresses": server.pages, "memory": server.memory}


def grown(environment, folder, chosen):
    """{page: [milliseconds at each of SIZES]}: medians of rounds in which each size is asked for a page once."""
    collect_static(environment)
    servers = []
    with ExitStack() as running:
        for items in SIZES:
            releases = bench_content.call(environment, "fill", items)
            given = environment | {"DATABASE_URL": machine.copied(environment["DATABASE_URL"], f"of_{items}")}
            given |= {"PAGE_CACHE_MB": "0", "SEARCHES_A_MINUTE": "10000000"}
            port, processes = running.enter_context(bench_servers.web(SITE, given, folder))
            base = f"http://127.0.0.1:{port}"
            servers.append(Server(f"{items}", base, processes, growing_pages(releases)))
        bench_servers.pin(*bench_servers.database_processes())
        for server in servers:
            server.warm(chosen.seconds)
        for _ in range(chosen.rounds):
            for page in servers[0].pages:
                for server in servers:
                    server.measure(page, chosen.seconds, connections=1)
    found = [middle(server)["pages"] for server in servers]
    return {page: [pages[page]["p50"] for pages in found] for page in found[0]}


def growing_pages(releases):
    return {
        "release": releases[-1],
        "list, page 1": LIST,
        "list, last page": f"{LIST}?page={len(releases) // 20}",
        "feed": FEED,
        "search": "/search/?q=drobetin",
        COMMON: "/search/?q=police",
    }


if __name__ == "__main__":
    sys.exit(main())
