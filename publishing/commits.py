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

from django.conf import settings
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper

logger = logging.getLogger(__name__)
SIZE = 8  # bytes, at random: no mark comes twice
# So begin statements that change nothing, unless they ask a function that does. Whatever else there is, such as WITH,
# is taken for a change.
READ = ("SELECT", "BEGIN", "SET", "SHOW", "PRAGMA")


@contextmanager
def committing():
    """Told to the others from before it is committed until it is. Where the file cannot be written, it is committed all
    the same."""
    with ExitStack() as held:
        if settings.CHANGES_FILE:
            try:
                file = held.enter_context(_opened())
                _hold(file)
                file.write(os.urandom(SIZE))
            except OSError as error:
                _say_once(settings.CHANGES_FILE, str(error))
        yield


def _hold(file):
    """Together with others who commit. Who looks has the lock for an instant: whoever holds it for a tenth of a second
    was stopped, and it is committed without; what was read meanwhile is relied on for a second."""
    for _ in range(100):
        with suppress(BlockingIOError):
            flock(file, LOCK_SH | LOCK_NB)
            return
        time.sleep(0.001)


@cache
def _say_once(path, error):
    sentence = "CHANGES_FILE %s: %s. Kept pages ask the database, and what is changed here may be seen a second later."
    logger.warning(sentence, path, error)


class Mark:
    """What stood in the file, which stays open: one that is put in its place is not looked at."""

    def __init__(self, file):
        self.file = file
        self.written = self._now()

    def stands(self):
        return self._now() == self.written

    def _now(self):
        return os.pread(self.file.fileno(), SIZE, 0)

    def __del__(self):
        self.file.close()


def standing_mark():
    """None while somebody commits, and where there is no such file, nor can be."""
    if not settings.CHANGES_FILE:
        return None
    try:
        mark = Mark(_opened())
        flock(mark.file, LOCK_EX | LOCK_NB)
        flock(mark.file, LOCK_UN)
    except BlockingIOError:
        return None
    except OSError as error:
        _say_once(settings.CHANGES_FILE, str(error))
        return None
    return mark


def _opened():
    return open(settings.CHANGES_FILE, "r+b", buffering=0, opener=_or_made)


def _or_made(path, flags):
    return os.open(path, flags | os.O_CREAT, 0o600)


class _Cursor(CursorWrapper):
    """A statement outside transactions commits by itself; on SQLite once its rows were read, or it is closed."""

    def __init__(self, cursor, db):
        super().__init__(cursor, db)
        self.held = ExitStack()  # of the last statement that may commit

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
        with self.held:
            self.cursor.close()

    def __del__(self):
        """Where nobody has closed it, the driver's goes first."""
        with self.held:
            del self.cursor


class _DebugCursor(_Cursor, CursorDebugWrapper):
    pass


class TellsCommits:
    """Mixed into a connection of Django's: whatever is committed by it is told."""

    @committing()
    def _commit(self):
        return super()._commit()

    def make_cursor(self, cursor):
        return _Cursor(cursor, self)

    def make_debug_cursor(self, cursor):
        return _DebugCursor(cursor, self)
