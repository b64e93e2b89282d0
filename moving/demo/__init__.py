"""Demo content: the addresses of the former sites that are known, and what they became."""

import csv
from pathlib import Path

from ..models import OldAddress

TABLE = Path(__file__).with_name("old_addresses.csv")


def rows():
    with TABLE.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def load():
    for row in rows():
        OldAddress.begin(row["address"], row["leads_to"], None, row["title"])
