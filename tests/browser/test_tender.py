"""Procurement publishes two lots, answers, corrects, awards one, cancels the other; a supplier reads it on a phone."""

import json
from datetime import timedelta

import pytest

from notices.models import Tender
from tests.make import at
from tests.notices.open_contracting import troubles

pytestmark = pytest.mark.browser
NOON = at("2026-11-20 12:00")
DAY = timedelta(days=1)
LIST = "/admin/notices/tender/"
ADDRESS = "/procurement/handheld-scanners/"
PHONE = 360
QUESTIONS = {
    "May one tender be made for both lots?": "Yes, and each lot is awarded by itself.",
    "Are refurbished devices accepted?": "No: they have to be new.",
    "In which language is a tender written?": "In English.",
}


def test_a_tender_goes_from_its_notice_to_the_award_of_one_lot(clock, holder, person_at):
    holder("Procurement"), holder("Approver")
    clock.set(NOON)
    procurement, approver, supplier = person_at("procurement"), person_at("approver"), person_at(width=PHONE)
    publish(procurement)
    approve(procurement, approver)
    assert_that_both_lots_are_open(supplier)
    clock.set(NOON + 2 * DAY)
    answer_three_questions(procurement)
    approve(procurement, approver)
    assert_that_the_answers_name_nobody(supplier)
    clock.set(NOON + 7 * DAY)
    correct_and_extend(procurement)
    approve(procurement, approver)
    assert_that_the_corrigendum_shows_from_and_to(supplier)
    clock.set(at("2026-12-15 16:00"))
    assert_that_it_is_closed(supplier)
    clock.set(at("2026-12-21 10:00"))
    award_one_lot_and_cancel_the_other(procurement)
    approve(procurement, approver)
    assert_that_the_end_is_told(supplier)


# Procurement


def open_latest(officer):
    latest = Tender.objects.order_by("-number").first()
    officer.page.goto(f"{LIST}{latest.pk}/change/")


def approve(procurement, approver):
    procurement.press("Submit for review")
    procurement.answer_warnings()
    procurement.press("Submit for review")
    open_latest(approver)
    approver.approve()
    assert approver.state.startswith("Live"), approver.told


def fill_row(page, name, place, /, **fields):
    """In the last row of the form, which is empty; one more, where it is there already."""
    if not page.locator(f"[name={name}-{place}-{next(iter(fields))}]").count():
        page.locator(f"[data-parts={name}] > button").click()
    for field, value in fields.items():
        one = page.locator(f"[name={name}-{place}-{field}]")
        one.select_option(value) if field == "result" else one.fill(value)


def start_draft(officer):
    open_latest(officer)
    officer.press("Edit: start a draft")
    officer.press("Edit: start a draft")
    officer.page.locator("#id_change").wait_for()


def publish(procurement):
    page = procurement.page
    page.goto("/admin/")
    procurement.press("New tender")
    page.fill("#id_title", "Handheld scanners")
    page.fill("#id_reference", "SELEC/PROC/2026/14")
    page.fill("#id_summary", "Devices for vehicle checks, and training.")
    page.fill("[name=closes_at_date]", "2026-12-01")
    page.fill("[name=closes_at_time]", "16:00:00")
    page.fill("#id_cpv", "32344210-1")
    page.fill("#id_estimated_value", "64000")
    fill_row(page, "lots", 0, number="1", title="Devices", estimated_value="52000")
    fill_row(page, "lots", 1, number="1", title="Training", estimated_value="12000")
    procurement.text_of("description").fill("Twenty devices and two days of training.")
    procurement.text_of("how_to_submit").fill("In a sealed envelope at the reception.")
    procurement.press("Save draft")
    assert "Two lots have the number 1: give each its own." in procurement.told
    assert page.locator("[name=lots-1-title]").input_value() == "Training"
    page.fill("[name=lots-1-number]", "2")
    procurement.press("Save draft")
    assert "Saved." in procurement.told


def answer_three_questions(procurement):
    start_draft(procurement)
    for number, (question, answer) in enumerate(QUESTIONS.items()):
        fill_row(
            procurement.page,
            "clarifications",
            number,
            number=str(number + 1),
            question=question,
            answer=answer,
        )
    procurement.press("Save draft")
    assert procurement.page.locator(".findings").count() == 0


