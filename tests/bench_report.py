"""The words of `make bench`: a table for each database, with ratios to the floor of the same run."""

import platform
from datetime import UTC, datetime
from pathlib import Path

PLACE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
HEAD = """# How fast it is

Measured by `make bench` on {day}, with {items:,} releases, on {cores} of a machine with {machine}: the server, its
database and nginx on one core, wrk with 8 connections on the other. Each number is the median of interleaved rounds.
*Per CPU* is requests per second of the server’s processors, the database’s included; × is that against the floor, a
bare Django view of the home page’s bytes with Django’s own middleware. Ratios of one run can be compared; bare
numbers of another machine cannot.
"""


def table(name, servers):
    (floor,) = servers["floor"]["pages"].values()
    lines = [f"\n## {name}\n", "| server | page | requests/s | per CPU s | × floor | p50 ms | p99 ms |"]
    lines += ["|---|---|--:|--:|--:|--:|--:|"]
    for server, told in servers.items():
        for page, one in told["pages"].items():
            ratio = one["per_cpu"] / floor["per_cpu"]
            numbers = f"{one['rate']:,.0f} | {one['per_cpu']:,.0f} | {ratio:.2f}"
            lines.append(f"| {server} | {page} | {numbers} | {one['p50']:.2f} | {one['p99']:.1f} |")
    memory = ", ".join(f"{server} {told['memory']:.0f} MB" for server, told in servers.items())
    return "\n".join([*lines, f"\nThe largest process of each: {memory}."])


def write(reports, items):
    cpus = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = next((line.split(": ")[1] for line in cpus.splitlines() if line.startswith("model name")), "")
    told = {"day": f"{datetime.now(UTC):%d %B %Y}", "items": items, "cores": "two cores"}
    head = HEAD.format(**told, machine=model or platform.machine())
    PLACE.write_text(head + "".join(f"{table(name, one)}\n" for name, one in reports.items()))
