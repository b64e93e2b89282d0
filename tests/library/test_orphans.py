"""What a killed process leaves is found; what belongs to somebody is not touched."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from library.models import Image
from library.orphans import sweep
from library.renditions import Rendition, folder
from tests.library.files import document
from tests.library.pictures import image

pytestmark = pytest.mark.django_db
NOW = timedelta()


def test_only_what_nothing_refers_to_is_deleted():
    row = image()
    kept = [row.original.name, Rendition.named("320.jpg", row).file(row).name]
    gone = image(pk=777)
    names = [gone.original.name, Rendition.named("320.jpg", gone).file(gone).name]
    Image.objects.filter(pk=777).delete()
    names += ["images/abc.jpg", "files/def", "uploads/tmp1.upload", f"{folder(row)}/.unfinished"]
    for name in names[2:]:
        default_storage.save(name, ContentFile(b"x"))
    assert sweep() == []  # they are young
    assert sorted(sweep(NOW)) == sorted(names)
    assert all(map(default_storage.exists, kept))
    assert sweep(NOW) == []


def test_a_files_versions_are_kept_all_of_them():
    row = document({}, {"at": None})
    default_storage.save("files/abc", ContentFile(b"x"))
    assert sweep(NOW) == ["files/abc"]
    assert all(default_storage.exists(version.file.name) for version in row.versions.all())


def test_the_command_says_what_it_did(capsys):
    call_command("sweep_media", "--minutes", "0")
    assert "0 files deleted." in capsys.readouterr().out
