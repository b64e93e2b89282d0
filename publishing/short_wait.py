"""For what is merely counted while a visitor waits: it gives up soon, and the visitor gets the page."""

from contextlib import contextmanager

from django.db import connection

SHORT_WAIT = 200  # milliseconds


@contextmanager
def short_wait():
    """On SQLite a visitor does not wait for who is writing: the count goes without this one visit."""
    connection.ensure_connection()
    is_sqlite = connection.vendor == "sqlite"
    if is_sqlite:
        connection.connection.execute(f"PRAGMA busy_timeout = {SHORT_WAIT}")
    try:
        yield
    finally:
        if is_sqlite:
            usual = connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000
            connection.connection.execute(f"PRAGMA busy_timeout = {usual}")
