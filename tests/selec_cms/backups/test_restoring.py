import io
import json
import tarfile

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError
from django.db import connection

from audit.models import Entry, first_broken_link, record
from library.models import Image
from publishing.commits import standing_mark
from publishing.work import last_seen
from selec_cms.backups import DRILL, FAILED, engines
from selec_cms.backups.contents import is_empty
from tests.audit.test_audit import tamper
from tests.library.pictures import image
from tests.selec_cms.backups.conftest import stored, told
from tests.signing_in import enrol


def name():
    return str(connection.settings_dict["NAME"]).rpartition("/")[2]


def rewritten(path, change):
    """The archive once `change` has had its members, as {name: bytes}."""
    with tarfile.open(path) as tar:
        members = {one.name: tar.extractfile(one).read() for one in tar}
    change(members)
    other = path.with_name("other.tar")
    with tarfile.open(other, "w") as tar:
        for each, content in members.items():
            info = tarfile.TarInfo(each)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return other


def manifest(change):
    def changed(members):
        told_by = json.loads(members["manifest.json"])
        change(told_by)
        members["manifest.json"] = json.dumps(told_by).encode()

    return changed


def test_a_site_is_what_it_was_at_the_backup_and_says_that_it_was_restored(site, backup, settings):
    kept = stored(settings)
    later = image()
    record("saved", reason="after the backup")
    for row in site:
        file = getattr(row, "original", None) or row.file
        default_storage.delete(file.name)
    assert "Restored what the site was" in told("restore", backup, replace=name())
    assert [*Image.objects.values_list("pk", flat=True)] == [site[0].pk]
    assert Entry.objects.first().act == "restored a backup"
    assert not Entry.objects.filter(reason="after the backup").exists()
    assert first_broken_link() is None
    assert {
        each: content for each, content in stored(settings).items() if each != later.original.name
    } == kept
    tamper_is_refused()


def tamper_is_refused():
    """The rules of the database came back with its rows."""
    with pytest.raises(Exception, match=r"append-only|audit"), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET reason = 'x' WHERE number = 1")


def test_what_stands_in_a_database_is_given_up_only_by_name(site, backup):
    assert not is_empty()
    before = Entry.objects.count()
    for given in ["", "another"]:
        with pytest.raises(CommandError, match=r"Nothing was restored\. The"):
            told("restore", backup, replace=given)
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda members: members.update(database=members["database"][:-1] + b"x"),
            "damaged: database is not",
        ),
        (lambda members: members.pop(next(iter(members))), "damaged: database is missing"),
        (lambda members: members.pop("manifest.json"), "cut off"),
        (lambda members: members.update({"manifest.json": b"[]"}), "another one's"),
        (lambda members: members.update({"files/../../up": b"x"}), "no backup of this site: it holds"),
        (lambda members: members.update({"/etc/passwd": b"x"}), "no backup of this site: it holds"),
        (lambda members: members.update({"files/more": b"x"}), "files/more is not what its manifest says"),
        (manifest(lambda told_by: told_by.update(project="other")), "another one's"),
        (manifest(lambda told_by: told_by.update(engine="oracle")), "a site on oracle"),
        (
            manifest(lambda told_by: told_by["migrations"].append("news.9999_x")),
            r"later version .*news\.9999_x",
        ),
        (manifest(lambda told_by: told_by["migrations"].pop()), "an earlier version"),
        (manifest(lambda told_by: told_by["rows"].pop("library.Image")), r"differs .*library\.Image"),
        (manifest(lambda told_by: told_by["audit"].update(number=7)), "ends elsewhere"),
    ],
)
def test_a_damaged_or_foreign_archive_is_refused_and_changes_nothing(backup, settings, change, sentence):
    before, entries = stored(settings), Entry.objects.count()
    with pytest.raises(CommandError, match=sentence):
        told("restore", rewritten(backup, change), replace=name())
    assert (stored(settings), Entry.objects.count()) == (before, entries)


@pytest.mark.parametrize("part", [0.999, 0.5, 0.01, 0])
def test_an_archive_that_was_cut_off_is_refused(backup, part):
    with tarfile.open(backup) as tar:
        last = tar.getmembers()[-1]
    end = last.offset_data + last.size  # behind it come zeros
    backup.write_bytes(backup.read_bytes()[: int(end * part)])
    with pytest.raises(CommandError, match=r"cut off|no whole archive"):
        told("restore", backup, replace=name())


def test_a_link_in_an_archive_is_refused(backup):
    with tarfile.open(backup, "a") as tar:
        link = tarfile.TarInfo("files/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(CommandError, match="no backup of this site"):
        told("restore_drill", backup)


def test_a_failure_while_the_database_is_put_in_place_leaves_it_as_it_was(site, backup, monkeypatch):
    record("saved", reason="after the backup")

    def broken(path):
        path.write_bytes(path.read_bytes()[:5000])
        replace_by(path)

    replace_by = engines.replace_by
    monkeypatch.setattr(engines, "replace_by", broken)
    with pytest.raises(CommandError, match="Nothing was restored"):
        told("restore", backup, replace=name())
    assert Entry.objects.filter(reason="after the backup").exists()
    assert first_broken_link() is None


def test_a_drill_is_on_record_whether_it_succeeds_or_fails(site, settings):
    with pytest.raises(CommandError, match="There is no backup yet"):
        told("restore_drill")
    told("backup")
    assert "can be restored" in told("restore_drill")
    assert Entry.objects.first().act == "passed a restore drill"
    assert last_seen(DRILL)
    tamper("UPDATE audit_entry SET reason = 'x' WHERE number = 1")
    told("backup")
    with pytest.raises(CommandError, match=r"audit log in the backup is broken\. Entry 1"):
        told("restore_drill")
    assert Entry.objects.first().act == "failed a restore drill"
    assert last_seen(FAILED)


def test_restored_under_another_secret_key_the_site_says_how_many_have_to_enrol_anew(
    site, tmp_path, settings, django_user_model
):
    enrol(django_user_model.objects.create_user("ana"))
    told("backup", tmp_path / "site.tar")
    settings.SECRET_KEY = settings.SECRET_KEY[::-1] + "another"
    words = told("restore", tmp_path / "site.tar", replace=name())
    assert "Second factors that another SECRET_KEY sealed, and that cannot be read: 1." in words


def test_processes_that_keep_pages_are_told_of_it(site, settings, tmp_path):
    settings.CHANGES_FILE = str(tmp_path / "changes")
    with engines.snapshot(tmp_path / "database"):
        pass
    mark = standing_mark()
    engines.replace_by(tmp_path / "database")
    assert not mark.stands()
