"""The main job, from the sign-in to the correction, with the text of a release as it stood on the former site."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from news.models import PressRelease
from tests.make import at

pytestmark = pytest.mark.browser

NAMED = os.environ.get("SEED_TEXT")
TEXTS = [Path(__file__).with_name("own_release.txt"), *([Path(NAMED)] if NAMED else [])]
HEADLINE = "Five years of work across borders"
SUMMARY = "What the twelve Member States have done together since 2011."
AREAS = ["Drug trafficking", "Cybercrime"]
OUTLETS = ["/", "/news/", "/news/press-releases/"]
ADDRESS = "/news/press-releases/2016/10/07/five-years-of-work-across-borders/"
HOUR = at("2016-10-07 09:00")
ADDED = "In the third paragraph a figure was wrong; it is right now."
NOTE = "A figure in the third paragraph was wrong."


class Text:
    """Its line of dates and sections, its menu, and its paragraphs, which blank lines part."""

    def __init__(self, path):
        self.line, menu, *self.paragraphs = path.read_text(encoding="utf-8").strip().split("\n\n")
        self.menu = [entry.strip(" :\u00a0") for entry in menu.split("|")]


@pytest.fixture(params=TEXTS, ids=lambda path: path.stem)
def text(request):
    return Text(request.param)


@pytest.mark.usefixtures("organisation", "writer", "approver")
def test_a_release_goes_live_at_its_hour_and_its_correction_is_dated(text, clock, person_at, visitor):
    clock.set(at("2016-10-07 08:50"))
    ana, boris = person_at("ana"), person_at("boris")
    write(ana, text)
    see_it_in_place(ana, text)
    submit(ana)
    approve_for_the_hour(boris)
    clock.set(HOUR - timedelta(seconds=1))
    assert_that_nobody_finds_it(visitor)
    clock.set(HOUR)
    assert_that_everybody_finds_it(visitor, text)
    clock.set(at("2016-10-07 11:20"))
    correct(ana, text)
    assert paragraphs_at(visitor, ADDRESS) == text.paragraphs
    clock.set(at("2016-10-07 11:45"))
    approve_at_once(boris)
    assert_that_the_correction_is_dated(visitor, text)
    assert_that_the_earlier_text_stays_readable(visitor, text)


def write(ana, text):
    ana.add_release(HEADLINE, summary=SUMMARY)
    ana.paste("body", text="\n\n".join(text.paragraphs))
    for area in AREAS:
        ana.pick("crime_areas", area)
    ana.press("Save and see it in place")


def see_it_in_place(ana, text):
    page = ana.page
    assert "only staff see" in page.locator("main .banner").inner_text()
    assert page.locator("h1").inner_text() == HEADLINE
    assert page.locator("article .text p").all_text_contents() == text.paragraphs
    assert_that_the_frame_is_there(page, text)


def submit(ana):
    open_the_only_one(ana)
    assert ana.state == "Draft by ana"
    ana.press("Submit for review")
    ana.press("Submit for review")
    assert ana.state == "In review, submitted by ana"
    assert "Approve" not in ana.moves
    assert ana.why_not("Approve") == "Your account has no right to approve press releases."


def approve_for_the_hour(boris):
    open_the_only_one(boris)
    boris.approve("2016-10-07", "09:00")
    assert boris.state == "Scheduled for 7 Oct 2016 09:00 Bucharest, in 10 min"


def open_the_only_one(officer):
    officer.open_list()
    officer.press(HEADLINE)


def assert_that_nobody_finds_it(visitor):
    for outlet in OUTLETS:
        assert visitor.goto(outlet).status == 200
        assert HEADLINE not in visitor.content()
    assert visitor.goto(ADDRESS).status == 404
    assert HEADLINE not in visitor.content()
    assert visitor.context.cookies() == []


def assert_that_everybody_finds_it(visitor, text):
    for outlet in OUTLETS:
        visitor.goto(outlet)
        visitor.locator("main").get_by_role("link", name=HEADLINE, exact=True).click()
        visitor.wait_for_url(f"**{ADDRESS}")
    assert visitor.title() == f"{HEADLINE} :: {text.line}"
    assert visitor.locator("h1").inner_text() == HEADLINE
    assert SUMMARY in visitor.locator("main").inner_text()
    assert visitor.locator("article .text p").all_text_contents() == text.paragraphs
    assert [link.inner_text() for link in visitor.locator("aside dd a").all()] == AREAS
    assert_that_the_frame_is_there(visitor, text)


def assert_that_the_frame_is_there(page, text):
    """The line of the former site, read from its leaf upwards, its menu, and "Follow us on"."""
    crumbs = [part.strip() for part in page.locator(".crumbs li").all_inner_texts()]
    assert crumbs[::-1] == text.line.split(" :: ")
    menu = [entry.strip().casefold() for entry in page.locator("nav.menu li").all_inner_texts()]
    assert [entry for entry in text.menu if entry.casefold() not in menu] == []
    assert page.get_by_role("heading", name="Follow us on").is_visible()


def correct(ana, text):
    open_the_only_one(ana)
    ana.press("Edit: start a draft")
    ana.press("Edit: start a draft")
    ana.page.select_option("#id_change", "correction")
    ana.page.fill("#id_note", NOTE)
    ana.paste("body", text="\n\n".join([*text.paragraphs, ADDED]))
    ana.press("Save and submit for review")
    assert ana.state == "Live · correction in review, submitted by ana"


def approve_at_once(boris):
    open_the_only_one(boris)
    boris.approve()
    assert boris.state == "Live"


def paragraphs_at(page, address):
    assert page.goto(address).status == 200
    return page.locator("article .text p").all_text_contents()


def assert_that_the_correction_is_dated(visitor, text):
    assert paragraphs_at(visitor, ADDRESS) == [*text.paragraphs, ADDED]
    correction = visitor.locator(".correction").inner_text()
    assert "Corrected on 07 October 2016, 11:45 (Bucharest)" in correction
    assert NOTE in correction
    assert visitor.title() == f"{HEADLINE} :: {text.line}"


def assert_that_the_earlier_text_stays_readable(visitor, text):
    visitor.get_by_role("link", name="Read what the text said before").click()
    visitor.wait_for_url(f"**{ADDRESS}history/")
    assert ADDED in visitor.locator("ins").first.inner_text()
    visitor.get_by_role("link", name="Read edition 1 in full").click()
    visitor.wait_for_url(f"**{ADDRESS}history/1/")
    assert visitor.locator("article .text p").all_text_contents() == text.paragraphs
    assert "An earlier text" in visitor.locator("main .banner").inner_text()
    assert PressRelease.objects.count() == 2
