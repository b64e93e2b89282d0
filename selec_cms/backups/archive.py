"""The archive: a tar of `database`, `files/…` and, last, `manifest.json`, which has the SHA-256 of all the others.

Without the last member nothing is valid, so that one which was cut off is known for what it is.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from . import Unfit

MANIFEST, DATABASE, FILES = "manifest.json", "database", "files/"
PROJECT, FORMAT = "selec-cms", 1
MOST_OF_MANIFEST = 500_000_000  # bytes
WORK = ".backup-work-"
ABANDONED = 24 * 3600  # seconds


@contextmanager
def workplace(parent):
    """A private folder for half-done work; those of processes that were killed long ago are taken away."""
    for left in Path(parent).glob(f"{WORK}*"):
        with suppress(FileNotFoundError):
            if left.stat().st_mtime < time.time() - ABANDONED:
                shutil.rmtree(left)
    with TemporaryDirectory(prefix=WORK, dir=parent) as folder:
        yield Path(folder)


class Hashed:
    """A stream that knows the SHA-256 of what was read from it."""

    def __init__(self, stream):
        self.stream, self.sum = stream, hashlib.sha256()

    def read(self, size=-1):
        piece = self.stream.read(size)
        self.sum.update(piece)
        return piece


def add(tar, name, stream, size):
    """Appends a member; what the manifest says of it."""
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, int(time.time())
    hashed = Hashed(stream)
    tar.addfile(member, hashed)
    return {"size": size, "sha256": hashed.sum.hexdigest()}


def add_manifest(tar, manifest):
    text = json.dumps({"project": PROJECT, "format": FORMAT, **manifest}, indent=1, sort_keys=True).encode()
    add(tar, MANIFEST, io.BytesIO(text), len(text))


def settle(partial, target):
    """Gives a whole archive its name, once it is on the disk."""
    with partial.open("rb") as stream:
        os.fsync(stream.fileno())
    partial.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@dataclass(frozen=True)
class Staged:
    """An archive's members as files of our own, proved by its manifest; `files` are {name in the store: path}."""

    manifest: dict
    database: Path
    files: dict


def unpack(path, folder):
    """Members are stored under numbers: no name in an archive ever becomes a path here."""
    try:
        with tarfile.open(path, "r:") as tar:
            paths, found = _members(tar, folder)
    except FileNotFoundError:
        raise Unfit(f"There is no file {path}.") from None
    except (tarfile.TarError, EOFError) as error:
        raise Unfit(f"{path} is no whole archive: {error}.") from error
    manifest = _manifest(path, paths.pop(MANIFEST, None))
    found.pop(MANIFEST)
    told = {DATABASE: manifest["database"]} | {FILES + name: one for name, one in manifest["files"].items()}
    for name in sorted(told.keys() | found.keys()):
        if name not in found:
            raise Unfit(f"The archive is damaged: {name} is missing.")
        if name not in told or found[name] != told[name]:
            raise Unfit(f"The archive is damaged: {name} is not what its manifest says.")
    files = {name: paths[FILES + name] for name in manifest["files"]}
    return Staged(manifest, paths[DATABASE], files)


def _members(tar, folder):
    paths, found = {}, {}
    for number, member in enumerate(tar):
        parts = PurePosixPath(member.name)
        is_ours = member.name in (MANIFEST, DATABASE) or member.name.startswith(FILES)
        is_plain = str(parts) == member.name and ".." not in parts.parts and "\0" not in member.name
        if not (member.isreg() and is_ours and is_plain) or member.name in paths:
            raise Unfit(f"This is no backup of this site: it holds {member.name[:100]!r}.")
        hashed = Hashed(tar.extractfile(member))
        paths[member.name] = folder / str(number)
        with paths[member.name].open("xb") as stream:
            shutil.copyfileobj(hashed, stream, 1024 * 1024)
        found[member.name] = {"size": member.size, "sha256": hashed.sum.hexdigest()}
    return paths, found


def _manifest(path, stored):
    if stored is None or stored.stat().st_size > MOST_OF_MANIFEST:
        raise Unfit(f"{path} has no manifest: it is no backup of this site, or it was cut off.")
    try:
        manifest = json.loads(stored.read_bytes())
        is_ours = (manifest["project"], manifest["format"]) == (PROJECT, FORMAT)
        whole = all(key in manifest for key in ["database", "files", "missing", "audit", "rows", "engine"])
    except (ValueError, TypeError, KeyError):
        is_ours = False
    if not (is_ours and whole and isinstance(manifest["files"], dict)):
        raise Unfit(f"{path} is no backup of this site: its manifest is another one's.")
    return manifest
