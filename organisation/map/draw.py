"""Draws `drawn.json` from `shapes.json`: `python organisation/map/draw.py`.

A conic projection of equal areas (Albers), with 40° and 46° north as its parallels and 28.5° east in the middle.
"""

import json
from itertools import pairwise
from math import cos, hypot, radians, sin, sqrt
from pathlib import Path

HERE = Path(__file__).parent
SHAPES, DRAWN = HERE / "shapes.json", HERE / "drawn.json"
SOUTH, NORTH, MIDDLE, ORIGIN = radians(40), radians(46), radians(28.5), radians(42)
WIDTH, HEIGHT = 820, 514
SCALE, LEFT, TOP = 1876, 392, 274  # units of the drawing to a radian; where the origin lies
COARSE, SMALLEST = 1.2, 10  # units: what a line may leave out; the area of the least island
# Where the middle of a state is no good place for its letters.
LABELS = {
    "AL": (184, 288),
    "CZ": (124, 16),
    "GR": (224, 327),
    "HR": (154, 157),
    "IT": (28, 200),
    "MD": (397, 103),
}
BEYOND = 8  # units outside the drawing at which shapes are cut off: so their edge is not seen


def projected(longitude, latitude):
    n = (sin(SOUTH) + sin(NORTH)) / 2
    c = cos(SOUTH) ** 2 + 2 * n * sin(SOUTH)
    reach, base = sqrt(c - 2 * n * sin(radians(latitude))) / n, sqrt(c - 2 * n * sin(ORIGIN)) / n
    turn = n * (radians(longitude) - MIDDLE)
    return LEFT + SCALE * reach * sin(turn), TOP - SCALE * (base - reach * cos(turn))


def line(steps):
    """The points of an arc, simplified: neighbours share it, so no gap opens between them."""
    east = north = 0
    points = []
    for right, up in zip(steps[::2], steps[1::2], strict=True):
        east, north = east + right, north + up
        points.append(projected(east / 100, north / 100))
    return simplified(points)


def simplified(points):
    """By Douglas and Peucker: without points that lie closer than `COARSE` to the line that is left."""
    if len(points) < 3:
        return points
    first, last = points[0], points[-1]
    distances = [distance(point, first, last) for point in points[1:-1]]
    farthest = max(range(len(distances)), key=distances.__getitem__)
    if distances[farthest] < COARSE:
        return [first, last]
    middle = farthest + 1
    return simplified(points[: middle + 1])[:-1] + simplified(points[middle:])


def distance(point, start, end):
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = hypot(x2 - x1, y2 - y1)
    if not length:
        return hypot(x - x1, y - y1)
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length


def ring(arcs, numbers):
    points = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return cut(points[:-1])


def cut(points):
    """Only what lies in the drawing, by Sutherland and Hodgman: one edge after the other."""
    edges = [(0, -BEYOND, 1), (0, WIDTH + BEYOND, -1), (1, -BEYOND, 1), (1, HEIGHT + BEYOND, -1)]
    for axis, bound, side in edges:
        kept = []
        for before, point in pairwise([*points[-1:], *points]):
            is_in, was_in = (side * (one[axis] - bound) >= 0 for one in (point, before))
            if is_in != was_in:
                part = (bound - before[axis]) / (point[axis] - before[axis])
                kept.append(tuple(a + part * (b - a) for a, b in zip(before, point, strict=True)))
            if is_in:
                kept.append(point)
        points = kept
    return [(round(x), round(y)) for x, y in points]


def area_and_middle(points):
    """The area, and the centre of gravity."""
    twice = east = south = 0
    for (x1, y1), (x2, y2) in pairwise([*points, *points[:1]]):
        cross = x1 * y2 - x2 * y1
        twice, east, south = twice + cross, east + (x1 + x2) * cross, south + (y1 + y2) * cross
    return abs(twice) / 2, (round(east / (3 * twice)), round(south / (3 * twice))) if twice else (0, 0)


def path(rings):
    """As SVG has it, each step from the point before."""
    words = []
    for points in rings:
        words.append("M{} {}".format(*points[0]))
        steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(points)]
        words.append("l" + " ".join(f"{x} {y}" for x, y in steps if x or y) + "z")
    return "".join(words).replace(" -", "-")


def shape(arcs, polygons):
    """(path, middle of the largest part); ("", None) of what lies outside the drawing."""
    rings = [ring(arcs, numbers) for polygon in polygons for numbers in polygon]
    measured = sorted(((*area_and_middle(points), points) for points in rings if points), reverse=True)
    kept = [points for area, _middle, points in measured if area >= SMALLEST]
    return path(kept), measured[0][1] if kept else None


def drawn():
    shapes = json.loads(SHAPES.read_text(encoding="utf-8"))
    arcs = [line(steps) for steps in shapes["arcs"]]
    states = {code: shape(arcs, polygons) for code, polygons in shapes["states"].items()}
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "ground": shape(arcs, shapes["ground"])[0],
        "states": {
            code: {"path": words, "label": LABELS.get(code, middle)}
            for code, (words, middle) in states.items()
            if words
        },
    }


def text():
    return json.dumps(drawn(), indent=1, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    DRAWN.write_text(text(), encoding="utf-8")
