"""Moving in: what becomes of the posts of a former site, told first and done afterwards, once."""

import pytest
from django.core.management import CommandError
from django.test import Client

from audit.models import Entry, first_broken_link
from library.models import Document, Image
from moving.models import Imported, OldAddress
from news.models import PressRelease
from organisation.models import Page
from publishing.models import Item
from search.models import Entry as Indexed
from tests.library.files import table as csv_bytes
from tests.library.pictures import drawn, encoded
from tests.make import at

from .exports import ROW, attachment, category, item, table, wxr

pytestmark = pytest.mark.django_db


def counts():
    models = [Item, PressRelease, Page, Imported, OldAddress, Entry, Indexed, Image, Document]
    return [model.objects.count() for model in models]


TWO = wxr(
    item(7, "The Council’s session", "First piece.\n\nSecond\npiece.", slug="the-19th-council-session"),
    item(8, "About the house", "<p>Where it is.</p>", slug="about-the-house", post_type="page"),
)


def test_a_dry_run_tells_what_would_become_what_and_writes_nothing(run):
    before = counts()
    said = run(TWO)
    assert "Would be taken over: 2" in said
    address = "/news/press-releases/2019/06/05/the-councils-session/"
    assert f"wordpress 7 “The Council’s session”: Press release, {address}" in said
    assert "from https://www.selec.org/the-19th-council-session/" in said
    assert "/about/about-the-house/" in said
    assert "Nothing was written: this was a dry run." in said
    assert counts() == before


def test_what_is_taken_over_is_approved_with_its_own_date_marked_and_on_record(run, people):
    said = run(TWO, "--write")
    assert "Taken over: 2" in said
    release = PressRelease.objects.get()
    assert (release.status, release.kind, release.number) == ("approved", "press_release", 1)
    assert release.publish_at == release.first_public_at == at("2019-06-05 10:30")
    assert (release.edited_by.username, release.approved_by) == ("ana", people)
    assert release.body == "<p>First piece.</p>\n<p>Second<br>\npiece.</p>"
    assert str(release.item.imported) == "wordpress 7 of export"
    [entry] = Entry.objects.filter(act="imported", item=release.item_id)
    assert (entry.actor.username, entry.edition) == ("ana", 1)
    assert "boris answers for it as approver" in entry.reason
    assert first_broken_link() is None
    page = Client().get("/the-19th-council-session/?utm_source=x")
    assert page["Location"] == release.item.address
    assert Client().get(release.item.address).status_code == 200
    assert "taken over from a former web site" in Client().get(release.history_url).content.decode()
    assert release.item.address in Client().get("/search/?q=council").content.decode()


def test_the_back_office_shows_the_mark(run, person):
    run(TWO, "--write")
    client = Client()
    client.force_login(person("root", is_superuser=True))
    page = client.get(f"/admin/news/pressrelease/{PressRelease.objects.get().pk}/change/")
    assert "Taken over from a former site: wordpress 7 of export" in page.content.decode()


def test_running_it_again_adds_nothing_and_changes_nothing(run):
    run(TWO, "--write")
    before = counts()
    stored = [*PressRelease.objects.values(), *OldAddress.objects.values()]
    said = run(TWO, "--write")
    assert "Here already: nothing was changed: 2" in said
    assert counts() == before
    assert [*PressRelease.objects.values(), *OldAddress.objects.values()] == stored


def test_what_was_added_since_is_taken_over_by_itself(run):
    run(wxr(item(1)), "--write")
    run(wxr(item(1), item(2, "Another", slug="another")), "--write")
    assert PressRelease.objects.count() == Imported.objects.count() == 2


def test_a_post_that_stands_twice_in_a_file_is_taken_over_once(run):
    run(wxr(item(1), item(1)), "--write")
    assert PressRelease.objects.count() == 1


def test_titles_that_are_dates_stay_and_are_told(run):
    said = run(table(ROW), "--write", command="import_legacy")
    release = PressRelease.objects.get()
    assert (release.title, release.legacy_title) == ("07 October 2016", "07 October 2016")
    assert release.publish_at == at("2016-10-07 00:00")
    assert "Titles that are dates: give them a headline: 1" in said
    assert Client().get("/p646/07%20October%202016?utm_x=1")["Location"] == release.item.address


