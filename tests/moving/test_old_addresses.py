"""The back office of old addresses: one by one, by CSV, and from the desk by a button."""

from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client, override_settings

import moving.demo
from audit.models import Entry
from moving.likely import likely_target
from moving.models import OldAddress
from news.models import PressRelease
from publishing.lifecycle import Status
from selec_cms.desk import missed_addresses
from selec_cms.models import MissedAddress
from tests.make import at, make
from tests.selec_cms.conftest import holder, settled  # noqa: F401  fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("settled")]
BASE = "/admin/moving/oldaddress/"


@pytest.fixture
def editor(holder):  # noqa: F811
    return holder("Approver")


@pytest.fixture
def release():
    return make(
        PressRelease, title="The nineteenth session of the Council", publish_at=at("2019-06-05 10:00")
    )


def add(client, address, leads_to, title=""):
    return client.post(f"{BASE}add/", {"address": address, "leads_to": leads_to, "title": title})


def sentences(response):
    return " ".join(
        str(error) for errors in response.context["adminform"].form.errors.values() for error in errors
    )


def table(*lines, start="address,leads_to,title"):
    return SimpleUploadedFile("a.csv", "\n".join([start, *lines]).encode(), content_type="text/csv")


def take_in(client, file):
    return client.post(f"{BASE}import/", {"import_file": file, "format": "0", "resource": "0"})


def test_a_row_is_made_and_changed_by_address_and_each_act_is_on_record(editor, release):
    assert add(editor, "http://www.selec.org/p652/18+November+2016", "/about/partners/").status_code == 302
    [row] = OldAddress.objects.all()
    assert (str(row), row.leads_to, row.item) == ("/p652/", "/about/partners/", None)
    changed = {"address": "/p652/", "leads_to": release.item.address, "title": "A meeting"}
    assert editor.post(f"{BASE}{row.pk}/change/", changed).status_code == 302
    row.refresh_from_db()
    assert (row.item, row.path, row.title) == (release.item, "", "A meeting")
    assert [(one.act, one.actor) for one in Entry.objects.filter(subject__startswith="moving")] == [
        ("changed", editor.user),
        ("added", editor.user),
    ]
    page = editor.get(BASE).content.decode()
    assert "/p652/" in page
    assert release.item.address in page


@pytest.mark.parametrize(
    ("address", "leads_to", "told"),
    [
        ("/p1", "https://evil.example/", "Give the address of a page of this site"),
        ("/p1", "//evil.example/", "Give the address of a page of this site"),
        ("/p1", "/\\evil.example", "Give the address of a page of this site"),
        ("/p1", "javascript:alert(1)", "Give the address of a page of this site"),
        ("/p1", "/admin/", "No reader can go to /admin/"),
        ("/p1", "/nowhere/", "There is no page at /nowhere/"),
        ("/p1", "/about/no-such-page/", "There is no page at /about/no-such-page/"),
        ("/p1", "/p1/again", "in a circle"),
        ("/p1", "/p2/other", "/p2/ is an old address itself, which leads to /about/: give that one."),
        ("/about/", "/contacts/", "/about/ is an address of the site itself"),
        ("/static/x", "/contacts/", "is an address of the site itself"),
        ("", "/contacts/", "This field is required"),
        ("/", "/contacts/", "Give an address of a former site"),
        ("/P0002", "/contacts/", "/p2/ leads somewhere already"),
    ],
)
def test_what_cannot_be_led_anywhere_is_refused_with_a_sentence(address, leads_to, told, editor):
    OldAddress.begin("/p2", "/about/", editor.user)
    response = add(editor, address, leads_to)
    assert response.status_code == 200
    assert told in sentences(response)
    assert OldAddress.objects.count() == 1


def test_what_somebody_may_not_see_is_unknown_to_them(editor, holder):  # noqa: F811
    limited = make(PressRelease, title="Zqlimited", publish_at=at("2090-01-01 10:00"))
    limited.limit_to([holder("Writer").user])
    response = add(editor, "/p7", limited.item.address)
    assert f"There is no page at {limited.item.address}" in sentences(response)
    OldAddress.objects.create(key="p8", item=limited.item)
    assert "zqlimited" not in editor.get(BASE).content.decode()
    assert "zqlimited" not in editor.get(f"{BASE}export/").content.decode()


def test_a_table_comes_out_as_it_went_in_without_formulae(editor, release):
    lines = [f"/p1/Home,{release.item.address},=1+1", "http://www.selec.org/some-words/,/about/,"]
    assert take_in(editor, table(*lines)).status_code == 302
    assert {str(row): row.leads_to for row in OldAddress.objects.all()} == {
        "/p1/": release.item.address,
        "/some-words/": "/about/",
    }
    assert Entry.objects.filter(act="added", actor=editor.user).count() == 2
    answer = editor.get(f"{BASE}export/")
    out = answer.content.decode()
    assert out.splitlines() == [
        "address,leads_to,title",
        f"/p1/,{release.item.address},1+1",
        "/some-words/,/about/,",
    ]
    before = Entry.objects.count()
    OldAddress.objects.filter(key="p1").update(title="1+1")
    assert take_in(editor, SimpleUploadedFile("a.csv", answer.content)).status_code == 302
    assert Entry.objects.count() == before
    assert take_in(editor, table("/p1/x,/contacts/,Now here")).status_code == 302
    assert OldAddress.objects.get(key="p1").leads_to == "/contacts/"
    assert f"before: {release.item.address}" in Entry.objects.first().reason


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["/p2,https://evil.example/,"], "Line 3: Give the address of a page of this site"),
        (["/p2,/p2/x,"], "in a circle"),
        (["/p2,/p1/x,"], "/p1/ is an old address itself, which leads to /about/: give that one."),
        (["/about/,/contacts/,"], "/about/ is an address of the site itself"),
        ([",/contacts/,"], "Give an address of a former site"),
        ([f"/p2,/contacts/,{'x' * 301}"], "at most 300 characters"),
    ],
)
def test_of_a_table_with_one_wrong_line_nothing_is_taken_in(lines, told, editor):
    response = take_in(editor, table("/p1,/about/,", *lines))
    assert response.status_code == 200
    assert told in response.content.decode().replace("&#x27;", "'")
    assert "Nothing was taken in" in response.content.decode()
    assert response.content.decode().count("<li>Line 3") == 1
    assert not OldAddress.objects.exists()
    assert not Entry.objects.filter(subject__startswith="moving").exists()


