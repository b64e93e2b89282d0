"""Restoring a backup, for good or for a drill: staged and proved first, then put in place in one step."""

from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from audit.models import first_broken_link, record
from publishing.work import beat

from . import DRILL, FAILED, Unfit, contents, engines
from .archive import Hashed, unpack, workplace


@contextmanager
def proved(path):
    """The archive, unpacked beside the uploads, once a scratch database made of it is what the manifest says."""
    parent = Path(settings.FILE_UPLOAD_TEMP_DIR)
    parent.mkdir(parents=True, exist_ok=True)
    with workplace(parent) as work:
        staged = unpack(path, work)
        _refuse_foreign(staged.manifest)
        with engines.scratch(staged.database) as alias:
            _compare(alias, staged)
        yield staged


def restore(path, replaced=""):
    """`replaced` is the name of the database whose content is given up; none is needed for an empty one."""
    name = Path(str(connection.settings_dict["NAME"])).name
    if replaced and replaced != name:
        raise Unfit(f"The site's database is called {name}, not {replaced}: nothing was changed.")
    if not replaced and not contents.is_empty():
        raise Unfit(f"The database is not empty. To give up what it holds, say --replace {name}.")
    with proved(path) as staged:
        for file, stored in staged.files.items():
            _place(file, stored)
        engines.replace_by(staged.database)
        record("restored a backup", subject=Path(path).name, reason=f"made at {staged.manifest['made_at']}")
        cache.clear()
        return staged.manifest


def drill(path):
    """Whether the archive can be restored; on record either way."""
    try:
        with proved(path) as staged:
            manifest = staged.manifest
    except Unfit as error:
        beat(FAILED)
        record("failed a restore drill", subject=Path(path).name, reason=str(error))
        raise
    rows = sum(number for number, _digest in manifest["rows"].values())
    words = (
        f"{rows} rows, {len(manifest['files'])} files, {manifest['audit']['number']} entries of the audit log"
    )
    record("passed a restore drill", subject=Path(path).name, reason=words)
    beat(DRILL)
    return words


def _refuse_foreign(manifest):
    if manifest["engine"] != connection.vendor:
        raise Unfit(
            f"This is a backup of a site on {manifest['engine']}, and this one runs on {connection.vendor}: "
            "restore it where DATABASE_URL names such a database."
        )
    known = sorted(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations)
    newer = [each for each in manifest["migrations"] if each not in known]
    older = [each for each in known if each not in manifest["migrations"]]
    if newer or older:
        which = (
            f"a later version of the site ({newer[0]})" if newer else f"an earlier version (no {older[0]})"
        )
        raise Unfit(f"The backup was made by {which}. Restore it with that version, then upgrade.")


def _compare(alias, staged):
    manifest = staged.manifest
    found = contents.rows(alias)
    other = [
        label
        for label in found.keys() | manifest["rows"].keys()
        if found.get(label) != manifest["rows"].get(label)
    ]
    if other or contents.migrations(alias) != manifest["migrations"]:
        raise Unfit(
            f"The restored database differs from the one that was backed up: {', '.join(sorted(other))}."
        )
    if broken := first_broken_link(alias):
        raise Unfit(f"The audit log in the backup is broken. {broken}")
    if contents.audit_head(alias) != manifest["audit"]:
        raise Unfit("The audit log in the backup ends elsewhere than its manifest says.")
    named = contents.files(alias)
    if named.keys() != {*staged.files, *manifest["missing"]}:
        raise Unfit("The files in the backup are not those that its database names.")
    for name, sha256 in named.items():
        if sha256 and name in staged.files and manifest["files"][name]["sha256"] != sha256:
            raise Unfit(f"The file {name} in the backup is not what its row says.")


def _place(name, stored):
    """Under its name in the store, which stands for these bytes alone: what is right there stays as it is."""
    if default_storage.exists(name):
        with default_storage.open(name) as there, stored.open("rb") as ours:
            if _sum(there) == _sum(ours):
                return
        default_storage.delete(name)
    with stored.open("rb") as stream:
        default_storage.save(name, File(stream))


def _sum(stream):
    hashed = Hashed(stream)
    while hashed.read(1024 * 1024):
        pass
    return hashed.sum.digest()
