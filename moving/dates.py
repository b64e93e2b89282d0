"""Dates as the house writes them, in titles and addresses: 07 October 2016."""

import re
from datetime import date

MONTHS = "january february march april may june july august september october november december".split()
DAY = re.compile(rf"\b(\d{{1,2}})[ .+_-]+({'|'.join(MONTHS)})[ .+_-]+(\d{{4}})\b", re.IGNORECASE | re.ASCII)


def day_in(words):
    """The first day that is written out in the words; None without one."""
    found = DAY.search(words)
    return found and _day(found)


def day_of_title(title):
    """The day that a title consists of, as titles of the former site did; None for any other title."""
    found = DAY.fullmatch(title.strip())
    return found and _day(found)


def _day(found):
    try:
        return date(int(found[3]), MONTHS.index(found[2].lower()) + 1, int(found[1]))
    except ValueError:  # such as 31 June
        return None
