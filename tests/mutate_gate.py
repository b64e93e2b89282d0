"""Proves that the tests guard each use of the gate.

Every call of a gate's method in the apps is replaced by `.all()`, one at a time, and a test has to fail each time.
The leak test comes first, in forks of a process that has made it ready (tests/gate_forks.py). What survives that is
opened in a copy of the tree, in processes of its own: since what is shown hangs on one kind's own rule, the tests of
the app fail, or else the leak test does once all was opened from the start. Run it as
`.venv/bin/python tests/mutate_gate.py`, for some of the files as
`.venv/bin/python tests/mutate_gate.py search/ publishing/calendars.py`.
"""

import ast
import compileall
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from py_compile import PycInvalidationMode
from queue import SimpleQueue

import pytest
from gate_forks import Forks

HERE = Path(__file__).resolve().parent.parent
APPS = tomllib.loads((HERE / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
GATE = {"withdrawn", "shown", "public", "visible_to", "in_force", "ever_public", "readable", "indexed"}
# What these find is shown in the back office alone, where `for_person` decides: they are no outlet.
FOR_STAFF = [
    Path("publishing/checked.py"),
    Path("publishing/readings.py"),
    Path("publishing/checks"),
    Path("publishing/desk_editions.py"),
    Path("publishing/desk_deadlines.py"),
    Path("news/checks.py"),
    Path("news/desk.py"),
    Path("notices/checks.py"),
]
LEAK_TEST = "tests/test_leaks.py"
HALF = "--half"
HALVES = {
    "first": (list, lambda tests: tests[:1]),
    "others": (lambda uses: uses[::-1], lambda tests: tests[1:]),
}
DEFINITION = "EditionQuerySet"
AT_A_TIME = 2
PATIENCE_SECONDS = 600
PASSED, FAILED = 0, 1
NOT_COPIED = shutil.ignore_patterns(
    ".venv", ".git", ".*cache", ".env", "__pycache__", "*.sqlite3*", "media", "staticfiles", "node_modules"
)


@dataclass(frozen=True)
class Use:
    path: Path
    line: int
    start: int  # in bytes, as the syntax tree counts
    end: int
    end_at: tuple  # the same as line and column

    def __str__(self):
        code = self.file.read_text().splitlines()[self.line - 1].strip()
        return f"{self.path}:{self.line} {code}"

    @property
    def file(self):
        return HERE / self.path

    @property
    def name(self):
        return f"{str(self.path).replace('/', '.')}.{self.start}"

    def compiled(self, source=None):
        return compile(source or self.file.read_bytes(), str(self.file), "exec", dont_inherit=True)

    def opened(self):
        """The file's bytes with this one gate left open."""
        source = self.file.read_bytes()
        return source[: self.start] + b"all()" + source[self.end :]


class Finder(ast.NodeVisitor):
    def __init__(self, path):
        self.path, self.uses = path, []
        source = (HERE / path).read_bytes()
        self.line_starts = [0]
        for line in source.splitlines(keepends=True):
            self.line_starts.append(self.line_starts[-1] + len(line))
        self.visit(ast.parse(source))

    def visit_ClassDef(self, node):
        if node.name != DEFINITION:
            self.generic_visit(node)

    def visit_Call(self, node):
        method = node.func
        if isinstance(method, ast.Attribute) and method.attr in GATE:
            name_end = self.line_starts[method.end_lineno - 1] + method.end_col_offset
            end = self.line_starts[node.end_lineno - 1] + node.end_col_offset
            end_at = node.end_lineno, node.end_col_offset
            self.uses.append(Use(self.path, method.end_lineno, name_end - len(method.attr), end, end_at))
        self.generic_visit(node)


def uses():
    paths = [path.relative_to(HERE) for app in APPS for path in sorted((HERE / app).rglob("*.py"))]
    outlets = [path for path in paths if not any(path.is_relative_to(each) for each in FOR_STAFF)]
    return [use for path in outlets if "migrations" not in path.parts for use in Finder(path).uses]


def variables():
    """No bytecode is written, so that none is ever that of another mutant."""
    given = {"SECRET_KEY": "test", "DEBUG": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | given


def survivors_of_forks(found, named, folder):
    """Two runs beside each other: one for the first test, which asks all pages twice, the other for the others."""
    killed = Path(folder) / "killed"
    killed.mkdir()
    commands = [[sys.executable, __file__, HALF, half, killed, *named] for half in HALVES]
    runs = [subprocess.Popen(command, cwd=HERE, env=variables()) for command in commands]
    codes = [run.wait() for run in runs]
    if any(codes):
        sys.exit("The leak test does not pass as it is: nothing is proved.")
    return [use for use in found if not (killed / use.name).exists()]


def run_half(half, killed, found):
    order, chosen = HALVES[half]
    forks = Forks(order(found), GATE, APPS, chosen, killed)
    return pytest.main([LEAK_TEST, "-q", "-s", "-p", "no:cacheprovider"], plugins=[forks])


def outcome(tree, tests):
    """Their exit code and their output."""
    options = ["-x", "-q", "--failed-first", "--reuse-db", "-m", "not browser"]
    command = [sys.executable, "-m", "pytest", tests, *options]
    try:
        run = subprocess.run(
            command, cwd=tree, env=variables(), capture_output=True, text=True, timeout=PATIENCE_SECONDS
        )
    except subprocess.TimeoutExpired:
        return None, "took too long"
    return run.returncode, run.stdout + run.stderr


def killed(use, trees):
    """Whether a test fails without this use of the gate; tells it as well."""
    tree = trees.get()
    try:
        (tree / use.path).write_bytes(use.opened())
        code, output = outcome(tree, f"tests/{use.path.parts[0]}")
        if code == PASSED:
            code, output = outcome(tree, LEAK_TEST)
        shutil.copyfile(HERE / use.path, tree / use.path)
    finally:
        trees.put(tree)
    by = re.search(r"^FAILED \S+?::(.*)$", output, re.MULTILINE)
    if code == FAILED and by:
        print(f"killed    {use}\n          by {by[1]}", flush=True)
        return True
    why = "" if code == PASSED else f"\n          the test did not fail but broke: {output[-600:]}"
    print(f"SURVIVED  {use}{why}", flush=True)
    return False


def survivors(found, folder):
    """Those uses whose loss no test notices."""
    trees = SimpleQueue()
    for number in range(AT_A_TIME):
        tree = Path(shutil.copytree(HERE, Path(folder) / str(number), ignore=NOT_COPIED))
        compileall.compile_dir(tree, quiet=1, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
        trees.put(tree)
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        deaths = pool.map(lambda use: killed(use, trees), found)
        return [use for use, dead in zip(found, deaths, strict=True) if not dead]


def main():
    began, named = time.monotonic(), sys.argv[1:]
    half, killed = (named[1:3]) if named[:1] == [HALF] else ("", "")
    named = named[3:] if half else named
    found = [use for use in uses() if not named or any(str(use.path).startswith(one) for one in named)]
    if not found:
        sys.exit("No use of the gate was found: nothing is proved.")
    if half:
        return run_half(half, killed, found)
    with tempfile.TemporaryDirectory() as folder:
        survived = survivors(survivors_of_forks(found, named, folder), folder)
    guarded, seconds = len(found) - len(survived), time.monotonic() - began
    print(f"The tests guard {guarded} of {len(found)} uses of the gate; tried in {seconds:.0f} seconds.")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
