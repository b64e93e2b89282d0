"""Communications plans an event, a colleague approves it, it is postponed, moved, held and reported on; a reader
follows it on a phone, and another on a desk."""

import pytest
from playwright.sync_api import expect

from news.models import Event
from tests.make import at

pytestmark = [pytest.mark.browser, pytest.mark.looks]
LIST = "/admin/news/event/"
ADDRESS = "/news/events/2026/12/08/conference-of-port-authorities/"
PHONE, DESK = 360, 1280
MONTH, NEXT = "/news/events/?month=2026-12", "/news/events/?month=2027-01"
TITLE = "Conference of port authorities"


def test_an_event_is_planned_confirmed_postponed_moved_and_held(clock, holder, organisation, person_at):
    holder("Writer"), holder("Approver")
    clock.set(at("2026-11-20 12:00"))
    writer, approver = person_at("writer"), person_at("approver")
    reader, analyst = person_at(width=PHONE), person_at(width=DESK)
    plan(writer)
    approve(writer, approver)
    assert_that_the_month_is_read(reader, analyst)
    clock.set(at("2026-11-23 12:00"))
    change(writer, approver, decision="Postponed, no new date yet", note="The port is closed in that week.")
    assert_that_it_is_postponed(reader, analyst)
    clock.set(at("2026-11-25 12:00"))
    moved = {"starts_on": "2027-01-12", "ends_on": "2027-01-13"}
    change(writer, approver, decision="Confirmed", note="The port is open again.", **moved)
    assert_that_it_is_moved(reader)
    clock.set(at("2027-01-12 00:00"))
    assert state(reader) == "Under way"
    clock.set(at("2027-01-14 00:00"))
    assert state(reader) == "Held"
    report(writer, approver)
    assert_that_it_is_reported(reader)


def test_an_event_is_cancelled_and_never_held(clock, holder, organisation, person_at):
    holder("Writer"), holder("Approver")
    clock.set(at("2026-11-20 12:00"))
    writer, approver, reader = person_at("writer"), person_at("approver"), person_at(width=PHONE)
    plan(writer)
    approve(writer, approver)
    clock.set(at("2026-11-23 12:00"))
    change(writer, approver, decision="Cancelled", note="Too few ports answered.")
    clock.set(at("2027-06-01 12:00"))
    assert state(reader) == "Cancelled"
    assert "Too few ports answered." in box(reader)
    assert reader.locator(".deadline del").inner_text().endswith("8–9 December 2026")
    reader.goto("/news/events/?when=past")
    assert "Held" not in reader.locator("main").inner_text()


def plan(writer):
    page = writer.page
    page.goto("/admin/")
    writer.press("New event")
    page.fill("#id_title", TITLE)
    page.select_option("#id_kind", label="Conference")
    page.fill("#id_ordinal", "11")
    page.fill("#id_summary", "Ports and police compare notes.")
    page.select_option("#id_decision", label="Confirmed")
    page.fill("#id_starts_on", "2026-12-09")
    page.fill("#id_ends_on", "2026-12-08")
    page.fill("#id_place", "Constanța")
    writer.pick("crime_areas", "Container")
    writer.text_of("announcement").fill("Ports are asked what they see.")
    writer.press("Save draft")
    assert "It would end before it begins: put one of the two right." in writer.told
    page.fill("#id_starts_on", "2026-12-08")
    page.fill("#id_ends_on", "2026-12-09")
    writer.press("Save draft")
    writer.press("Submit for review")
    writer.press("Submit for review")


def open_latest(officer):
    latest = Event.objects.order_by("-number").first()
    officer.page.goto(f"{LIST}{latest.pk}/change/")


def approve(writer, approver):
    open_latest(approver)
    approver.approve()
    assert approver.state.startswith("Live"), approver.told


def change(writer, approver, decision, note, **days):
    start_draft(writer)
    writer.page.select_option("#id_decision", label=decision)
    for name, day in days.items():
        writer.page.fill(f"#id_{name}", day)
    writer.page.fill("#id_note", note)
    submit_and_approve(writer, approver)


def start_draft(writer):
    open_latest(writer)
    writer.press("Edit: start a draft")
    writer.press("Edit: start a draft")


def submit_and_approve(writer, approver):
    writer.press("Save and submit for review")
    approve(writer, approver)


def report(writer, approver):
    start_draft(writer)
    writer.text_of("report").fill("Nineteen ports compared notes.")
    submit_and_approve(writer, approver)


def box(reader):
    reader.goto(ADDRESS)
    return reader.locator(".deadline").inner_text()


def state(reader):
    reader.goto(ADDRESS)
    return reader.locator(".deadline .state").inner_text()


def assert_that_the_month_is_read(reader, analyst):
    reader.goto("/news/")
    reader.get_by_role("link", name="All events").click()
    reader.get_by_role("link", name="Calendar", exact=True).click()
    reader.get_by_role("link", name="December 2026").click()
    days = reader.locator(".month ol > li")
    expect(days.locator("h2")).to_have_text(["Tuesday 8 December", "Wednesday 9 December"])
    expect(reader.locator(".month table")).to_be_hidden()
    assert reader.evaluate("document.documentElement.scrollWidth") <= PHONE
    days.first.get_by_role("link", name=TITLE).click()
    assert "8–9 December 2026" in reader.locator(".deadline").inner_text()
    assert "11th conference" in reader.locator("main").inner_text()
    analyst.goto(MONTH)
    assert not analyst.locator(".month ol").first.is_visible()
    assert analyst.get_by_role("columnheader").all_inner_texts()[0] == "Monday"
    cells = analyst.get_by_role("cell").filter(has=analyst.get_by_role("link", name=TITLE))
    assert [text.split()[0] for text in cells.all_inner_texts()] == ["8", "9"]


def assert_that_it_is_postponed(reader, analyst):
    told = box(reader)
    assert "A new date will be announced here." in told
    assert "Postponed on 23 November 2026, 12:00 (Bucharest): The port is closed in that week." in told
    analyst.goto(MONTH)
    assert analyst.locator(".month table del").all_inner_texts() == [TITLE, TITLE]
    assert "Postponed" in analyst.locator(".month table").inner_text()


def assert_that_it_is_moved(reader):
    told = box(reader)
    assert "12–13 January 2027" in told
    assert reader.locator(".deadline del").all_inner_texts()[0].endswith("8–9 December 2026")
    assert "The port is open again." in told
    reader.goto(MONTH)
    assert TITLE not in reader.content()
    reader.goto(NEXT)
    assert reader.locator(".month ol").get_by_role("link", name=TITLE).count() == 2


def assert_that_it_is_reported(reader):
    reader.goto("/news/events/")
    reader.get_by_role("link", name="Past").click()
    reader.get_by_role("link", name=TITLE).click()
    words = reader.locator("article").inner_text()
    assert words.index("Nineteen ports compared notes.") < words.index("As it was announced")
    reader.get_by_role("link", name="What changed").click()
    expect(reader.get_by_role("heading", name="Update")).to_have_count(3)
