import json
import os
import signal
import subprocess
import tarfile
import threading

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError
from django.db import connection, connections

from audit.models import Entry, Head, record
from publishing.work import last_seen
from selec_cms.backups import BACKUP, INCOMPLETE, archive, engines, making
from tests.selec_cms.backups.conftest import told


def manifest_of(path):
    with tarfile.open(path) as tar:
        return json.load(tar.extractfile("manifest.json"))


def test_a_backup_has_the_database_its_files_and_the_head_of_the_log_and_is_nobody_elses_to_read(
    site, backup
):
    image, version = site
    manifest = manifest_of(backup)
    assert manifest["files"].keys() == {image.original.name, version.file.name}
    assert manifest["files"][version.file.name]["sha256"] == version.sha256
    assert manifest["rows"]["library.Image"][0] == 1
    assert manifest["audit"]["number"] == Head.objects.get().number - 1  # the backup is on record itself
    assert Entry.objects.first().act == "made a backup"
    assert last_seen(BACKUP)
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in backup.parent.glob(f"{archive.WORK}*")] == []


def test_a_backup_is_of_one_instant_while_others_write(site, tmp_path):
    stopped = threading.Event()

    def write():
        while not stopped.is_set():
            record("saved", reason="while a backup is made")
        connections.close_all()

    writing = threading.Thread(target=write)
    writing.start()
    try:
        for number in range(3):
            told("backup", tmp_path / f"{number}.tar")
    finally:
        stopped.set()
        writing.join()
    heads = [manifest_of(tmp_path / f"{number}.tar")["audit"]["number"] for number in range(3)]
    assert heads[0] < heads[1] < heads[2] < Head.objects.get().number
    for number in range(3):
        assert "can be restored" in told("restore_drill", tmp_path / f"{number}.tar")


def test_a_file_that_is_missing_or_damaged_is_named_and_the_rest_is_kept(site, tmp_path):
    image, version = site
    default_storage.delete(image.original.name)
    (tmp_path / "media" / version.file.name).write_bytes(b"rotten")
    with pytest.raises(CommandError) as refused:
        told("backup", tmp_path / "some.tar")
    assert image.original.name in str(refused.value)
    assert version.file.name in str(refused.value)
    assert manifest_of(tmp_path / "some.tar")["missing"] == [image.original.name]
    assert last_seen(INCOMPLETE)


def test_a_kill_leaves_no_half_archive_under_the_final_name(site, tmp_path, monkeypatch):
    connections.close_all()
    child = os.fork()
    if child == 0:
        making.add_manifest = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        making.make(tmp_path / "killed.tar")
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert not (tmp_path / "killed.tar").exists()
    left = next(tmp_path.glob(f"{archive.WORK}*"))
    os.utime(left, (0, 0))
    told("backup", tmp_path / "killed.tar")
    assert not left.exists()


def test_only_so_many_are_kept_and_none_is_written_over(site, settings, tmp_path):
    for _ in range(3):
        told("backup", keep=2)
    assert len(making.kept()) == 2
    (settings.BACKUP_ROOT / "notes.tar").write_text("not ours")
    told("backup", keep=1)
    assert len([*settings.BACKUP_ROOT.iterdir()]) == 2
    with pytest.raises(CommandError, match="exists already"):
        told("backup", making.kept()[0])
    with pytest.raises(CommandError, match="BACKUP_ROOT"):
        told("backup", tmp_path / "x.tar", keep=1)


def test_no_password_is_on_a_command_line_and_a_missing_program_is_named(site, tmp_path, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite needs no program")
    run, commands = subprocess.run, []
    monkeypatch.setattr(
        subprocess, "run", lambda command, **more: commands.append(command) or run(command, **more)
    )
    told("backup", tmp_path / "one.tar")
    assert len(commands) == 1
    assert connection.settings_dict["PASSWORD"] not in " ".join(commands[0])
    monkeypatch.setattr(engines, "ASIDE", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match="pg_dump is missing on this machine"):
        told("backup", tmp_path / "two.tar")
