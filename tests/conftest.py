from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.cache import caches
from django.db import connection

from publishing.keeping import COPIES
from tests import (
    signing_in,  # noqa: F401  sessions that tests open have passed both factors
    template_database,
)
from tests.database_clock import DatabaseClock

DATABASE_CLOCK = DatabaseClock()


def pytest_configure():
    """What a test changes is mostly undone, never committed: those that need the file have one of their own."""
    site_settings.CHANGES_FILE = ""


def pytest_collection_modifyitems(items):
    """Those of the whole site first, which take long: else one core waits for the other in the end."""
    items.sort(key=lambda item: item.path.parent != Path(__file__).parent)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings):
    """Always: each process has a copy of its own, made before it is opened."""
    template_database.copy()
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        DATABASE_CLOCK.install()
        if connection.vendor == "sqlite":
            # Tests with several connections empty the tables afterwards; on PostgreSQL they truncate them.
            with connection.cursor() as cursor:
                cursor.execute("DROP TRIGGER IF EXISTS audit_entry_no_delete")


@pytest.fixture
def clock(db):
    """The database's clock: `clock.set(instant)` makes it stand still."""
    yield DATABASE_CLOCK
    DATABASE_CLOCK.set(None)


@pytest.fixture(autouse=True)
def plain_settings(settings, tmp_path):
    """As on a developer's machine, without redirects to https and with a quick password hash."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "media" / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir(parents=True)
    settings.SECURE_SSL_REDIRECT = False
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.SEARCHES_A_MINUTE = settings.DATA_A_MINUTE = 10**6  # a walk asks more often than anybody
    memory = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {name: {"BACKEND": memory, "LOCATION": name} for name in ("default", "quick")}
    COPIES.clear()  # another test’s settings may have told of them
    for one in caches.all(initialized_only=False):
        one.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def person(db):
    """person("Ana", "change_pressrelease", …): a member of staff with these rights."""

    def make_person(name, *rights, **fields):
        user = get_user_model().objects.create_user(name, password="a long password", is_staff=True, **fields)
        user.user_permissions.set(Permission.objects.filter(codename__in=rights))
        return user

    return make_person


@pytest.fixture
def writer(person):
    facts = ["view_crimearea", "view_memberstate", "view_partner"]
    return person(
        "ana", "add_pressrelease", "change_pressrelease", "view_pressrelease", "travel_in_time", *facts
    )


@pytest.fixture
def approver(person):
    return person("boris", "change_pressrelease", "view_pressrelease", "approve_pressrelease")
