"""The instants at which pages change by themselves: from one to the next, they stand still.

An hour of publication, a deadline, an event's start: whatever instant stands in a table that pages tell of, and each
midnight at the seat. Too many do no harm; one too few would show a page late.
"""

from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from functools import cache

from django.apps import apps
from django.db import connection, models
from django.utils.dateparse import parse_datetime

from . import clock
from .deadlines import SOON
from .site_version import told_tables

NEWS_FOR = timedelta(hours=48)  # what became public for the first time is news, by the rules of Google News
AT_ONCE = timedelta()
# After the instants in a field of this name, pages change; at once, where nothing is said.
SHIFTS = {"closes_at": [AT_ONCE, -SOON], "first_public_at": [NEWS_FOR]}
SHIFTS |= {name: [] for name in "edited_at submitted_at approved_at confirmed_at added_at".split()}


def next_boundary(at):
    """The first instant after `at` at which anything may change by itself; both aware, in UTC."""
    found = [_midnight(at)]
    for shift, columns in watched().items():
        after = connection.ops.adapt_datetimefield_value(at - shift)
        rows = " UNION ALL ".join(columns)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT min(instant) FROM ({rows}) AS ahead", [after] * len(columns))
            (first,) = cursor.fetchone()
        if first:
            found.append(_aware(first) + shift)
    return min(found)


@cache
def watched():
    """By the shift, a query for each column: its first instant after a parameter."""
    by_shift, told = defaultdict(list), told_tables()
    for model in apps.get_models():
        if model._meta.db_table not in told or not getattr(model, "turns_by_itself", True):
            continue
        for field in model._meta.local_fields:
            if isinstance(field, models.DateTimeField):
                for shift in SHIFTS.get(field.name, [AT_ONCE]):
                    by_shift[shift].append(_first_of(model, field))
    return by_shift


def _first_of(model, field):
    quote = connection.ops.quote_name
    is_edition = any(one.name == "superseded_at" for one in model._meta.local_fields)
    approved = " AND status = 'approved'" if is_edition else ""  # the hour of a draft is a wish
    if field.name == "first_public_at":
        approved += " AND standing = 'public'"  # as lists are read, by their index
    column, table = quote(field.column), quote(model._meta.db_table)
    return f"SELECT min({column}) AS instant FROM {table} WHERE {column} > %s{approved}"


def _midnight(at):
    tomorrow = clock.today(at) + timedelta(days=1)
    return datetime.combine(tomorrow, time(), clock.SEAT).astimezone(UTC)


def _aware(value):
    """SQLite gives text without a zone, which is UTC."""
    value = parse_datetime(value) if isinstance(value, str) else value
    return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)
