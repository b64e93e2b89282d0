"""A list as CSV: what its page shows on all its pages, in the same order."""

import csv
from itertools import islice

from django.http import Http404, StreamingHttpResponse

from organisation.figures import plain
from publishing import clock
from publishing.lists import LISTS
from publishing.moment import shown_at

from .answers import read_only
from .beside import texts_of, with_what_is_told
from .kinds import kind_of, name_of
from .lists import editions_of

MARK = "\ufeff"  # by which Excel knows that it is UTF-8; Python reads it as utf-8-sig
AT_ONCE = 500  # rows in memory


class Line:
    """What csv.writer writes to: each line is handed on."""

    def write(self, line):
        return line


@read_only
def table(request, address):
    named = next((one for one in LISTS.values() if one.url == f"/{address}"), None)
    if named is None:
        raise Http404
    at = shown_at(request)
    response = StreamingHttpResponse(lines(named, request, at), content_type="text/csv; charset=utf-8")
    name = f"selec-{name_of(named)}-{clock.today(at):%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def lines(public_list, request, at):
    """The names of the columns, then a line for each edition; as many of them at once as are read at once."""
    kind, write = kind_of(public_list), csv.writer(Line()).writerow
    columns = [one.name for one in kind.flat]
    yield MARK + write(columns)
    for some in batches(public_list, request, at):
        told = kind.in_cells(some, at)
        yield "".join(write([plain(cell(row[name])) for name in columns]) for row in told)


def batches(public_list, request, at):
    found = public_list.uncounted(request)
    editions = with_what_is_told(editions_of(public_list, found.rows), at).defer(*texts_of(public_list.kind))
    editions = public_list.order(editions, request.moment, found.part).iterator(AT_ONCE)
    while some := list(islice(editions, AT_ONCE)):
        yield some


def cell(value):
    """A choice by its words, what has a name by that, several of them with "; " between."""
    if isinstance(value, list):
        return "; ".join(map(cell, value))
    if isinstance(value, dict):
        return next(value[key] for key in ("words", "name", "url") if key in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
