"""A file, from the librarian's form to the reader, through its second version to its withdrawal."""

import re
from io import BytesIO

import pikepdf
import pytest

from library.models import Document
from news.models import PressRelease
from tests.library.files import document, linked, version
from tests.make import make

pytestmark = [pytest.mark.browser, pytest.mark.looks]

OF_LIBRARIAN = ["view_document", "add_document", "change_document", "view_pressrelease"]
OVERFLOW = "() => document.documentElement.scrollWidth - window.innerWidth"


def pdf(pages):
    stream = BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        made.save(stream)
    return stream.getvalue()


def choose(officer, name, content):
    picked = {"name": name, "mimeType": "application/pdf", "buffer": content}
    officer.page.set_input_files("#id_upload", picked)


def got(visitor, address):
    """Status and bytes of what anybody gets there."""
    answer = visitor.request.get(address)
    return answer.status, answer.body()


def test_a_file_is_added_linked_published_replaced_and_withdrawn(person_at, person, organisation, writer):
    person("lidia", *OF_LIBRARIAN)
    person("boris", "view_document", "approve_document", "view_pressrelease", "approve_pressrelease")
    writer.user_permissions.add(*person("rights", "view_document").user_permissions.all())
    lidia, ana, boris, visitor = person_at("lidia"), person_at("ana"), person_at("boris"), person_at()
    first, second = pdf(1), pdf(2)

    add(lidia, first)
    row = Document.objects.get()
    address = copied_address(ana, row)
    write_with_link(ana, address)
    missing = got(visitor, "/files/99999/Annual%20report.pdf")
    assert got(visitor, address) == missing

    release = PressRelease.objects.get()
    ana.open(release)
    ana.press("Submit for review")
    ana.press("Submit for review")
    boris.open(release)
    boris.approve()
    assert got(visitor, address) == (200, first)
    release.refresh_from_db()
    visitor.goto(release.get_absolute_url())
    assert re.search(
        r"Our report \(PDF, \d+ bytes\)", visitor.inner_text("article .text").replace("\xa0", " ")
    )

    replace(lidia, row, second)
    assert got(visitor, address) == (200, first)
    boris.page.goto("/admin/")
    boris.page.get_by_role("link", name="Annual report 2025, version 2").click()
    boris.press("Approve version 2")
    assert "Version 2 is in force." in boris.told
    assert got(visitor, address) == (200, second)
    visitor.goto(row.get_absolute_url())
    assert visitor.locator(".history h3").all_inner_texts() == ["Version 2, in force", "Version 1"]
    assert "Table 4 corrected." in visitor.inner_text(".history")
    old = visitor.locator(".history .name a").last.get_attribute("href")
    assert got(visitor, old) == (200, first)

    withdraw(ana, boris, release)
    assert [got(visitor, one) for one in (address, old)] == [missing, missing]
    visitor.goto(release.get_absolute_url())
    assert visitor.locator("article .text a").count() == 0


def add(lidia, content):
    page = lidia.page
    page.goto("/admin/library/document/add/")
    choose(lidia, "Annual report.pdf", b"<!doctype html><p>Not a report</p>")
    page.fill("#id_title", "Annual report 2025")
    lidia.press("Save")
    assert "This is a web page" in lidia.told
    assert page.input_value("#id_title") == "Annual report 2025"
    choose(lidia, "Annual report.pdf", content)
    lidia.press("Save")
    assert "was added successfully" in lidia.told


def copied_address(ana, row):
    ana.page.goto(f"/admin/library/document/{row.pk}/change/")
    assert ana.page.locator("#id_upload").count() == 0
    return ana.page.input_value("#file-address")


def write_with_link(ana, address):
    """By the keyboard, in the editor's own dialog."""
    page = ana.page
    ana.add_release("The annual report is out", summary="What SELEC did in a year.")
    ana.text_of("body").focus()
    page.keyboard.type("Our report")
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+L")
    field = page.locator(".cke_dialog_body input:visible").last
    field.wait_for()
    field.press_sequentially(address)
    field.press("Enter")
    page.locator(".cke_dialog_body").wait_for(state="hidden")
    ana.press("Save and see it in place")
    link = page.locator("article .text a")
    assert link.get_attribute("href") == address


def replace(lidia, row, content):
    lidia.page.goto(f"/admin/library/document/{row.pk}/change/")
    assert "The annual report is out" in lidia.page.inner_text(".where-used")
    choose(lidia, "Annual report.pdf", content)
    lidia.page.fill("#id_note", "Table 4 corrected.")
    lidia.press("Save and continue editing")
    assert "Version 2 waits for a colleague" in lidia.told
    assert lidia.page.get_by_role("button", name="Approve version 2").count() == 0


def withdraw(ana, boris, release):
    ana.open(release)
    ana.press("Withdraw")
    ana.page.fill("#id_reason", "The report has to be checked once more.")
    ana.press("Withdraw")
    boris.open(PressRelease.objects.get(number=2, item=release.item))
    boris.approve()


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_pages_of_a_file_fit_every_width(person_at, person, organisation, width):
    person("boris", "view_document", "approve_document", "view_pressrelease")
    name = "SELEC_Annual_Report_2025_corrected_and_extended_edition_with_annexes.csv"
    row = document({}, {"name": name, "note": "Table 4 corrected. " * 8}, title="Organised crime " * 8)
    make(PressRelease, body=linked(row))
    version(row, at=None, name=name)
    visitor, boris = person_at(width=width), person_at("boris", width=width).page
    visitor.goto(row.get_absolute_url())
    boris.goto(f"/admin/library/document/{row.pk}/change/")
    for page in (visitor, boris):
        assert page.evaluate(OVERFLOW) <= 0
    assert boris.get_by_role("button", name="Approve version 3").bounding_box()["width"] > 100
    code = boris.locator(".versions code").first.bounding_box()
    assert code["x"] + code["width"] <= width
