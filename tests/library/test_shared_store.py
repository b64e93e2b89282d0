"""Images and files in an S3-compatible store: a real server, which several machines could share."""

import multiprocessing
import tracemalloc
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connections
from django.test import Client
from PIL import Image as Pillow

from library.models import Document, Image
from library.orphans import sweep
from library.renditions import Rendition
from news.models import PressRelease
from tests.library.files import document, linked
from tests.library.pictures import encoded, image, shown, upload
from tests.library.test_orphans import NOW
from tests.make import make
from tests.s3_server import CREDENTIALS, s3_server
from tests.selec_cms.backups.conftest import told

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 1000


@pytest.fixture(scope="module")
def server():
    with s3_server() as server:
        yield server


@pytest.fixture
def store(server, settings, monkeypatch):
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    settings.S3_BUCKET, settings.S3_ENDPOINT = server.bucket(), server.address
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "library.shared_store.SharedStore"}}
    settings.FILE_UPLOAD_HANDLERS = [
        *settings.FILE_UPLOAD_HANDLERS[:-1],
        "library.upload_handlers.NamelessFileHandler",
    ]
    return server


@pytest.fixture
def version(store):
    row = document({"content": CONTENT})
    make(PressRelease, body=linked(row))
    return row.newest


def ask(version, method="get", **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return getattr(Client(), method)(version.url, headers=names)


def test_the_site_serves_the_whole_a_part_and_the_head_of_what_is_stored(version, settings):
    settings.ACCEL_PREFIX = "/protected/"  # of a folder that is none here
    whole = ask(version)
    assert (whole.status_code, whole.getvalue()) == (200, CONTENT)
    assert (whole["Content-Length"], whole["ETag"]) == (str(len(CONTENT)), f'"{version.sha256}"')
    part = ask(version, range="bytes=1000-1999")
    assert (part.status_code, part.getvalue()) == (206, CONTENT[1000:2000])
    assert part["Content-Range"] == f"bytes 1000-1999/{len(CONTENT)}"
    assert ask(version, range="bytes=-10").getvalue() == CONTENT[-10:]
    assert ask(version, range=f"bytes={len(CONTENT)}-").status_code == 416
    assert ask(version, if_none_match=whole["ETag"]).status_code == 304
    head = ask(version, "head")
    assert (head["Content-Length"], head.content) == (str(len(CONTENT)), b"")


def test_of_a_large_file_no_more_is_in_memory_than_is_being_sent(store):
    size = 30_000_000
    store.client.put_object(Bucket=default_storage.bucket_name, Key="files/large", Body=b"x" * size)
    default_storage.exists("files/large")  # so that what speaks to the store is loaded
    tracemalloc.start()
    with default_storage.open("files/large") as stream:
        stream.seek(10)
        assert sum(map(len, iter(lambda: stream.read(65536), b""))) == size - 10
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < size / 10


def test_objects_are_private_and_have_no_address(store):
    row = image()
    bucket = default_storage.bucket_name
    grants = store.client.get_object_acl(Bucket=bucket, Key=row.original.name)["Grants"]
    assert [one["Permission"] for one in grants] == ["FULL_CONTROL"]  # of the owner alone
    with pytest.raises(NotImplementedError):
        _ = row.original.url


def test_what_the_gate_refuses_is_not_asked_for_in_the_store(store):
    row = image()
    assert Client().get(row.url("320.jpg")).status_code == 404
    assert store.names(default_storage.bucket_name) == [row.original.name]
    make(PressRelease, body=shown(row))
    response = Client().get(row.url("320.jpg"))
    assert Pillow.open(BytesIO(response.getvalue())).size == (320, 213)
    assert len(store.names(default_storage.bucket_name)) == 2


def rendition_made_on(folder, pk, start, answers):
    """On a machine of its own: its locks are its own, too."""
    from django.conf import settings

    settings.MEDIA_ROOT = folder
    default_storage._wrapped._connections.__dict__.clear()
    start.wait()
    row = Image(pk=pk, **{"sha256": "a" * 64, "width": 900, "height": 600, "format": "jpg"})
    row.original.name = "images/original.jpg"
    with Rendition.named("640.jpg", row).file(row).open("rb") as file:
        answers.put(file.read())


def test_two_machines_that_make_the_same_picture_at_once_are_both_right(store, tmp_path):
    default_storage.save("images/original.jpg", ContentFile(encoded()))
    connections.close_all()
    forked = multiprocessing.get_context("fork")
    start, answers = forked.Event(), forked.Queue()
    machines = [
        forked.Process(target=rendition_made_on, args=[tmp_path / name, 7, start, answers]) for name in "ab"
    ]
    for one in machines:
        one.start()
    start.set()
    first, second = answers.get(timeout=30), answers.get(timeout=30)
    for one in machines:
        one.join()
    assert first == second
    assert Pillow.open(BytesIO(first)).size == (640, 427)
    assert len(store.names(default_storage.bucket_name)) == 2


def test_what_no_row_knows_is_swept_up_and_what_is_deleted_is_gone(store, django_capture_on_commit_callbacks):
    row, other, kept = image(), image(), document()
    Rendition.named("320.jpg", row).file(row)
    lost = Rendition.named("320.jpg", other).file(other).name
    Image.objects.filter(pk=other.pk).delete()
    default_storage.save("files/abc", ContentFile(b"x"))
    assert sweep() == []
    assert sorted(sweep(NOW)) == sorted([other.original.name, lost, "files/abc"])
    with django_capture_on_commit_callbacks(execute=True):
        row.delete()
    assert store.names(default_storage.bucket_name) == [kept.newest.file.name]


def test_an_upload_is_stored_whole_and_nothing_of_it_stays_on_the_machine(store, settings, admin_client):
    settings.FILE_UPLOAD_HANDLERS = settings.FILE_UPLOAD_HANDLERS[:2] + settings.FILE_UPLOAD_HANDLERS[-1:]
    content = b"country,seizures\n" + b"RO,1\n" * 100_000
    data = {"title": "A table", "language": "en", "upload": upload(content, "table.csv")}
    assert admin_client.post("/admin/library/document/add/", data).status_code == 302
    with Document.objects.get().newest.file.open() as stored:
        assert stored.read() == content
    assert [*settings.FILE_UPLOAD_TEMP_DIR.iterdir()] == []


def test_a_backup_carries_the_files_from_the_store_and_a_restoration_puts_them_back(
    transactional_db, store, settings, tmp_path
):
    settings.BACKUP_ROOT = tmp_path / "backups"
    row, other = image(), document({"content": CONTENT})
    before = row.original.read()
    told("backup", tmp_path / "site.tar")
    assert "can be restored" in told("restore_drill", tmp_path / "site.tar")
    default_storage.delete(row.original.name)
    default_storage.save(other.newest.file.name, ContentFile(b"damaged"))
    from django.db import connection

    name = str(connection.settings_dict["NAME"]).rpartition("/")[2]
    told("restore", tmp_path / "site.tar", replace=name)
    assert default_storage.open(row.original.name).read() == before
    assert default_storage.open(other.newest.file.name).read() == CONTENT


def test_a_store_that_is_away_is_told_as_a_full_disk_would_be(store, settings, client):
    settings.S3_ENDPOINT = "http://127.0.0.1:9"
    settings.STORAGES = {**settings.STORAGES}  # asks the settings anew
    with pytest.raises(OSError, match="The store of files"):
        default_storage.save("files/abc", ContentFile(b"x"))
    with pytest.raises(OSError, match="The store of files"):
        default_storage.exists("files/abc")
    told_by = client.get("/health/?format=json").json()
    assert told_by["checks"]["storage"] == {"status": "warning"}


def test_what_is_missing_in_the_store_is_missing_as_on_a_disk(store):
    for act in (default_storage.open, default_storage.size, default_storage.get_modified_time):
        with pytest.raises(FileNotFoundError):
            act("files/none")
    assert not default_storage.exists("files/none")
    default_storage.delete("files/none")


def test_a_store_that_is_well_is_said_to_be(store, client):
    assert client.get("/health/?format=json").json()["checks"]["storage"] == {"status": "ok"}
    assert store.names(default_storage.bucket_name) == ["health"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"S3_ENDPOINT": "https://s3.example.org"}, "S3_BUCKET is not"),
        ({"S3_BUCKET": "selec", "S3_ENDPOINT": "s3.example.org"}, "S3_ENDPOINT is no address"),
        ({"S3_BUCKET": "selec", "AWS_SECRET_ACCESS_KEY": ""}, "AWS_ACCESS_KEY_ID alone is set"),
        ({"S3_BUCKET": "selec", "S3_ENDPOINT": "https://s3.example.org", **dict.fromkeys(CREDENTIALS, "")},
         "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not"),
    ],
)  # fmt: skip
def test_settings_that_are_half_set_are_told(settings, monkeypatch, given, words):
    for name, value in (CREDENTIALS | given).items():
        monkeypatch.setenv(name, value)
        if name.startswith("S3"):
            setattr(settings, name, value)
    with pytest.raises(SystemCheckError, match=words):
        call_command("check")
    for name in given:
        monkeypatch.delenv(name)
        if name.startswith("S3"):
            setattr(settings, name, "")
    call_command("check")
