from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from audit.models import record
from tests.library.files import document
from tests.library.pictures import image


@pytest.fixture
def site(transactional_db, settings, tmp_path):
    """A little of everything that a backup holds; its image and its file."""
    settings.BACKUP_ROOT = tmp_path / "backups"
    record("saved", reason="Đorđe’s reason")
    return image(), document().versions.get()


@pytest.fixture
def backup(site, tmp_path):
    """The path of a backup of that site."""
    path = tmp_path / "site.tar"
    told("backup", path)
    return path


def told(command, *arguments, **options):
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def stored(settings):
    """{name: bytes} of all files of the site."""
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
