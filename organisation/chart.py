"""A bar chart of years as SVG: widths in hundredths of its own, so that it fits every screen."""

from dataclasses import dataclass

STEP, BAR = 28, 18  # pixels from one year to the next, and of a bar's height
FROM, WIDEST = 14, 62  # per cent of the width: where bars begin, and how long the longest is
LEAST = 2  # known numbers: fewer are no chart


@dataclass(frozen=True)
class Bar:
    """`words` stand at the end of the bar, on the line of `baseline`."""

    year: int
    words: str
    is_known: bool
    top: int
    baseline: int
    width: str
    end: str


@dataclass(frozen=True)
class Chart:
    name: str
    title: str
    height: int
    bars: list


def chart_of(name, title, points):
    """Of the points (year, number or None, words) of all years; None where too few are known."""
    known = [number for _year, number, _words in points if number is not None]
    if len(known) < LEAST:
        return None
    bars = [_bar(place, *point, most=max(known) or 1) for place, point in enumerate(points)]
    return Chart(name, title, STEP * len(bars), bars)


def _bar(place, year, number, words, most):
    is_known = number is not None
    width = WIDEST * float(number / most) if is_known else WIDEST
    top = place * STEP + (STEP - BAR) // 2
    end = FROM + (width if is_known else 0) + 1
    return Bar(
        year,
        words if is_known else f"? {words}",
        is_known,
        top,
        top + BAR - 4,
        f"{width:.2f}%",
        f"{end:.2f}%",
    )