def correct_and_extend(procurement):
    """Four days before the deadline: the form proposes to extend it, and leads to the act."""
    page = procurement.page
    start_draft(procurement)
    page.select_option("#id_change", "correction")
    page.fill("#id_note", "The estimate left out the spare batteries.")
    page.fill("#id_estimated_value", "68000")
    page.fill("[name=lots-0-estimated_value]", "56000")
    procurement.press("Save draft")
    proposal = page.locator(".findings")
    assert "within the last 6 days before its deadline, 1 December 2026, 16:00" in proposal.inner_text()
    with page.expect_navigation():
        proposal.get_by_role("link", name="Extend the deadline").click()
    page.fill("[name=reason]", "The estimate was corrected.")
    page.fill("[name=closes_at_date]", "2026-12-15")
    page.fill("[name=closes_at_time]", "16:00")
    procurement.press("Extend the deadline")
    assert page.locator(".findings").count() == 0


def award_one_lot_and_cancel_the_other(procurement):
    page = procurement.page
    start_draft(procurement)
    won = {"lot": "1", "decided_on": "2026-12-18", "contractor": "Example Supplies Ltd", "country": "Romania"}
    fill_row(page, "awards", 0, **won, value="48750.50", tenders_received="5")
    page.select_option("#id_outcome", "partly")
    procurement.press("Save draft")
    assert "How did lot 2 end?" in procurement.told
    reason = "A Member State gives the training without payment."
    fill_row(page, "awards", 1, lot="2", result="cancelled", decided_on="2026-12-18", reason=reason)
    procurement.press("Save draft")
    assert "Saved." in procurement.told


# The supplier


def read(supplier):
    supplier.goto(ADDRESS)
    assert supplier.evaluate("document.documentElement.scrollWidth") <= PHONE
    return supplier.locator("main")


def assert_that_both_lots_are_open(supplier):
    supplier.goto("/procurement/")
    supplier.get_by_role("link", name="Handheld scanners").click()
    page = read(supplier)
    assert "1 December 2026, 16:00 (EET)" in page.locator(".deadline").inner_text()
    assert [lot.inner_text() for lot in page.locator("#lot-1 .facts, #lot-2 .facts").all()] == [
        "Open · estimated at EUR\u00a052\u202f000 without VAT",
        "Open · estimated at EUR\u00a012\u202f000 without VAT",
    ]
    assert page.get_by_role("heading", name="How to submit a tender").is_visible()


def assert_that_the_answers_name_nobody(supplier):
    page = read(supplier)
    for number, (question, answer) in enumerate(QUESTIONS.items(), start=1):
        told = page.locator(f"#clarification-{number}").inner_text()
        assert f"Question: {question}" in told
        assert f"Answer: {answer}" in told
    page.locator(".line").get_by_role("link", name="Clarification 2").click()
    assert supplier.url.endswith("#clarification-2")


def assert_that_the_corrigendum_shows_from_and_to(supplier):
    page = read(supplier)
    entry = page.locator(".line > li", has_text="Corrigendum 1")
    assert "The estimate left out the spare batteries." in entry.inner_text()
    assert entry.locator("del").first.text_content().split("removed: ")[1].startswith("64\u202f000")
    assert entry.locator("ins").first.text_content().split("added: ")[1].startswith("68\u202f000")
    moved = page.locator(".line > li", has_text="Deadline extended")
    assert "The estimate was corrected." in moved.inner_text()
    assert "15 December 2026, 16:00 (EET)" in page.locator(".deadline .until").inner_text()


def assert_that_it_is_closed(supplier):
    page = read(supplier)
    assert "Closed: under evaluation" in page.locator(".deadline").inner_text()
    assert not page.get_by_role("heading", name="How to submit a tender").is_visible()
    supplier.goto("/procurement/?status=closed&year=2026")
    assert supplier.get_by_role("link", name="Handheld scanners").is_visible()


def assert_that_the_end_is_told(supplier):
    page = read(supplier)
    assert "Awarded in part" in page.locator(".banner").last.inner_text()
    assert (
        "Awarded to Example Supplies Ltd (Romania) on 18 December 2026" in page.locator("#lot-1").inner_text()
    )
    cancelled = page.locator("#lot-2").inner_text()
    assert "Reason: A Member State gives the training without payment." in cancelled
    told = [one.strip() for one in page.locator(".line h3").all_inner_texts()]
    assert told == [
        *(
            "Published",
            "Clarifications 1, 2, 3",
            "Corrigendum 1",
            "Deadline extended",
            "Deadline for tenders",
        ),
        *("Result of lot 1", "Result of lot 2", "Awarded in part"),
    ]
    answer = supplier.request.get(page.get_by_role("link", name="This tender as data").get_attribute("href"))
    assert troubles(json.loads(answer.text())) == []
