"""Making a backup while the site is written to."""

import os
import tarfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection

from audit.models import record
from publishing import clock
from publishing.work import beat

from . import BACKUP, INCOMPLETE, contents, engines
from .archive import DATABASE, FILES, add, add_manifest, settle, workplace

PREFIX, SUFFIX = "selec-", ".tar"


def folder():
    return Path(settings.BACKUP_ROOT)


def kept():
    """The archives in the house's own folder, the newest first: names sort by their instant."""
    return sorted(folder().glob(f"{PREFIX}*{SUFFIX}"), reverse=True)


def default_path():
    return folder() / f"{PREFIX}{clock.now():%Y%m%dT%H%M%S.%fZ}{SUFFIX}"


def forget_all_but(number):
    """Deletes older archives of the house's own folder; returns them."""
    old = kept()[number:]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def make(target):
    """Writes the archive; the names of files that the database names and nobody finds, or that are others."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with workplace(target.parent) as work:
        dump = work / DATABASE
        with engines.snapshot(dump) as alias:
            manifest = _described(alias)
            named = contents.files(alias)
        partial = work / "archive"
        _write(partial, dump, named, manifest)
        settle(partial, target)
    troubles = _troubles(named, manifest["files"])
    _noted(target, manifest, troubles)
    return troubles


def _write(partial, dump, named, manifest):
    with (
        open(partial, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as stream,
        tarfile.open(fileobj=stream, mode="w") as tar,
    ):
        with dump.open("rb") as database:
            manifest["database"] = add(tar, DATABASE, database, dump.stat().st_size)
        manifest["files"] = _add_files(tar, named)
        manifest["missing"] = sorted(named.keys() - manifest["files"].keys())
        add_manifest(tar, manifest)


def _described(alias):
    return {
        "made_at": clock.now().isoformat(),
        "engine": connection.vendor,
        "migrations": contents.migrations(alias),
        "rows": contents.rows(alias),
        "audit": contents.audit_head(alias),
    }


def _add_files(tar, named):
    added = {}
    for name in sorted(named):
        with suppress(FileNotFoundError), default_storage.open(name) as stream:
            added[name] = add(tar, FILES + name, stream, stream.size)
    return added


def _troubles(named, added):
    """Not of what was deleted with its row while the backup was made."""
    suspects = [
        name for name, sha256 in named.items() if added.get(name, {}).get("sha256") != (sha256 or None)
    ]
    suspects = [name for name in suspects if name not in added or named[name]]
    return sorted({*suspects} & contents.files("default").keys()) if suspects else []


def _noted(target, manifest, troubles):
    files = len(manifest["files"])
    words = f"{files} files, audit entry {manifest['audit']['number']}"
    if troubles:
        words += f"; missing or damaged: {', '.join(troubles[:20])}"
        beat(INCOMPLETE)
    record("made a backup", subject=target.name, reason=words)
    beat(BACKUP)
