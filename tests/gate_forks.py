"""Opens uses of the gate in forks of a process that has made a test ready, and runs the test's own words there.

Each test of a run is made ready once, in a database in memory, which a fork takes with it. A first fork runs it as
it is, which has to pass, and notes what was answered to each address and which functions asked the gate for that.
Each further fork runs it with one use open; an address whose answer that use had no part in is answered from the
notes. Two such runs beside each other tell each other of the dead by `killed`, a folder.
"""

import gc
import logging
import os
import pickle
import shutil
import signal
import sys
import tempfile
import traceback
from collections import Counter, defaultdict
from functools import wraps
from pathlib import Path
from types import CodeType, FunctionType

import pytest

PATIENCE_SECONDS = 600
PASSED, FAILED, NOT_OPENED = 0, 1, 2
MANAGER = "django/db/models/manager.py"  # stands between who asks and the queryset


def codes(code):
    """This code and all that is written within it."""
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from codes(inner)


def place(code):
    return code.co_filename, code.co_firstlineno, code.co_qualname


def place_of(use):
    """Of the innermost function that the use stands in."""
    found = [one for one in codes(use.compiled()) if use.end_at in {end[1:4:2] for end in one.co_positions()}]
    return place(found[-1])


def open_gate(use):
    """Puts the code with this gate open where the code as it is runs. Raises where there is no such function."""
    new = dict(zip(codes(use.compiled()), codes(use.compiled(use.opened())), strict=True))
    running = [one for one in gc.get_objects() if type(one) is FunctionType]
    here = [one for one in running if one.__code__.co_filename == str(use.file) and one.__code__ in new]
    for function in here:
        function.__code__ = new[function.__code__]
    if place_of(use) not in {place(inner) for one in here for inner in codes(one.__code__)}:
        raise LookupError(f"{use} is not in a function.")


class Notes:
    """What was answered, to each address each time it was asked, and the places that asked the gate meanwhile."""

    def __init__(self):
        self.answers, self.places, self.times = {}, defaultdict(set), Counter()
        self.asking = None

    def key(self, address):
        self.times[address] += 1
        return address, self.times[address]

    def take(self, gate, folders):
        """Begin: each of these methods of the apps notes who calls it."""
        for cls in [one for one in gc.get_objects() if isinstance(one, type)]:
            if str(cls.__module__).partition(".")[0] in folders:
                for name in gate & vars(cls).keys():
                    if isinstance(vars(cls)[name], FunctionType):
                        setattr(cls, name, self._noting(vars(cls)[name]))

    def _noting(self, method):
        @wraps(method)
        def noted(*args, **kwargs):
            caller = sys._getframe(1)
            if caller.f_code.co_filename.endswith(MANAGER):
                caller = caller.f_back
            self.places[self.asking].add(place(caller.f_code))
            return method(*args, **kwargs)

        return noted

    def asked(self, ask):
        def noting(client, address):
            self.asking = self.key(address)
            answer = self.answers[self.asking] = ask(client, address)
            self.asking = None
            return answer

        return noting

    def remembered(self, ask, place):
        """Only that is asked again in which this place had a part."""
        self.times.clear()

        def remembering(client, address):
            key = self.key(address)
            is_touched = key not in self.answers or place in self.places[key]
            return ask(client, address) if is_touched else self.answers[key]

        return remembering


class Forks:
    """A plugin for pytest. `uses` are tried in their order, the tests are those that `chosen` leaves of a run's."""

    def __init__(self, uses, gate, folders, chosen, killed):
        self.uses = {use: place_of(use) for use in uses}
        self.gate, self.folders, self.chosen, self.killed = gate, folders, chosen, Path(killed)

    def pytest_configure(self, config):
        from django.conf import settings

        settings.DATABASES["default"]["TEST"]["NAME"] = ":memory:"
        logging.disable()  # what is missing or breaks is what is looked for

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items):
        items[:] = self.chosen(items)

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem):
        with tempfile.NamedTemporaryFile() as file:
            if self._forked(lambda: self._noted(pyfuncitem, file.name)) != PASSED:
                pytest.exit(f"{pyfuncitem.name} does not pass as it is.", returncode=FAILED)
            notes = pickle.loads(Path(file.name).read_bytes())  # noqa: S301 - our own
        met = set().union(*notes.places.values())
        for use, where in self.uses.items():
            if where in met and not self._is_dead(use):
                code = self._forked(lambda use=use, where=where: self._opened(pyfuncitem, notes, use, where))
                if code == FAILED and not self._is_dead(use):
                    (self.killed / use.name).touch()
                    print(f"killed    {use}\n          by {pyfuncitem.name}", flush=True)
        return True

    def _is_dead(self, use):
        return (self.killed / use.name).exists()

    def _noted(self, item, file):
        notes = Notes()
        notes.take(self.gate, self.folders)
        code = self._call(item, notes.asked)
        Path(file).write_bytes(pickle.dumps(notes))
        return code

    def _opened(self, item, notes, use, where):
        try:
            open_gate(use)
        except (LookupError, ValueError):
            return NOT_OPENED
        return self._call(item, lambda ask: notes.remembered(ask, where))

    def _call(self, item, asked):
        """The test's own words, with files of its own."""
        from django.conf import settings
        from django.test import override_settings

        if hasattr(item.module, "asked"):
            item.module.asked = asked(item.module.asked)
        folder = tempfile.mkdtemp()
        try:
            shutil.copytree(settings.MEDIA_ROOT, folder, dirs_exist_ok=True)
            with override_settings(MEDIA_ROOT=folder):
                item.obj(**{name: item.funcargs[name] for name in item._fixtureinfo.argnames})
        except (Exception, pytest.fail.Exception):
            return FAILED
        finally:
            shutil.rmtree(folder)
        return PASSED

    def _forked(self, act):
        """What `act` returns in a fork of this process; something else where that broke or took too long."""
        if pid := os.fork():
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        try:
            signal.alarm(PATIENCE_SECONDS)
            code = act()
            sys.stdout.flush()
            os._exit(code)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(NOT_OPENED)