def test_a_table_without_its_columns_or_that_is_none_is_refused(editor):
    assert "leads_to is missing" in take_in(editor, table("/p1", start="address")).content.decode()
    for content in (b"\xff\xfe\x00", b"a,b\n\x00", b'"', b"\x80"):
        response = take_in(editor, SimpleUploadedFile("a.csv", content))
        assert response.status_code == 200
    assert not OldAddress.objects.exists()


def test_no_page_of_it_has_anything_that_the_policy_would_stop(editor):
    for page in (BASE, f"{BASE}add/", f"{BASE}import/"):
        html = editor.get(page).content.decode()
        assert "onclick" not in html
        assert "<style" not in html
        assert " style=" not in html.replace(' style="display:none"', "")


def test_who_may_only_look_neither_changes_nor_imports(holder):  # noqa: F811
    auditor = holder("Auditor")
    OldAddress.objects.create(key="p1", path="/about/")
    assert auditor.get(f"{BASE}export/").status_code == 200
    assert take_in(auditor, table("/p2,/about/,")).status_code == 403
    assert add(auditor, "/p2", "/about/").status_code == 403
    assert holder("HR").get(f"{BASE}export/").status_code == 403
    assert OldAddress.objects.count() == 1


# The desk


def missed(path):
    Client().get(path)
    return MissedAddress.objects.get(path=path)


def press(client, row, leads_to):
    return client.post(f"/admin/selec_cms/missedaddress/{row.pk}/lead/", {"leads_to": leads_to})


def test_the_desk_tells_the_likely_target_and_its_button_makes_the_redirect(editor, release):
    row = missed("/the-nineteenth-council-session/")
    [line] = missed_addresses(editor.user).lines
    assert "one visit" in line.detail
    assert f"probably “{release.title}”" in line.detail
    desk = editor.get("/admin/").content.decode()
    assert f'action="{line.button.url}"' in desk
    assert "csrfmiddlewaretoken" in desk[desk.index(line.button.url) :][:200]
    assert editor.post(line.button.url, line.button.fields).status_code == 302
    assert Client().get(row.path)["Location"] == release.item.address
    assert missed_addresses(editor.user).lines == []
    assert Entry.objects.filter(act="added", actor=editor.user).exists()


def test_an_address_with_the_day_of_one_release_probably_meant_that(release):
    assert likely_target("/p777/05+June+2019").address == release.item.address
    assert likely_target("/p777/05_June_2019/").address == release.item.address
    assert likely_target("/p777/06+June+2019") is None
    assert likely_target("/p777/31+June+2019") is None
    make(PressRelease, publish_at=at("2019-06-05 15:00"))
    assert likely_target("/p777/05+June+2019") is None


def test_nothing_that_is_not_public_is_ever_likely():
    for fields in ({"status": Status.DRAFT}, {"publish_at": at("2090-01-01 10:00")}):
        make(PressRelease, title="Hidden words of a headline", **fields)
    assert likely_target("/hidden-words-of-a-headline/") is None


@pytest.mark.parametrize(
    "path", ["/x/", "/a-visit/", "/%F0%9F%98%80/", "/-/", "/" + "a-" * 140, "/le'ak\"+OR+1/"]
)
def test_strange_addresses_have_no_likely_target(path, release):
    assert likely_target(path) is None


def test_the_button_makes_no_open_redirect_and_needs_the_right(editor, holder, release):  # noqa: F811
    row = missed("/the-nineteenth-council-session/")
    assert press(editor, row, "https://evil.example/").status_code == 302
    assert press(holder("Auditor"), row, release.item.address).status_code == 403
    assert editor.get(f"/admin/selec_cms/missedaddress/{row.pk}/lead/").status_code == 405
    assert not OldAddress.objects.exists()
    assert MissedAddress.objects.filter(pk=row.pk).exists()


def test_the_demo_leads_each_old_address_that_is_known_to_a_page_in_one_hop():
    with override_settings(DEBUG=True, DEMO_PASSWORD="a long password"):
        call_command("demo", stdout=StringIO())
    rows = moving.demo.rows()
    assert {"/p646/07+October+2016", "/m122/Observer_Countries", "/p105/Home"} <= {
        row["address"] for row in rows
    }
    for row in rows:
        answer = Client().get(row["address"])
        assert (answer.status_code, answer["Location"]) == (301, row["leads_to"]), row
        assert Client().get(row["leads_to"]).status_code == 200, row