@pytest.mark.parametrize(
    "damaged",
    ["SELECīs work", "SELECâ€™s work", "GÃ¼rbÃ¼z", "SELEC?s work", "a\ufffdcase", "MinisterÂ\u00a0of"],
)
def test_damaged_letters_are_told_and_never_mended(damaged, run):
    said = run(table([*ROW[:4], f"<p>{damaged}</p>"]), "--write", command="import_legacy")
    assert "Letters that look damaged" in said
    assert " ".join(PressRelease.objects.get().body.split()) == " ".join(
        f"<p>{damaged}</p>".replace("\u00a0", "&nbsp;").split()
    )


@pytest.mark.parametrize(
    "sound", ["SELEC’s work", "Gürbüz Bahadır", "Ţară, Šakić, Đorđe", "Does it? Yes", "Σόφια"]
)
def test_letters_of_the_region_are_not_taken_for_damage(sound, run):
    assert "damaged" not in run(table([*ROW[:4], f"<p>{sound}</p>"]), command="import_legacy")


def test_numbers_and_texts_are_never_rewritten(run):
    text = "<p>11.320 and 16,722; 55.625 kg and 1,1 million – “quoted”” here</p>"
    run(table([*ROW[:4], text]), "--write", command="import_legacy")
    assert PressRelease.objects.get().body == text


def test_what_is_missing_and_what_the_sanitiser_takes_out_is_told(run):
    html = (
        '<p><a href="/p1/Gone">gone</a> <a href="/post-2/">here</a> <a href="https://elsewhere.example/x">out</a></p>'
        '<script>alert(1)</script><p onclick="x()">Press</p><img src="/wp-content/uploads/2019/06/a.jpg">'
        '<p><a href="https://www.selec.org/wp-content/uploads/b.pdf">b</a> [gallery ids="1,2"]</p>'
    )
    said = run(wxr(item(1, html=html), item(2)))
    for told in (
        "Links that lead nowhere: 1\n  wordpress 1 “A headline”: /p1/Gone",
        "Images and files that are missing: 2",
        "/wp-content/uploads/2019/06/a.jpg",
        "uploads/b.pdf",
        "<script>",
        "“onclick” of <p>",
        "[gallery] stands in its text",
    ):
        assert told in said


def test_images_and_files_come_from_the_folder_each_once(run, tmp_path):
    folder = tmp_path / "former" / "2019" / "06"
    folder.mkdir(parents=True)
    (folder / "a.jpg").write_bytes(encoded(drawn((300, 200))))
    (folder / "b.csv").write_bytes(csv_bytes("a table"))
    url = "https://www.selec.org/wp-content/uploads/2019/06"
    html = f'<p><img class="x" src="{url}/a-300x200.jpg" alt="A lorry"> <a href=\'{url}/b.csv\'>Table</a></p>'
    file = wxr(
        attachment(5, f"{url}/a.jpg", alt="A lorry at a border"), item(1, html=html), item(2, html=html)
    )
    given = f"--media={tmp_path / 'former'}"
    run(file, given)
    assert not Image.objects.exists()
    said = run(file, given, "--write")
    [image], [document] = Image.objects.all(), Document.objects.all()
    assert (image.alt, image.licence) == ("A lorry at a border", "permission")
    for release in PressRelease.objects.all():
        assert image.address_in_texts in release.body
        assert document.newest.newest_url in release.body
    assert "missing" not in said
    assert Client().get(image.address_in_texts).status_code == 200
    run(wxr(item(3, html=html)), given, "--write")
    assert Image.objects.count() == Document.objects.count() == 1


