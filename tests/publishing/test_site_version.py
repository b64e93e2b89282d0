"""The number that grows with all that the public may read, and what processes keep until it does."""

from threading import Thread

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import RequestFactory

from news.models import PressRelease
from organisation.models import CrimeArea, SocialAccount
from outreach.models import Subscriber
from publishing.keeping import kept, reading_of
from publishing.site_version import SiteVersion, told_tables
from publishing.work import beat
from selec_cms.frame import social_accounts
from tests.make import EARLIER, make

pytestmark = pytest.mark.django_db(transaction=True)


def number():
    return SiteVersion.objects.values_list("number", flat=True).first()


def grows(act):
    before = number() or 0
    act()
    return (number() or 0) > before


def ask():
    return RequestFactory().get("/")


def test_every_table_that_pages_tell_of_is_watched():
    watched = {
        "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_told\\_%' "
        "ESCAPE '\\' GROUP BY tbl_name HAVING count(*) = 3",
        "postgresql": "SELECT relname FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid WHERE tgname = 'told'",
    }
    with connection.cursor() as cursor:
        cursor.execute(watched[connection.vendor])
        assert {name for (name,) in cursor.fetchall()} == told_tables()
    assert {
        "news_pressrelease",
        "news_pressrelease_crime_areas",
        "search_entry",
        "library_use",
    } <= told_tables()
    assert not told_tables() & {"outreach_subscriber", "outreach_subscriber_kinds", "django_session"}


def test_it_grows_with_whatever_pages_tell_and_however_it_is_done():
    area = CrimeArea(name="Drugs", slug="drugs")
    assert grows(area.save)
    assert grows(lambda: CrimeArea.objects.update(description="Of all sorts"))
    release = make(PressRelease)
    assert grows(lambda: release.crime_areas.add(area))
    assert grows(release.crime_areas.clear)
    assert grows(lambda: CrimeArea.objects.all().delete())


def test_it_stays_with_what_no_page_tells():
    make(PressRelease)
    assert not grows(lambda: Subscriber.objects.create(email="reader@example.org", asked_at=EARLIER))
    assert not grows(beat)


def test_migrating_watches_tables_that_lost_their_triggers():
    with connection.cursor() as cursor:
        on = " ON news_pressrelease" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {'told' if on else 'news_pressrelease_told_update'}{on}")
    make(PressRelease)
    assert not grows(lambda: PressRelease.objects.update(note="A slip."))
    call_command("migrate", verbosity=0)
    assert grows(lambda: PressRelease.objects.update(note="Another."))


def test_a_site_has_a_version_as_soon_as_it_is_migrated():
    SiteVersion.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert reading_of(ask()).version == number()
    assert number()


def test_a_copy_is_read_once_until_anything_changes():
    SocialAccount.objects.create(name="Videos", url="https://www.example.org/selec")
    first = social_accounts(ask())
    assert social_accounts(ask()) is first
    CrimeArea.objects.create(name="Drugs", slug="drugs")
    assert social_accounts(ask()) is not first


def test_a_page_shows_what_another_connection_has_just_changed(client):
    SocialAccount.objects.create(name="Videos", url="https://www.example.org/selec")
    assert "https://www.example.org/selec" in client.get("/").content.decode()

    def elsewhere():
        SocialAccount.objects.update(url="https://www.example.org/moved")
        connections.close_all()

    other = Thread(target=elsewhere)
    other.start()
    other.join()
    assert "https://www.example.org/moved" in client.get("/").content.decode()


def test_nothing_is_kept_of_what_is_undone():
    SocialAccount.objects.create(name="Videos", url="https://www.example.org/selec")
    with transaction.atomic():
        SocialAccount.objects.update(url="https://www.example.org/undone")
        assert social_accounts(ask())[0].url == "https://www.example.org/undone"
        transaction.set_rollback(True)
    assert social_accounts(ask())[0].url == "https://www.example.org/selec"


def test_no_number_comes_twice_where_the_row_is_from_a_backup():
    CrimeArea.objects.create(name="Drugs", slug="drugs")
    seen = number()
    SiteVersion.objects.update(number=seen - 10)  # as an older backup has it
    CrimeArea.objects.update(description="Of all sorts")
    assert number() > seen


def test_copies_are_of_what_is_asked_for():
    names = kept(lambda day: [day])
    make(PressRelease)
    assert names(ask(), 1) == [1]
    assert names(ask(), 2) == [2]


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer")
def test_two_who_write_wait_for_each_other_at_the_commit_alone():
    CrimeArea.objects.create(name="Drugs", slug="drugs")
    SocialAccount.objects.create(name="Videos", url="https://www.example.org/selec")
    done = []

    def elsewhere():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        CrimeArea.objects.update(description="Of all sorts")
        done.append(number())
        connections.close_all()

    with transaction.atomic():
        SocialAccount.objects.update(url="https://www.example.org/moved")
        other = Thread(target=elsewhere)
        other.start()
        other.join()
        assert done, "The other could not commit."
    assert number() > done[0]
