"""How bytes are handed out: in parts, once only, under their name, and never as a page."""

import pytest
from django.test import Client

from news.models import PressRelease
from tests.library.files import document, linked
from tests.library.pictures import image, shown
from tests.make import make

pytestmark = pytest.mark.django_db
CONTENT = b"0123456789"


@pytest.fixture
def version():
    row = document({"content": CONTENT, "name": "Raport – țări, “2026”.csv"})
    make(PressRelease, body=linked(row))
    return row.newest


def ask(version, method="get", **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return getattr(Client(), method)(version.url, headers=names)


@pytest.mark.parametrize(
    ("asked", "content", "told"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=4-", b"456789", "bytes 4-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=9-9", b"9", "bytes 9-9/10"),
        ("bytes=8-999", b"89", "bytes 8-9/10"),
        ("bytes = 1 - 2", b"12", "bytes 1-2/10"),
    ],
)
def test_a_part_is_given_where_one_is_asked_for(version, asked, content, told):
    response = ask(version, range=asked)
    assert (response.status_code, response.getvalue(), response["Content-Range"]) == (206, content, told)
    assert int(response["Content-Length"]) == len(content)


WHOLE = ["bytes=0-1,4-5", "bytes=5-2", "bytes=-", "bytes=", "bytes=a-b", "lines=1-2", "bytes=0-" + "9" * 30]
WHOLE += ["bytes=\u0661-", "bytes=0-9", "bytes=-10", "bytes=-9999"]


@pytest.mark.parametrize("asked", WHOLE)
def test_several_parts_or_nonsense_get_the_whole(version, asked):
    response = ask(version, range=asked)
    assert (response.status_code, response.getvalue()) == (200, CONTENT)
    assert (response["Accept-Ranges"], response["Content-Length"]) == ("bytes", "10")
    assert "Content-Range" not in response


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=10-12", "bytes=-0"])
def test_a_part_that_lies_outside_is_refused_with_the_size(version, asked):
    response = ask(version, range=asked)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */10")
    assert response.getvalue() == b""


def test_a_part_is_given_only_of_the_bytes_that_the_reader_has(version):
    tag = ask(version)["ETag"]
    assert tag == f'"{version.sha256}"'
    for condition, status in [(tag, 206), ('"other"', 200), (f"W/{tag}", 200)]:
        assert ask(version, range="bytes=0-3", if_range=condition).status_code == status
    assert ask(version, range="bytes=0-3", if_range="Tue, 24 Nov 2026 10:00:00 GMT").status_code == 200


def test_what_the_reader_has_already_is_not_sent_again(version):
    tag = ask(version)["ETag"]
    for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        response = ask(version, if_none_match=known)
        assert (response.status_code, response.getvalue(), response["ETag"]) == (304, b"", tag)
        assert response["Cache-Control"] == "public, no-cache"
    assert ask(version, if_none_match='"other"').status_code == 200
    assert ask(version, if_none_match=tag, range="bytes=0-3").status_code == 304


def test_head_tells_all_and_sends_nothing(version):
    head, whole = ask(version, "head", range="bytes=0-3"), ask(version)
    assert (head.status_code, head.getvalue()) == (200, b"")
    assert dict(head.headers) == dict(whole.headers)
    assert ask(version, "post").status_code == 405


def test_bytes_are_named_typed_and_never_a_page(version):
    response = ask(version)
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''Raport%20%E2%80%93%20%C8%9B%C4%83ri%2C%20%E2%80%9C2026%E2%80%9D.csv"
    )
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "X-Robots-Tag" not in response


def test_a_pdf_is_shown_in_the_browser_without_a_sandbox(version):
    type(version).objects.update(format="pdf", name="report.pdf")
    version.refresh_from_db()
    response = ask(version)
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "application/pdf",
        'inline; filename="report.pdf"',
    )
    assert "sandbox" not in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]


def test_nginx_is_told_where_the_bytes_are_and_gets_none(version, settings):
    settings.ACCEL_PREFIX = "/protected/"
    for response in (ask(version), ask(version, range="bytes=0-3"), ask(version, "head")):
        assert (response.status_code, response.getvalue()) == (200, b"")
        assert response["X-Accel-Redirect"] == f"/protected/{version.file.name}"
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert response["X-Content-Type-Options"] == "nosniff"
    assert ask(version, if_none_match=response["ETag"]).status_code == 304
    hidden = document()
    refused = ask(hidden.newest)
    assert refused.status_code == 404
    assert "X-Accel-Redirect" not in refused


def test_images_are_handed_out_in_the_same_way():
    row, other = image(), image()
    make(PressRelease, body=shown(row) + shown(other))
    whole = Client().get(row.url("320.jpg"))
    part = Client().get(row.url("320.jpg"), headers={"range": "bytes=0-9"})
    assert (part.status_code, part.getvalue()) == (206, whole.getvalue()[:10])
    tags = {Client().get(one.url(name))["ETag"] for one in (row, other) for name in ("320.jpg", "320.webp")}
    assert len(tags) == 4
