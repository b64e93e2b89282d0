"""Nobody loses what they typed, whatever happens; and they see beside the form what the public will see."""

import pytest
from django.contrib.sessions.models import Session

from news.models import PressRelease
from publishing.lifecycle import Status
from publishing.models import Writing
from tests.make import make

from .conftest import SECONDS
from .keyboard import Keyboard
from .officer import Officer

pytestmark = [pytest.mark.browser, pytest.mark.looks]
ADD = "/admin/news/pressrelease/add/"


@pytest.fixture
def draft(organisation):
    return make(PressRelease, status=Status.DRAFT, title="Seven lorries", body="<p>Seven lorries held.</p>")


@pytest.fixture
def ana(person_at, writer, draft):
    return person_at("ana")


def said(officer, kind):
    return officer.page.locator(f'[data-said="{kind}"]')


def wait_until_kept(officer, words="Kept at"):
    said(officer, "kept").get_by_text(words).wait_for()


def type_body(officer, words):
    officer.text_of("body").click()
    officer.page.keyboard.press("Control+End")
    officer.page.keyboard.type(words)


def preview_of(officer):
    return officer.page.frame_locator(".preview iframe")


def test_what_was_typed_is_taken_back_after_the_browser_was_closed(ana, draft, person_at):
    ana.open(draft)
    ana.page.fill("#id_title", "Eight lorries")
    ana.pick("crime_areas", "Trafficking in human beings")
    type_body(ana, " And more.")
    wait_until_kept(ana)
    ana.page.context.close()
    again = person_at("ana")
    again.open(draft)
    assert again.page.input_value("#id_title") == "Seven lorries"
    again.press("Take it back")
    assert again.page.input_value("#id_title") == "Eight lorries"
    assert again.text_of("body").inner_text().strip() == "Seven lorries held. And more."
    assert "Trafficking in human beings" in again.page.locator(".field-crime_areas").inner_text()
    again.press("Save draft")
    assert again.told == "Saved."
    draft.refresh_from_db()
    assert (draft.title, draft.body) == ("Eight lorries", "<p>Seven lorries held. And more.</p>")
    assert draft.crime_areas.count() == 1
    assert not Writing.objects.unsaved().exists()


def test_a_session_that_ends_while_typing_loses_nothing(ana, draft):
    """Signed in again in another tab, the same form saves: its token is the new session's."""
    ana.open(draft)
    ana.page.fill("#id_title", "Eight lorries")
    Session.objects.all().delete()
    ana.page.locator(".submit-row").get_by_text("Save draft").click()
    link = said(ana, "trouble").get_by_role("link")
    link.wait_for()
    assert "signed out" in said(ana, "trouble").inner_text()
    assert ana.page.input_value("#id_title") == "Eight lorries"
    type_body(ana, " Typed while signed out.")
    with ana.page.context.expect_page() as opened:
        link.click()
    tab = opened.value
    Officer(tab).sign_in_by_hand("ana")
    wait_until_kept(ana)
    assert said(ana, "trouble").inner_text() == ""
    ana.press("Save draft")
    assert ana.told == "Saved."
    draft.refresh_from_db()
    assert draft.title == "Eight lorries"
    assert draft.body == "<p>Seven lorries held. Typed while signed out.</p>"


def test_a_server_that_is_away_is_told_and_the_text_kept_when_it_is_back(ana, draft):
    ana.open(draft)
    ana.page.context.set_offline(True)
    ana.page.fill("#id_title", "Eight lorries")
    said(ana, "trouble").get_by_text("cannot be reached").wait_for()
    ana.page.locator(".submit-row").get_by_text("Save draft").click()
    ana.page.context.set_offline(False)
    wait_until_kept(ana)
    assert Writing.objects.get(edition=draft.pk).data["title"] == "Eight lorries"


def test_another_person_who_signs_in_here_does_not_get_the_text(ana, draft, person):
    person("cora", "change_pressrelease", "view_pressrelease")
    ana.open(draft)
    tab = ana.page.context.new_page()
    tab.context.clear_cookies()
    tab.goto("/admin/")
    Officer(tab).sign_in_by_hand("cora")
    ana.page.fill("#id_title", "Ana's alone")
    said(ana, "trouble").get_by_text("somebody else's text").wait_for()
    assert not Writing.objects.exclude(typed="").exists()


def test_a_colleague_who_has_it_open_is_named(ana, draft, person, person_at):
    person("cora", "change_pressrelease", "view_pressrelease")
    cora = person_at("cora")
    cora.open(draft)
    cora.page.wait_for_function("document.querySelector('[data-autosave]')")
    cora.page.wait_for_timeout(1 * SECONDS)
    ana.open(draft)
    said(ana, "others").get_by_text("cora has this open since").wait_for()


def test_the_preview_shows_what_is_typed_on_a_phones_and_a_desks_width(ana, draft):
    ana.open(draft)
    ana.page.fill("#id_title", "Eight lorries")
    preview = preview_of(ana)
    preview.get_by_role("heading", name="Eight lorries").wait_for()
    assert preview.locator("html").evaluate("page => page.clientWidth") in range(370, 391)
    assert preview.locator(".staff-bar").count() == 0
    ana.page.get_by_role("button", name="Desk").focus()
    ana.page.keyboard.press("Enter")
    assert preview.locator("html").evaluate("page => page.clientWidth") in range(1260, 1281)
    box = ana.page.locator(".preview iframe").bounding_box()
    screen = ana.page.locator(".preview-screen").bounding_box()
    assert box["width"] <= screen["width"] + 1
    ana.page.fill("#id_title", "")
    ana.page.locator(".preview-invalid").get_by_text("Headline: This field is required.").wait_for()
    draft.refresh_from_db()
    assert draft.title == "Seven lorries"


@pytest.mark.parametrize("width", [360, 768, 1280, 1600])
def test_form_and_preview_stand_side_by_side_where_there_is_room(ana, draft, width):
    ana.page.set_viewport_size({"width": width, "height": 900})
    ana.open(draft)
    fold, form = ana.page.locator(".preview"), ana.page.locator("#pressrelease_form")
    is_wide = width >= 1280
    assert (fold.get_attribute("open") is not None) is is_wide
    if not is_wide:
        fold.locator("summary").focus()
        ana.page.keyboard.press("Enter")
    preview_of(ana).get_by_role("heading", name="Seven lorries").wait_for()
    left, right = form.bounding_box(), fold.bounding_box()
    if is_wide:
        assert left["x"] + left["width"] <= right["x"]
    else:
        assert left["y"] + left["height"] <= right["y"]
    assert ana.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_an_item_is_written_taken_back_and_submitted_on_the_keyboard_alone(ana, person_at):
    ana.page.goto(ADD)
    keys = Keyboard(ana.page).write("Headline", "Written on the keyboard").write("Summary", "A summary.")
    keys.reach_editor("Body")
    keys.type("Nobody touched a mouse.")
    wait_until_kept(ana)
    ana.page.context.close()
    again = person_at("ana")
    again.open_list()
    keys = Keyboard(again.page).follow("link", "Take it back")
    again.text_of("body")
    keys.follow("button", "Save and submit for review")
    release = PressRelease.objects.get(title="Written on the keyboard")
    assert (release.status, release.summary) == (Status.IN_REVIEW, "A summary.")
    assert release.body == "<p>Nobody touched a mouse.</p>"
