"""Files: their versions, who may have which, and when."""

import pytest
from django.test import Client

from audit.models import Entry
from library.models import Version
from news.models import PressRelease
from publishing.lifecycle import Refused, Standing, Status
from publishing.models import ReviewLink
from tests.library.files import document, linked, table, taken
from tests.make import at, make

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
DAYS = [at(f"2026-11-{day} 12:00") for day in range(10, 20)]


@pytest.fixture(autouse=True)
def standing_clock(clock):
    clock.set(NOW)


@pytest.fixture
def lidia(person):
    return person("lidia", "view_document", "add_document", "change_document", "delete_document")


@pytest.fixture
def boris(person):
    return person("boris the approver", "view_document", "approve_document")


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def text(response):
    return response.content.decode()


def numbers(row, user=None, **query):
    """The versions that the file's page lists; None where there is no page."""
    response = (client_of(user) if user else Client()).get(row.get_absolute_url(), query)
    return [one.number for one in response.context["versions"]] if response.status_code == 200 else None


# Verbs


def test_versions_are_numbered_kept_and_on_record(lidia):
    row = document()
    added = row.add_version(taken("second.csv"), lidia, "A slip in line 2.")
    assert (added.number, added.effective_at, added.effective_by) == (2, NOW, lidia)
    assert row.newest == added
    assert row.versions.count() == 2
    entry = Entry.objects.get(act="version added")
    assert (entry.actor, entry.reason) == (lidia, "second.csv, version 2. A slip in line 2.")


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.APPROVED])
def test_a_replacement_of_what_others_rely_on_waits_for_a_colleague(lidia, boris, clock, status):
    row = document()
    make(PressRelease, body=linked(row), status=status)
    added = row.add_version(taken(), lidia)
    assert added.effective_at is None
    assert row.newest.number == 1
    clock.set(at("2026-11-21 12:00"))
    added.approve(boris)
    assert (row.newest, added.effective_at, added.effective_by) == (added, at("2026-11-21 12:00"), boris)
    assert Entry.objects.get(act="version approved").actor == boris


@pytest.mark.parametrize("status", [Status.DRAFT, Status.DISCARDED])
def test_what_nobody_else_has_read_is_replaced_at_once(lidia, status):
    row = document()
    make(PressRelease, body=linked(row), status=status)
    assert row.add_version(taken(), lidia).effective_at == NOW


def test_nobody_approves_their_own_nor_without_the_right_nor_twice_nor_backwards(person, lidia, boris):
    row = document()
    make(PressRelease, body=linked(row))
    both = person("both", "approve_document", "change_document")
    second, third = row.add_version(taken(), both), row.add_version(taken(), lidia)
    for by, waiting, words in [(both, second, "a colleague has to"), (lidia, second, "has no right")]:
        with pytest.raises(Refused, match=words):
            waiting.approve(by)
    third.approve(boris)
    for waiting, words in [(third, "already"), (second, "A later version is in force")]:
        with pytest.raises(Refused, match=words):
            waiting.approve(boris)
    assert row.newest == third


