"""The back office of files, as the librarian, a colleague and a reader of it meet it."""

import pytest
from django.conf import settings
from django.test import Client

from library.desk import files_to_approve
from library.models import Document
from news.models import PressRelease
from publishing.lifecycle import Status
from tests.library.files import document, linked, table, taken, upload, version
from tests.make import make

pytestmark = pytest.mark.django_db
ADD = "/admin/library/document/add/"


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


def change_of(row):
    return f"/admin/library/document/{row.pk}/change/"


def test_a_librarian_adds_a_file_and_its_bytes_are_only_moved(lidia, settings):
    client, large = client_of(lidia), b"a,b\n" * 1_000_000
    form = {"title": "Annual report", "language": "ro", "upload": upload("Raport.csv", large)}
    assert client.post(ADD, form).status_code == 302
    row = Document.objects.get()
    assert (row.title, row.language, row.added_by, row.newest.name) == (
        "Annual report",
        "ro",
        lidia,
        "Raport.csv",
    )
    assert row.newest.file.read() == large
    assert [*(settings.MEDIA_ROOT / "uploads").iterdir()] == []
    assert "CSV, 3.8\xa0MB" in text(client.get("/admin/library/document/"))
    again = client.post(ADD, {**form, "upload": upload("Raport.csv", large)}, follow=True)
    assert "The library had this very file already: “Annual report”." in text(again)


def test_uploads_are_received_beside_the_place_where_they_stay():
    assert str(settings.FILE_UPLOAD_TEMP_DIR).startswith(str(settings.MEDIA_ROOT))


def test_a_replacement_needs_a_file_and_another_one(lidia):
    row, client = document({"content": table("same")}), client_of(lidia)
    form = {"title": row.title, "language": "en"}
    same = client.post(change_of(row), {**form, "upload": upload(content=table("same"))})
    assert "This is version 1, which is in force: nothing would change." in text(same)
    assert "Choose the file" in text(client.post(change_of(row), {**form, "note": "Newer figures"}))
    assert client.post(change_of(row), {**form, "title": "New title"}).status_code == 302
    assert client.post(change_of(row), {**form, "upload": upload()}).status_code == 302
    assert [one.number for one in row.versions.all()] == [2, 1]


def test_the_page_shows_where_it_is_used_its_address_and_what_waits(lidia, boris, person):
    row = document({"name": "Raport anual.csv"})
    make(PressRelease, title="A release that links", body=linked(row))
    reader = person("reader", "view_document", "view_pressrelease")
    page = text(client_of(reader).get(change_of(row)))
    assert "A release that links" in page
    assert f'value="/files/{row.pk}/Raport%20anual.csv"' in page
    assert 'type="file"' not in page
    assert "field-upload" not in page
    form = {"title": row.title, "language": "en", "upload": upload(), "note": "Newer figures"}
    saved = client_of(lidia).post(change_of(row), {**form, "_continue": "1"}, follow=True)
    assert "Version 2 waits for a colleague to approve it" in text(saved)
    assert f"{row}, version 2" in text(client_of(boris).get("/admin/"))
    assert "Approve version 2" in text(client_of(boris).get(change_of(row)))
    assert "Approve version 2" not in text(client_of(lidia).get(change_of(row)))


def test_a_version_is_approved_by_post_alone_and_by_who_may(lidia, boris, person):
    row = document()
    make(PressRelease, body=linked(row))
    added = row.add_version(taken(), lidia)
    address = f"/admin/library/document/{row.pk}/approve/2/"
    assert client_of(person("nobody")).post(address).status_code == 403
    assert client_of(boris).get(address).status_code == 405
    assert "has no right" in text(client_of(lidia).post(address, follow=True))
    assert client_of(boris).post(address.replace("/2/", "/7/")).status_code == 404
    assert row.newest.number == 1
    assert "Version 2 is in force." in text(client_of(boris).post(address, follow=True))
    assert row.newest == added
    assert "No file waits" in text(client_of(boris).get("/admin/"))


def test_a_used_file_is_kept_and_an_unused_one_goes_with_its_versions(
    lidia, settings, django_capture_on_commit_callbacks
):
    used, unused = document(), document({}, {})
    make(PressRelease, body=linked(used), status=Status.DISCARDED)
    client = client_of(lidia)
    with django_capture_on_commit_callbacks(execute=True):
        for row in (used, unused):
            client.post(f"/admin/library/document/{row.pk}/delete/", {"post": "yes"})
    assert [*Document.objects.all()] == [used]
    assert [one.name for one in (settings.MEDIA_ROOT / "files").iterdir()] == [used.newest.file.name[6:]]


def test_one_query_finds_what_waits_and_overtaken_versions_do_not(person, lidia, django_assert_num_queries):
    for _ in range(3):
        version(document({}, {"at": None}), at=None)
    document({}, {"at": None}, {})
    both = person("both", "view_document", "approve_document")
    document({}, {"at": None, "added_by": both})
    both.has_perm("any")
    with django_assert_num_queries(2):
        assert len(files_to_approve(both).lines) == 6
    assert files_to_approve(lidia) is None
