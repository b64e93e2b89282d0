"""The Nu HTML checker: says of pages what is not valid HTML."""

import fcntl
import json
import shutil
import subprocess
from pathlib import Path

from . import machine

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent / ".cache" / "nu"
JAR = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
LOCK = "package-lock.json"


def is_installed():
    here, there = HERE / "nu" / LOCK, FOLDER / LOCK
    return JAR.exists() and there.exists() and here.read_bytes() == there.read_bytes()


def install():
    """What is missing of Java, npm and the checker itself, by one process at a time; says whether it is all there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _install()


def _install():
    if not (machine.answers("java", "-version") or machine.install("default-jre-headless")):
        return False
    if is_installed():
        return True
    if not (machine.answers("npm", "--version") or machine.install("npm")):
        return False
    shutil.copytree(HERE / "nu", FOLDER, dirs_exist_ok=True)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    return subprocess.run(command, cwd=FOLDER, capture_output=True).returncode == 0


def faults(folder):
    """(number, sentence) of what is not valid in a folder's pages, which are named 0.html, 1.html and so on."""
    command = ["java", "-jar", JAR, "--errors-only", "--format", "json", "--stdout", "--exit-zero-always"]
    done = subprocess.run([*command, *folder.iterdir()], capture_output=True)
    told = json.loads(done.stdout)["messages"]
    return [(int(Path(one["url"]).stem), f"{one['message']} {one.get('extract', '')}") for one in told]
