"""HR posts a vacancy, extends it and closes it early; a job seeker reads it on a phone."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from notices.models import Vacancy
from tests.make import at

pytestmark = [pytest.mark.browser, pytest.mark.looks]
NOON = at("2026-11-20 12:00")
LIST = "/admin/notices/vacancy/"
ADDRESS = "/careers/analyst-of-customs-data/"
PHONE = 360


def test_a_vacancy_is_posted_extended_and_closed_early(clock, holder, person_at):
    holder("HR"), holder("Approver")
    clock.set(NOON)
    hr, approver, seeker = person_at("hr"), person_at("approver"), person_at(width=PHONE)
    post(hr)
    approve(hr, approver)
    assert_that_it_can_be_answered(seeker)
    clock.set(NOON + timedelta(days=1))
    change_deadline(hr, "Extend the deadline", "2026-12-15", "Two states asked for time.")
    approve(hr, approver)
    assert_that_the_extension_is_told(seeker)
    clock.set(NOON + timedelta(days=2))
    change_deadline(hr, "Close early", "2026-11-23", "The post was abolished.")
    approve(hr, approver)
    clock.set(at("2026-11-23 11:59:59"))
    assert "Closing soon" in box(seeker)
    clock.set(at("2026-11-23 12:00"))
    assert_that_it_is_closed(seeker)
    change_deadline(hr, "Reopen", "2026-12-20", "The post is back.")
    approve(hr, approver)
    clock.set(at("2026-11-24 12:00"))
    change_deadline(hr, "Correct the deadline", "2026-12-18", "The 20th is a Sunday.")
    approve(hr, approver)
    assert_that_all_five_deadlines_are_told(seeker)


def open_latest(officer):
    latest = Vacancy.objects.order_by("-number").first()
    officer.page.goto(f"{LIST}{latest.pk}/change/")


def post(hr):
    page = hr.page
    page.goto("/admin/")
    hr.press("New vacancy")
    page.fill("#id_title", "Analyst of customs data")
    page.fill("#id_reference", "SELEC/VN/2026/09")
    page.fill("#id_summary", "Works with what customs services report.")
    page.fill("[name=closes_at_date]", "2026-12-01")
    page.fill("[name=closes_at_time]", "11:59:59")
    page.select_option("[name=closes_at_zone]", label="Brussels")
    for field in ("duties", "eligibility", "how_to_apply"):
        hr.text_of(field).fill(f"A sentence about {field.replace('_', ' ')}.")
    hr.press("Save draft")
    assert "11:59:59" in page.locator("[name=closes_at_time]").input_value()
    hr.press("Submit for review")
    hr.press("Submit for review")
    assert hr.why_not("Approve") == "You wrote or submitted this edition; a colleague has to approve it."


def approve(hr, approver):
    open_latest(approver)
    approver.approve()
    assert approver.state.startswith("Live"), approver.told


def change_deadline(hr, act, day, reason):
    live = Vacancy.objects.public().get()
    hr.page.goto(f"{LIST}{live.pk}/change/")
    hr.press(act)
    hr.page.fill("[name=reason]", reason)
    hr.press(act)
    assert "required" in hr.told
    assert hr.page.locator("[name=reason]").input_value() == reason
    hr.page.fill("[name=closes_at_date]", day)
    hr.page.fill("[name=closes_at_time]", "12:00")
    hr.page.select_option("[name=closes_at_zone]", label="Bucharest")
    hr.press(act)


def box(seeker):
    seeker.goto(ADDRESS)
    return seeker.locator(".deadline").inner_text()


def assert_that_it_can_be_answered(seeker):
    seeker.goto("/careers/")
    seeker.get_by_role("link", name="Analyst of customs data").click()
    assert "1 December 2026, 11:59:59 (CET), that is 12:59:59 in Bucharest" in box(seeker)
    assert seeker.get_by_role("heading", name="How to apply").is_visible()
    width = seeker.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE


def assert_that_the_extension_is_told(seeker):
    told = box(seeker)
    assert "15 December 2026, 12:00 (EET)" in told
    assert "Deadline extended on 21 November 2026, 12:00" in told
    assert "Two states asked for time." in told
    struck = seeker.locator(".deadline del")
    assert struck.all_inner_texts()[0].endswith(
        "1 December 2026, 11:59:59 (CET), that is 12:59:59 in Bucharest"
    )


def assert_that_it_is_closed(seeker):
    told = box(seeker)
    assert "Closed" in told
    assert "The post was abolished." in told
    assert seeker.locator(".deadline del").count() == 2
    assert not seeker.get_by_role("heading", name="How to apply").is_visible()
    seeker.goto("/careers/")
    assert "Analyst" not in seeker.content()
    seeker.get_by_role("link", name="Closed").click()
    expect(seeker.get_by_role("link", name="Analyst of customs data")).to_be_visible()
    seeker.goto(f"{ADDRESS}history/")
    assert "Two states asked for time." in seeker.content()


def assert_that_all_five_deadlines_are_told(seeker):
    told = box(seeker)
    assert told.startswith("Open")
    assert "Deadline corrected on 24 November 2026, 12:00 (Bucharest): The 20th is a Sunday." in told
    assert seeker.locator(".deadline .until").inner_text().endswith("18 December 2026, 12:00 (EET)")
    days = ["1 December", "15 December", "23 November", "20 December"]
    struck = seeker.locator(".deadline del").all_inner_texts()
    assert all(day in old for day, old in zip(days, struck, strict=True))
    assert seeker.get_by_role("heading", name="How to apply").is_visible()
    assert "noindex" not in seeker.content()
    seeker.goto("/careers/")
    assert seeker.get_by_role("link", name="Analyst of customs data").is_visible()
