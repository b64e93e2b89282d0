"""The words of `make bench`: a table for each database, with ratios to the floor of the same run, and a chart."""

import math
import platform
from datetime import UTC, datetime
from pathlib import Path

PLACE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
SIZES = ["1,000", "10,000", "100,000"]
HEAD = """# How fast it is

Measured by `make bench` on {day}, with {items:,} releases, on two cores of a machine with {machine}: the server, its
database and nginx on one core, wrk with 8 connections on the other. Each number is the median of interleaved rounds.
*Per CPU* is requests per second of the server’s processors, the database’s included; × is that against the floor, a
bare Django view of the home page’s bytes with Django’s own middleware. Ratios of one run can be compared; bare
numbers of another machine cannot.
"""
GROWTH = """
## Growth

The median in milliseconds of a page that is not kept, one request at a time, on PostgreSQL.

![The same numbers as lines](performance.svg)
"""
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 360, 56, 210, 20, 40
COLOURS = ["#0c2348", "#1f6f8b", "#8a5a00", "#5b2a86", "#a3242c", "#3b6e22"]


def table(name, servers):
    (floor,) = servers["floor"]["pages"].values()
    lines = [
        f"\n## {name}\n",
        "| server | page | requests/s | per CPU s | × floor | p50 ms | p99 ms | queries |",
    ]
    lines += ["|---|---|--:|--:|--:|--:|--:|--:|"]
    for server, told in servers.items():
        for page, one in told["pages"].items():
            ratio = one["per_cpu"] / floor["per_cpu"]
            numbers = f"{one['rate']:,.0f} | {one['per_cpu']:,.0f} | {ratio:.3g}"
            queries = told.get("queries", {}).get(told["addresses"][page], "")
            lines.append(
                f"| {server} | {page} | {numbers} | {one['p50']:.2f} | {one['p99']:.1f} | {queries} |"
            )
    sizes = {server: told["memory"] for server, told in servers.items()}
    memory = ", ".join(f"{server} {own:.0f} MB ({whole:.0f})" for server, (whole, own) in sizes.items())
    start = servers["not kept"]["start"]
    lines += [
        f"\nThe memory of the largest process of each, without its database’s: {memory}. What several processes have "
        "together, such as libraries, is there once: each counts its part of it; in brackets, all of it. "
        f"From the start of a web process to its first page: {start:.2f} s."
    ]
    return "\n".join(lines)


def growth_table(growth):
    lines = [f"| page | {' | '.join(SIZES)} | the last against the first |", "|---|--:|--:|--:|--:|"]
    for page, times in growth.items():
        lines.append(f"| {page} | {' | '.join(f'{one:.1f}' for one in times)} | {times[-1] / times[0]:.2f} |")
    return "\n".join(lines)


def chart(growth):
    """Lines over a logarithmic scale of items, each named at its end."""
    most = max(max(times) for times in growth.values())
    step = 10 ** math.floor(math.log10(most))
    step = step / 2 if most / step < 3 else step
    top = math.ceil(most / step) * step

    def across(place):
        return LEFT + place * (WIDTH - LEFT - RIGHT) / (len(SIZES) - 1)

    def down(time):
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - time / top)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        'font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for number in range(round(top / step) + 1):
        y = down(number * step)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#d5dbe3"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{number * step:g} ms</text>')
    for place, size in enumerate(SIZES):
        parts.append(
            f'<text x="{across(place):.1f}" y="{HEIGHT - 14}" text-anchor="middle">{size} releases</text>'
        )
    ends = _apart([down(times[-1]) for times in growth.values()])
    for (page, times), colour, end in zip(growth.items(), COLOURS, ends, strict=False):
        line = "L".join(f"{across(place):.1f} {down(time):.1f}" for place, time in enumerate(times))
        parts.append(f'<path d="M{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{WIDTH - RIGHT + 8}" y="{end + 4:.1f}" fill="{colour}">{page}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _apart(heights, least=15):
    """The same heights, moved down where two names would overlap."""
    places, last = {}, -math.inf
    for place in sorted(range(len(heights)), key=heights.__getitem__):
        last = places[place] = max(heights[place], last + least)
    return [places[place] for place in range(len(heights))]


def write(reports, growth, items):
    cpus = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = next((line.split(": ")[1] for line in cpus.splitlines() if line.startswith("model name")), "")
    head = HEAD.format(day=f"{datetime.now(UTC):%d %B %Y}", items=items, machine=model or platform.machine())
    tables = "".join(f"{table(name, one)}\n" for name, one in reports.items())
    PLACE.write_text(f"{head}{tables}{GROWTH}\n{growth_table(growth)}\n")
    PLACE.with_suffix(".svg").write_text(chart(growth))
