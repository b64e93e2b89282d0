"""Commits, told to all processes of this machine before they are made, by way of one file: CHANGES_FILE.

Whoever is about to commit writes a new mark there, and holds the file locked until it is done. So whoever asked the
database while nobody held it, and finds the mark that stood there before, knows that nothing was committed since.
What comes from elsewhere, such as a statement typed in psql, leaves no mark: nobody may rely on one for long.
"""

import logging
import os
import time
from contextlib import ExitStack, contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, LOCK_UN, flock
from functools import cache
from mmap import ACCESS_READ, mmap

from django.conf import settings
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper

logger = logging.getLogger(__name__)
SIZE = 8  # bytes, at random: no mark comes twice
READ = ("SELECT", "BEGIN", "SET", "SHOW", "PRAGMA")  # statements of these, which commit nothing


@contextmanager
def committing():
    """For as long as it takes to commit. A file that cannot be written hinders nobody."""
    with ExitStack() as held:
        if settings.CHANGES_FILE:
            try:
                file = held.enter_context(_opened(settings.CHANGES_FILE))
                _hold(file)
                file.write(os.urandom(SIZE))
            except OSError as error:
                _say_once(settings.CHANGES_FILE, str(error))
        yield


def _hold(file):
    """Beside others who commit. Who looks has it for an instant; one that was stopped just then holds nobody up."""
    for _ in range(100):
        with suppress(BlockingIOError):
            flock(file, LOCK_SH | LOCK_NB)
            return
        time.sleep(0.001)


@cache
def _say_once(path, error):
    logger.warning("CHANGES_FILE %s: %s. What this process changes is seen a second later.", path, error)


def marks(path):
    """(The file in memory, the mark in it); None while somebody commits, or where there can be no such file."""
    try:
        with _opened(path) as file:
            if os.fstat(file.fileno()).st_size < SIZE:
                file.write(os.urandom(SIZE))
            memory = mmap(file.fileno(), SIZE, access=ACCESS_READ)
            mark = memory[:]
            flock(file, LOCK_EX | LOCK_NB)
            flock(file, LOCK_UN)  # closing does not: what is in memory keeps the file open
            return memory, mark
    except OSError:
        return None


def _opened(path):
    return open(path, "r+b", buffering=0, opener=_or_made)


def _or_made(path, flags):
    return os.open(path, flags | os.O_CREAT, 0o660)


class _Cursor(CursorWrapper):
    """A statement outside transactions commits by itself; on SQLite once its rows were read, or it is closed."""

    held = ExitStack()  # of the last statement that may commit

    def _execute(self, sql, *arguments):
        self._tell(sql)
        return super()._execute(sql, *arguments)

    def _executemany(self, sql, *arguments):
        self._tell(sql)
        return super()._executemany(sql, *arguments)

    def _tell(self, sql):
        if self.db.in_atomic_block or str(sql).lstrip("( ").startswith(READ):
            return
        with self.held:  # until this statement has its own: what was not read of the last one is given up now
            self.held = ExitStack()
            self.held.enter_context(committing())

    def close(self):
        self.cursor.close()
        self.held.close()

    def __del__(self):
        """Where nobody has closed it, the driver's goes first."""
        del self.cursor
        self.held.close()


class _DebugCursor(_Cursor, CursorDebugWrapper):
    pass


class TellsCommits:
    """Mixed into a connection of Django's: whatever is committed by it is told."""

    def _commit(self):
        with committing():
            return super()._commit()

    def make_cursor(self, cursor):
        return _Cursor(cursor, self)

    def make_debug_cursor(self, cursor):
        return _DebugCursor(cursor, self)
