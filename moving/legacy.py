"""The former site of before 2018 as a table: id, old address, title, date, HTML; one page a line, UTF-8."""

import csv
import io
import re

from .posts import Post, Unreadable

NAMES = {
    "id": ["id"],
    "address": ["old address", "old_address", "address", "url"],
    "title": ["title"],
    "date": ["date"],
    "html": ["html", "text", "body"],
}
FURTHER = {"sort": ["kind"], "summary": ["summary"]}
LONGEST_CELL = 5_000_000  # characters; a longer text is told apart later
NOT_A_TABLE = "This is no CSV table that can be read, line {}: {}."


def read(file):
    """Each Post of a binary file, in its order; Unreadable with a sentence."""
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    before = csv.field_size_limit(LONGEST_CELL)
    rows = csv.reader(text)
    try:
        columns = _columns(next(rows, []))
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _post(dict(zip(columns, row, strict=False)))
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"The table is not in UTF-8 (near line {rows.line_num + 1}): save it as “CSV UTF-8”."
        ) from error
    except csv.Error as error:
        raise Unreadable(NOT_A_TABLE.format(rows.line_num, error)) from error
    finally:
        csv.field_size_limit(before)
        text.detach()


def _columns(header):
    """What each column is, by its name in the first line; those that are not known are left alone."""
    given = [" ".join(name.lower().split()) for name in header]
    known = {name: ours for ours, names in (NAMES | FURTHER).items() for name in names}
    columns = [known.get(name, f"unknown {number}") for number, name in enumerate(given)]
    if missing := [names[0] for ours, names in NAMES.items() if ours not in columns]:
        raise Unreadable(f"The first line has to name the columns; missing: {', '.join(missing)}.")
    return columns


def _post(row):
    said = {name: (row.get(name) or "").strip() for name in (*NAMES, *FURTHER)}
    number, address = said["id"].lower(), said["address"]
    letter = re.search(r"/([mp])\d+(?:/|$)", address)
    key = f"{letter[1]}{number}" if letter and number.isdecimal() else number
    return Post(
        key=f"legacy {key}" if key else "",
        sort=said["sort"] or "post",
        address=address or f"/{key}/",
        title=said["title"],
        date=said["date"],
        html=row.get("html") or "",
        summary=said["summary"],
    )