def test_nothing_outside_the_folder_is_taken_in(run, tmp_path):
    (tmp_path / "former").mkdir()
    (tmp_path / "secret.jpg").write_bytes(encoded(drawn((30, 20))))
    (tmp_path / "former" / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    html = '<img src="/../secret.jpg"><img src="/link.jpg"><img src="/%2e%2e/secret.jpg">'
    said = run(wxr(item(1, html=html)), f"--media={tmp_path / 'former'}", "--write")
    assert "missing: 3" in said
    assert not Image.objects.exists()


@pytest.mark.parametrize(
    ("post", "told"),
    [
        (item(1, status="draft"), "it was not public there, but “draft”"),
        (item(1, status="private"), "it was not public there, but “private”"),
        (item(1, post_password="x"), "it was behind a password there"),
        (item(1, post_type="nav_menu_item"), "nobody said what “nav_menu_item” becomes"),
        (item(1, title=""), "title: This field cannot be blank"),
        (item(1, title="x" * 251), "title: Ensure this value has at most 250"),
        (item(1, html="x" * 200_001), "its text is longer than 200,000 characters"),
        (item(1, post_date="2090-01-01 10:00:00"), "it was to be public on 1 Jan 2090 10:00 Bucharest only"),
        (item(1, post_date="0000-00-00 00:00:00"), "its date “0000-00-00 00:00:00” is none"),
        (item(1, post_date="1066-01-01 00:00:00", post_date_gmt=""), "Give a year from 1990"),
        (item(""), "it has no number by which it could be known again"),
    ],
)
def test_what_is_left_out_is_told_with_its_reason(post, told, run):
    said = run(wxr(post), "--write")
    assert told in said
    assert not PressRelease.objects.exists()


def test_an_hour_that_comes_twice_is_taken_from_utc(run):
    said = run(wxr(item(1, post_date="2019-10-27 03:30:00", post_date_gmt="2019-10-27 01:30:00")), "--write")
    assert "Its time in UTC was taken" in said
    assert PressRelease.objects.get().publish_at.isoformat() == "2019-10-27T01:30:00+00:00"


def test_categories_and_sorts_become_what_was_said(run):
    file = wxr(
        item(1, "A visit", more=category("visits")),
        item(2, "A statement", post_type="statement_of_ours"),
        item(3, "A trip", more=category("trips")),
    )
    said = run(
        file,
        "--map=category:visits=news",
        "--map=statement_of_ours=statement",
        "--map=category:trips=skip",
        "--write",
    )
    assert dict(PressRelease.objects.values_list("title", "kind")) == {
        "A visit": "news",
        "A statement": "statement",
    }
    assert "it was mapped to skip" in said
    with pytest.raises(CommandError, match="maps nothing"):
        run(file, "--map=post=event")


def test_four_eyes_hold_and_rights_are_asked_for(run, person):
    person("cora", "add_pressrelease", "add_page")
    for by, approver, told in (
        ("ana", "ana", "two people"),
        ("ana", "cora", "cora has no right to approve"),
        ("boris", "ana", "boris has no right to add"),
        ("nobody", "boris", "no account of staff named nobody"),
    ):
        with pytest.raises(CommandError, match=told):
            run(TWO, "--write", by=by, approver=approver)
    assert not Item.objects.exists()


def test_an_old_address_that_has_its_row_or_is_the_sites_own_is_told(run):
    OldAddress.objects.create(key="taken", path="/about/")
    said = run(
        wxr(
            item(1, slug="taken"),
            item(2, "Two", slug="about"),
            item(3, "Three", slug="x"),
            item(4, "Four", slug="x"),
        ),
        "--write",
    )
    assert "/taken/ leads to /about/ already" in said
    assert "/about/ is an address of the site itself" in said
    assert "/x/ is another one's in this file" in said
    assert OldAddress.objects.count() == 2


def test_of_a_file_that_breaks_off_nothing_is_taken_over(run):
    for content, told in (
        (TWO[:-30], "not whole XML"),
        (b"", "not whole XML"),
        (b"<rss/>", "Nothing"),
        (b"<html><body>x</body></html>", "no WordPress export"),
        (b'<!DOCTYPE r [<!ENTITY a "b">]><rss><channel>&a;</channel></rss>', "not whole XML"),
    ):
        if content == b"<rss/>":
            assert "Taken over" not in run(content, "--write")
            continue
        with pytest.raises(CommandError, match=told):
            run(content, "--write")
    for content, told in (
        (b"id,title\n1,x", "missing: old address, date, html"),
        (table(ROW) + b"\xff\xfe,x", "not in UTF-8"),
        (table(ROW) + b'"' + b"x" * 6_000_000, "no CSV table that can be read"),
    ):
        with pytest.raises(CommandError, match=told):
            run(content, "--write", command="import_legacy")
    assert not Item.objects.exists()


def test_the_report_has_every_line_and_no_formula(run, tmp_path):
    file = tmp_path / "report.csv"
    run(
        table(*([str(n), f"/p{n}/x", "=1+1", "2016-10-07", "<p>x</p>"] for n in range(1, 31))),
        f"--report={file}",
        command="import_legacy",
    )
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert len([line for line in lines if line.startswith("Taken over")]) == 30
    assert not [line for line in lines if ",=" in line]
