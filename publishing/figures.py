"""Sums as readers take them in."""

THIN_SPACE = "\u202f"  # narrow, and no line ends at it


def figures(number):
    """ "1 250 000" or "1 250 000.50": thousands set apart, cents only where there are some."""
    whole, _point, cents = f"{number:,.2f}".partition(".")
    whole = whole.replace(",", THIN_SPACE)
    return whole if cents == "00" else f"{whole}.{cents}"
