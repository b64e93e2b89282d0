"""The set-up: what is locked, and what refuses to start."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent.parent
LOCKS = sorted((HERE / "requirements").glob("*.txt"))


def locked(lock):
    """Each requirement with its hashes, as one text."""
    lines = [
        line for line in lock.read_text().splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]
    return re.split(r"\n(?=\S)", "\n".join(lines))


def run(*arguments, **variables):
    """Without .env, which is a developer's, and without an exported key."""
    kept = {name: value for name, value in os.environ.items() if name != "SECRET_KEY"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=HERE,
        env=kept | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_psycopg_3_is_absent_because_django_would_switch_to_it():
    assert importlib.util.find_spec("psycopg") is None
    assert not [lock for lock in LOCKS if re.search(r"^psycopg\b(?!2)(?!-)", lock.read_text(), re.MULTILINE)]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_requirement_has_one_version_and_a_hash(lock):
    requirements = locked(lock)
    assert len(requirements) > 10
    assert [each for each in requirements if "==" not in each or "--hash=sha256:" not in each] == []


def test_what_is_locked_for_production_is_locked_alike_for_development():
    base, dev = (
        {each.split()[0] for each in locked(HERE / "requirements" / f"{name}.txt")}
        for name in ["base", "dev"]
    )
    assert base <= dev


def test_settings_refuse_to_start_without_a_secret_key():
    refused = run("-c", "import selec_cms.settings")
    assert refused.returncode != 0
    assert "SECRET_KEY" in refused.stderr


@pytest.mark.parametrize("arguments", [[], ["--first-run"], ["--releases", "10"]], ids=" ".join)
def test_the_demo_is_refused_outside_debug_with_a_sentence(arguments):
    refused = run("manage.py", "demo", *arguments, DEBUG="0", SECRET_KEY="test")
    assert refused.returncode != 0
    assert "DEBUG" in refused.stderr
    assert "Traceback" not in refused.stderr
