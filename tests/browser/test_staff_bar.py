"""Staff set the site's clock in a bar on any page; visitors cannot."""

import pytest

from news.models import PressRelease
from tests.make import at, make

pytestmark = [pytest.mark.browser, pytest.mark.looks]

OLD, NEW = "The house turns five", "The house turns ten"


@pytest.fixture
def releases(organisation, clock):
    clock.set(at("2021-10-08 12:00"))
    old = make(PressRelease, title=OLD, publish_at=at("2016-10-07 09:00"))
    make(PressRelease, title=NEW, publish_at=at("2021-10-07 09:00"))
    make(PressRelease, title=NEW, after=old, publish_at=at("2021-10-07 10:00"))
    return old


def headlines(page):
    return page.locator("main :is(h2, h3) a").all_inner_texts()


def members(page):
    return " ".join(page.locator(".masthead .count").inner_text().split())


def set_the_clock(page, moment):
    if page.get_by_text("Set the clock").is_visible():  # folded where there is little room
        page.get_by_text("Set the clock").click()
    page.get_by_label("Show the site at").fill(moment)
    with page.expect_navigation():
        page.get_by_role("button", name="Show").click()


def test_staff_see_the_site_of_a_day_until_they_go_back_to_now(releases, writer, person_at):
    page = person_at("ana").page
    page.goto("/news/")
    assert OLD not in headlines(page)
    set_the_clock(page, "2016-10-07T09:00")
    assert OLD in headlines(page)
    assert NEW not in headlines(page)
    assert "You see the site of 07 October 2016, 09:00 (Bucharest)" in page.locator(".staff-bar").inner_text()
    assert members(page) == "Police and customs of 12 Member States on 07 October 2016"
    page.locator("main").get_by_role("link", name=OLD).click()
    page.wait_for_url("**/the-house-turns-five/")
    assert page.locator("h1").inner_text() == OLD
    page.get_by_role("link", name="Back to now").click()
    page.wait_for_url("**?at=")
    assert page.locator("h1").inner_text() == NEW
    assert page.get_by_role("link", name="Back to now").count() == 0
    assert members(page) == "Police and customs of 11 Member States"


def test_one_second_before_its_hour_staff_see_the_day_without_the_release(releases, writer, person_at):
    page = person_at("ana").page
    page.goto("/?at=2016-10-07T08:59:59")
    assert headlines(page) == []
    assert page.goto(releases.get_absolute_url()).status == 404
    assert page.get_by_role("link", name="Back to now").is_visible()


def test_staff_see_ahead_what_is_scheduled(releases, writer, person_at):
    make(PressRelease, title="Tomorrow at nine", publish_at=at("2021-10-09 09:00"))
    page = person_at("ana").page
    page.goto("/news/")
    assert "Tomorrow at nine" not in headlines(page)
    set_the_clock(page, "2021-10-09T09:00")
    page.locator("main").get_by_role("link", name="Tomorrow at nine").click()
    page.wait_for_url("**/tomorrow-at-nine/")
    assert page.locator("h1").inner_text() == "Tomorrow at nine"


def test_a_clock_that_cannot_be_read_is_refused_with_a_sentence(releases, writer, person_at):
    page = person_at("ana").page
    page.goto("/?at=yesterday")
    assert "The clock was not set" in page.locator(".staff-bar").inner_text()
    assert NEW in headlines(page)


def test_a_visitors_moment_is_ignored(releases, visitor):
    visitor.goto("/?at=2016-10-07T09:00")
    assert NEW in headlines(visitor)
    assert OLD not in headlines(visitor)
    assert visitor.locator(".staff-bar").count() == 0
    visitor.goto("/?at=yesterday")
    assert NEW in headlines(visitor)
    assert visitor.context.cookies() == []


def test_staff_without_the_right_have_no_clock_to_set(releases, approver, person_at):
    page = person_at("boris").page
    page.goto("/?at=2016-10-07T09:00")
    assert NEW in headlines(page)
    assert OLD not in headlines(page)
    assert page.locator(".staff-bar").is_visible()
    assert page.get_by_text("Set the clock").count() == 0
