"""Anything at all: an importer says a clear sentence and leaves nothing half done, a redirect stays on the site."""

import io
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, example, given, settings, strategies as some

from moving import legacy, wxr
from moving.damage import damages
from moving.keys import LONGEST, keys_of
from moving.models import Imported, OldAddress
from moving.paragraphs import in_paragraphs
from moving.posts import Attachment, Post, Unreadable
from moving.references import References, readdressed, shortcodes
from moving.targets import is_path
from news.models import PressRelease
from publishing.models import Item
from tests.make import make

from .exports import NAMES, ROW, item, table, wxr as export

MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FEW = settings(MANY, max_examples=15)
PIECES = some.sampled_from(
    [
        *"<>&\"'/=[]!-?",
        "<item>",
        "</item>",
        "<channel>",
        "<rss>",
        "]]>",
        "<![CDATA[",
        "<!--",
        "<?xml ",
        "&#x0;",
        "&a;",
        "wp:",
        "<wp:post_id>1</wp:post_id>",
        "<!DOCTYPE a>",
        "x",
        "\x00",
        "\ud7ff",
        "<p>",
        "<img src=x>",
        "{}",
    ]
)
MARKUP = some.lists(PIECES | some.text(max_size=5), max_size=25).map("".join)


def read(reader, content):
    try:
        return [*reader.read(io.BytesIO(content))]
    except Unreadable as sentence:
        return [] if str(sentence) else [sentence]


@contextmanager
def undone():
    """What an example stores is gone before the next one."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@MANY
@given(some.binary(max_size=300))
@example(b"\xef\xbb\xbf")
@example(b'<?xml version="1.0" encoding="utf-7"?><rss/>')
@example(b'<?xml version="1.0" encoding="nonsense"?><rss/>')
def test_of_any_bytes_both_readers_make_posts_or_a_sentence(content):
    assert read(wxr, content) == []
    read(legacy, content)


@MANY
@given(MARKUP)
def test_of_any_xml_the_reader_makes_posts_or_a_sentence(markup):
    whole = f"<rss {NAMES}><channel><item>{markup}</item></channel></rss>".encode(errors="ignore")
    assert all(isinstance(one, Post | Attachment) for one in read(wxr, whole))


@MANY
@given(some.lists(some.lists(some.text(max_size=12), max_size=7), max_size=5))
def test_of_any_table_the_reader_makes_posts_or_a_sentence(rows):
    assert all(isinstance(one, Post) for one in read(legacy, table(*rows, columns=rows[0] if rows else [])))
    assert all(isinstance(one, Post) for one in read(legacy, table(*rows)))


@MANY
@given(MARKUP)
def test_any_html_can_be_looked_at(html):
    found = References(html)
    assert readdressed(html, {}) == html
    for address in found.images + found.files:
        readdressed(html, {address: "/images/1/640.jpg"})
    in_paragraphs(html), damages(html), shortcodes(html)


@pytest.mark.django_db
@FEW
@given(
    title=some.text(max_size=30),
    html=MARKUP,
    date=some.text(max_size=12) | some.just("2016-10-07"),
    address=some.text(max_size=30),
)
def test_whatever_a_table_says_is_taken_over_whole_or_left_out_with_a_reason(
    title, html, date, address, tmp_path
):
    row = ["1", address, title, date, html]
    file, said = tmp_path / "table.csv", io.StringIO()
    file.write_bytes(table([one.encode(errors="ignore").decode() for one in row]))
    with undone():
        refused = ""
        for name in ("ana", "boris"):
            get_user_model().objects.create_user(name, is_staff=True, is_superuser=True)
        try:
            call_command("import_legacy", str(file), "--write", "--by=ana", "--approver=boris", stdout=said)
        except CommandError as sentence:
            refused = str(sentence)
        number = Item.objects.count()
        assert number == Imported.objects.count() == PressRelease.objects.count()
        told = ["Taken over: 1"] if number else ["Left out: 1", "Nothing of it was taken over"]
        assert any(words in said.getvalue() + refused for words in told)


PARTS = some.sampled_from(
    [
        "p646",
        "P0646",
        "m122",
        "words-of-a-slug",
        "+",
        "%20",
        "%2B",
        "//",
        "/",
        "..",
        "\\",
        "evil.example",
        "@",
        ":",
        "?",
        "#",
        "http:",
        "07+October+2016",
        "\x00",
        "\r\n",
        "\u2028",
        "%00",
        "%ff",
        "é",
        "\ufe0f",
    ]
)
PATHS = some.lists(PARTS | some.text(max_size=8), max_size=8).map("".join)


@pytest.mark.django_db
@MANY
@given(PATHS)
def test_whatever_path_is_asked_for_no_answer_breaks_or_leads_off_the_site_or_twice(path):
    if not OldAddress.objects.exists():
        release = make(PressRelease)
        OldAddress.objects.create(key="p646", item=release.item)
        OldAddress.objects.create(key="words-of-a-slug", path="/about/partners/")
    client = Client(raise_request_exception=False)
    answer = client.get("/" + quote(path.encode(errors="ignore"), safe="/%+?=&@:\\"))
    assert answer.status_code < 500
    if "Location" in answer:
        where = urlsplit(answer["Location"])
        assert (where.scheme, where.netloc) == ("", "")
        assert client.get(answer["Location"]).status_code == 200


@MANY
@given(some.text(max_size=60) | PATHS)
@example("//\xa0")
def test_keys_are_bounded_and_a_target_stays_here(text):
    assert all(0 < len(key) <= LONGEST and "\0" not in key for key in keys_of(text))
    if is_path(text):
        assert text.startswith("/")
        assert not text.startswith(("//", "/\\"))


def test_the_samples_are_read():
    [post] = read(wxr, export(item(7)))
    assert (post.key, post.title) == ("wordpress 7", "A headline")
    [post] = read(legacy, table(ROW))
    assert (post.key, post.title) == ("legacy p646", "07 October 2016")
