"""A release from the first word to the public page, by two people who have no mouse."""

import re

import pytest
from playwright.sync_api import expect

from library.models import Image
from news.models import PressRelease
from publishing.lifecycle import Status
from tests.library.pictures import image

from .keyboard import Keyboard
from .test_pictures import DRAWN

pytestmark = [pytest.mark.browser, pytest.mark.looks]
HEADLINE, SUMMARY = "A lorry was stopped at Horgoš", "Officers of two countries opened it."
ALT = "Officers open a lorry at a border crossing."


@pytest.fixture
def lorry(organisation):
    for number in range(13):
        image((320, 200), title=f"Ship {number}", alt=f"A ship at a quay, number {number}.")
    return image((1600, 1000), title="Lorry at Horgoš", alt=ALT, caption="The lorry, opened.")


def test_a_release_with_an_image_is_written_approved_and_read_without_a_mouse(lorry, holder, person_at):
    holder("Writer")
    holder("Approver")
    write_and_submit(Keyboard(person_at()).sign_in("writer"))
    release = PressRelease.objects.get()
    assert (release.title, release.summary, release.status) == (HEADLINE, SUMMARY, Status.IN_REVIEW)
    picture = f'<p><img src="{lorry.address_in_texts}" alt=""></p>'
    assert release.body.replace("\n", "") == f"<p>Nobody was hurt.</p>{picture}<p>The end.</p>"
    approve(Keyboard(person_at()).sign_in("approver"))
    visitor = person_at()
    visitor.goto(PressRelease.objects.get().get_absolute_url())
    read_the_figure(visitor)


def write_and_submit(keys):
    keys.follow("link", "New press release")
    keys.write("Headline", HEADLINE).write("Summary", SUMMARY)
    keys.reach_editor("Body")
    keys.type("Nobody was hurt.")
    take_the_lorry(keys)
    keys.press("Enter")
    keys.type("The end.")
    keys.follow("button", "Save and see it in place")
    read_the_figure(keys.page)
    keys.follow("link", "Back to its form")
    expect(keys.reach_editor("Body").get_by_role("img", name=ALT, exact=True)).to_be_visible()
    keys.follow("button", "Save and submit for review")
    expect(keys.page.locator(".messagelist")).to_contain_text("In review")


def take_the_lorry(keys):
    keys.press("Alt+F9")
    expect(keys.page.get_by_role("dialog").get_by_role("searchbox")).to_be_focused()
    keys.type("horgoš")
    keys.press("Enter")
    expect(keys.page.get_by_role("status").filter(has_text="1 image for “horgoš”.")).to_be_attached()
    keys.reach("button", ALT)
    keys.press("Enter")
    expect(keys.page.get_by_role("dialog")).to_be_hidden()


def approve(keys):
    keys.follow("link", HEADLINE)
    keys.follow("link", "See it in place")
    read_the_figure(keys.page)
    keys.follow("link", "Back to its form")
    keys.follow("link", "Approve")
    keys.follow("button", "Approve")
    expect(keys.page.locator(".messagelist")).to_contain_text("Live")


def read_the_figure(page):
    figure = page.get_by_role("figure").filter(has_text="The lorry, opened.")
    expect(figure.get_by_role("img", name=ALT, exact=True)).to_be_visible()
    assert figure.locator("img").evaluate(DRAWN)[0] > 0
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    assert Image.objects.count() == 14


def test_whatever_the_keyboard_comes_to_in_the_form_has_a_name(holder, person_at):
    holder("Writer")
    keys = Keyboard(person_at()).sign_in("writer").follow("link", "New press release")
    keys.reach_editor("Body")
    keys.reach("combobox", "Lead image", key="Shift+Tab").press("Enter")
    expect(keys.here).to_have_accessible_name("Lead image")
    keys.press("Escape")
    keys.reach("link", "Choose a date: Dateline date", key="Shift+Tab")
    for _ in range(50):
        if keys.is_at("button", "Save and submit for review"):
            return
        if keys.here.count():  # a frame is never :focus, and has a test of its own
            expect(keys.here).to_have_accessible_name(re.compile(r"\w"))
        keys.press("Tab")
    raise AssertionError("The keyboard does not come to the end of the form.")


def test_a_reader_by_ear_is_told_which_editor_this_is(holder, person_at):
    holder("Writer")
    keys = Keyboard(person_at()).sign_in("writer").follow("link", "New press release")
    for name in ("Body", "Notes to editors", "Footnotes"):
        expect(keys.reach_editor(name)).to_have_accessible_name(name)
    expect(keys.page.get_by_role("application", name="Body, with its tools")).to_be_visible()