def test_a_failed_save_leaves_no_file(lidia, monkeypatch, settings):
    row = document()
    monkeypatch.setattr(Version, "take_number", lambda _self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        row.add_version(taken(), lidia)
    assert len([*(settings.MEDIA_ROOT / "files").iterdir()]) == 1


# Who may have which version


def test_a_file_is_private_until_a_public_page_refers_to_it_and_again_after_withdrawal(clock):
    row = document()
    release = make(PressRelease, body=linked(row), publish_at=DAYS[5])
    addresses = [row.get_absolute_url(), row.newest.newest_url, row.newest.url]
    missing = Client().get("/files/99999/table.csv")
    for moment, is_public in [(DAYS[4], False), (DAYS[5], True), (DAYS[6], True), (DAYS[7], False)]:
        if moment == DAYS[6]:
            gone = {"after": release, "body": release.body, "standing": Standing.WITHDRAWN}
            make(PressRelease, publish_at=DAYS[7], **gone)
        clock.set(moment)
        for address in addresses:
            response = Client().get(address)
            assert response.status_code == (200 if is_public else 404)
            if not is_public:
                assert response.content == missing.content
                assert dict(response.headers) == dict(missing.headers)


def test_a_visitor_has_the_version_in_force_and_those_replaced_while_the_file_was_public(lidia):
    row = document({"at": DAYS[0]}, {"at": DAYS[1]}, {"at": DAYS[3]}, {"at": DAYS[4]}, {"at": None})
    make(PressRelease, body=linked(row), publish_at=DAYS[2])
    assert numbers(row) == [4, 3, 2]
    assert numbers(row, lidia) == [5, 4, 3, 2, 1]
    by_number = {one.number: one for one in row.versions.all()}
    for number, one in by_number.items():
        assert Client().get(one.url).status_code == (200 if number in (4, 3, 2) else 404)
    assert Client().get(by_number[4].newest_url).getvalue() == by_number[4].file.read()


def test_what_was_replaced_while_its_page_was_withdrawn_is_not_shown_once_it_is_restored():
    row = document({"at": DAYS[0]}, {"at": DAYS[2]})
    first = make(PressRelease, body=linked(row), publish_at=DAYS[0])
    gone = make(PressRelease, after=first, body=first.body, publish_at=DAYS[1], standing=Standing.WITHDRAWN)
    make(PressRelease, after=gone, body=first.body, publish_at=DAYS[3])
    assert numbers(row) == [2]


def test_a_removal_takes_the_old_versions_with_the_old_text():
    row = document({"at": DAYS[0]}, {"at": DAYS[1]})
    first = make(PressRelease, body=linked(row), publish_at=DAYS[0])
    assert numbers(row) == [2, 1]
    gone = make(PressRelease, after=first, publish_at=DAYS[2], standing=Standing.REMOVED)
    assert numbers(row) is None
    make(PressRelease, after=gone, body=first.body, publish_at=DAYS[3])
    assert numbers(row) == [2]


def test_of_many_versions_each_is_asked_about_some_at_once(monkeypatch):
    monkeypatch.setattr("library.gate.AT_ONCE", 2)
    row = document(*({"at": at(f"{year}-01-01 10:00")} for year in range(2010, 2018)))
    make(PressRelease, body=linked(row), publish_at=at("2013-06-01 10:00"))
    assert numbers(row) == [8, 7, 6, 5, 4]
    assert [bool(row.public_version(number)) for number in (3, 4, 8, 9)] == [False, True, True, False]


def test_another_page_does_not_make_older_versions_public():
    row = document({"at": DAYS[0]}, {"at": DAYS[2]})
    gone = make(PressRelease, body=linked(row), publish_at=DAYS[1])
    make(PressRelease, after=gone, publish_at=DAYS[3], standing=Standing.REMOVED)
    make(PressRelease, body=linked(row), publish_at=DAYS[4])
    assert numbers(row) == [2]


def test_who_travels_has_the_versions_of_that_moment(person, lidia):
    row = document({"at": DAYS[0]}, {"at": DAYS[4]}, {"at": None})
    make(PressRelease, body=linked(row), publish_at=DAYS[2])
    for rights in (["travel_in_time"], ["travel_in_time", "view_document"]):
        client = client_of(person(rights[-1], *rights))
        client.get("/", {"at": "2026-11-13T12:00"})
        page = client.get(row.get_absolute_url())
        assert [one.number for one in page.context["versions"]] == [1]
        newest = client.get(row.newest.newest_url)
        assert newest.getvalue() == row.versions.get(number=1).file.read()
        assert newest["Cache-Control"] == "private, no-store"
        assert client.get(row.newest.url).status_code == 404
        client.get("/", {"at": "2026-11-11T12:00"})
        assert client.get(row.get_absolute_url()).status_code == (200 if len(rights) == 2 else 404)


def test_an_outsider_has_the_file_of_the_text_under_review_alone(writer):
    row, other = document({}, {"at": None}), document()
    draft = make(PressRelease, status=Status.DRAFT, body=linked(row))
    link = ReviewLink.make(draft, writer, "Ministry", 7)
    page = text(Client().get(link.get_absolute_url()))
    address = f"/files/{row.pk}/table.csv?review={link.token}"
    assert f'href="{address}"' in page
    response = Client().get(address)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    page = Client().get(row.get_absolute_url(), {"review": link.token})
    assert "no-store" in page["Cache-Control"]
    assert f"{row.newest.url}?review={link.token}" in text(page)
    assert "version 2" not in text(page)
    moved = Client().get(f"/files/{row.pk}/old.csv", {"review": link.token})
    assert moved["Location"] == address
    assert Client().get(other.get_absolute_url(), {"review": link.token}).status_code == 404
    make(PressRelease, body=linked(other))  # what everybody has, they have
    assert Client().get(other.get_absolute_url(), {"review": link.token}).status_code == 200


def test_the_old_name_leads_to_the_newest():
    row = document({"name": "draft.csv"}, {"name": "Raport – țări.csv"})
    make(PressRelease, body=linked(row))
    response = Client().get(f"/files/{row.pk}/draft.csv", follow=True)
    assert response.redirect_chain == [(row.newest.newest_url, 302)]
    assert response.getvalue() == row.newest.file.read()
    assert Client().get(f"/files/{row.pk}/1/other.csv")["Location"] == row.versions.get(number=1).url
    for path in ("99999999999999999999/a.csv", f"{row.pk}/3/a.csv", f"{row.pk}/99999999999999999999/a.csv"):
        assert Client().get(f"/files/{path}").status_code == 404


# In texts


def test_who_travels_reads_the_size_of_that_moment(person):
    row = document(
        {"at": DAYS[0], "content": table("x" * 2000)}, {"at": DAYS[4], "content": table("y" * 90_000)}
    )
    release = make(PressRelease, body=linked(row), publish_at=DAYS[2])
    client = client_of(person("tom", "travel_in_time"))
    assert "(CSV, 87.9\xa0KB)" in text(client.get(release.get_absolute_url()))
    client.get("/", {"at": "2026-11-13T12:00"})
    assert "(CSV, 2.0\xa0KB)" in text(client.get(release.get_absolute_url()))
    assert "(CSV, 2.0\xa0KB)" in text(client.get(f"{release.get_absolute_url()}history/1/"))


def test_a_link_in_a_text_says_format_and_size_and_is_no_link_once_the_page_is_withdrawn():
    row = document({"content": table("x" * 2000)}, {"at": None, "content": table("y" * 90_000)})
    old = make(PressRelease, body=linked(row))
    page = text(Client().get(old.get_absolute_url()))
    assert f'<a href="/files/{row.pk}/table.csv">the table (CSV, 2.0\xa0KB)</a>' in page
    make(PressRelease, after=old, body=old.body, standing=Standing.WITHDRAWN)
    for path in ("", "history/1/", "history/2/"):
        page = text(Client().get(old.get_absolute_url() + path))
        assert "/files/" not in page
        assert "See the table." in page
