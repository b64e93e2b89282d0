"""The dialog of the library's images, in the editor, by the keyboard unless something else is said."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from playwright.sync_api import expect

from library.models import Image
from news.models import PressRelease
from publishing.lifecycle import Status
from publishing.models import Writing
from tests.library.pictures import image, shown
from tests.make import make

from .keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.looks]
ELSEWHERE = (
    '<p>a</p><img src="https://elsewhere.example/images/1/640.jpg"><img src="data:image/png;base64,AAAA">'
)

IS_INSIDE = "document.activeElement === document.body || !!document.activeElement.closest('dialog')"


@pytest.fixture
def pictures(organisation):
    """A ship, a lorry, and eleven more, the newest first."""
    rows = [
        image((300, 200), title=f"Port {number}", alt=f"A port, number {number}.") for number in range(11)
    ]
    lorry = image(title="Lorry", alt="A lorry at a border.")
    return [image(title="Ship", alt="A ship at a quay."), lorry, *reversed(rows)]


@pytest.fixture
def draft(pictures):
    return make(PressRelease, status=Status.DRAFT, title="Seven lorries", body="<p>Seven lorries held.</p>")


@pytest.fixture
def ana(holder, person_at, draft):
    holder("Writer")
    return opened(person_at("writer"), draft)


def opened(officer, draft):
    officer.open(draft)
    officer.text_of("body").click()
    officer.page.keyboard.press("Control+End")
    return officer


def dialog_of(officer):
    return officer.page.get_by_role("dialog", name="Image from the library")


def choice(officer, name):
    return dialog_of(officer).get_by_role("button", name=name, exact=True)


def open_dialog(officer, first="A ship at a quay."):
    officer.page.keyboard.press("Alt+F9")
    if first:
        choice(officer, first).wait_for()


def take(officer, name):
    """Go to the choice of this name by the keyboard, and press it."""
    Keyboard(officer.page).reach("button", name)
    officer.page.keyboard.press("Enter")
    expect(dialog_of(officer)).to_be_hidden()


def stored(officer, draft):
    officer.press("Save draft")
    assert officer.told == "Saved."
    draft.refresh_from_db()
    return re.sub(r">\s+<", "><", draft.body)


def test_the_dialog_says_what_it_is_and_every_part_has_its_name(ana):
    open_dialog(ana)
    dialog = dialog_of(ana)
    expect(
        dialog.get_by_role("searchbox", name="Words in its title, text, caption or credit")
    ).to_be_focused()
    expect(dialog.get_by_role("status")).to_have_text("13 images, page 1 of 2.")
    names = [*(row.alt for row in Image.objects.all()[:12]), "Close", "Search", "Next page", "Search again"]
    for name in names:
        expect(choice(ana, name)).to_have_count(1)
    assert dialog.get_by_role("button").count() == len(names)
    ship = choice(ana, "A ship at a quay.")
    expect(ship).to_have_accessible_description("Ship · SELEC")
    assert dialog.get_by_role("img").count() == 0, "The picture's words are the button's, said once."
    ids = dialog.evaluate("page => [...document.querySelectorAll('[id]')].map(each => each.id)")
    assert [one for one in ids if one.startswith("image-") and ids.count(one) > 1] == []


def test_escape_goes_back_to_the_very_place_in_the_text(ana, draft):
    for _ in " held.":
        ana.page.keyboard.press("ArrowLeft")
    open_dialog(ana)
    ana.page.keyboard.press("Tab")
    ana.page.keyboard.press("Escape")
    expect(dialog_of(ana)).to_be_hidden()
    ana.page.keyboard.type(" were")
    assert stored(ana, draft) == "<p>Seven lorries were held.</p>"


def test_arrows_go_through_the_images_and_pages_turn_without_losing_the_focus(ana, pictures):
    open_dialog(ana)
    press, alts = ana.page.keyboard.press, [row.alt for row in pictures]
    columns = len({box["x"] for one in alts[:12] if (box := choice(ana, one).bounding_box())})
    press("ArrowDown")
    for key, index in [
        *[("ArrowRight", 1), ("ArrowDown", 1 + columns), ("ArrowLeft", columns), ("ArrowUp", 0)],
        *[("End", 11), ("ArrowRight", 11), ("Home", 0), ("ArrowLeft", 0)],
    ]:
        press(key)
        expect(choice(ana, alts[index])).to_be_focused()
    press("ArrowUp")
    expect(dialog_of(ana).get_by_role("searchbox")).to_be_focused()
    keys = Keyboard(ana.page).reach("button", "Next page")
    keys.press("Enter")
    expect(choice(ana, alts[12])).to_be_focused()
    for _ in range(12):  # focus goes round in it, or to the browser's own bar: never into the page behind
        press("Tab")
        assert ana.page.evaluate(IS_INSIDE)


def test_the_toolbar_leads_there_too(ana, draft, pictures):
    ana.page.keyboard.press("Alt+F10")
    for key in ["Tab", "Tab", "ArrowRight", "ArrowRight"]:  # to the third group, and in it
        ana.page.keyboard.press(key)
    button = ana.page.locator(":focus")
    assert button.get_attribute("title") == "Image from the library (Alt+F9)"
    ana.page.keyboard.press("Enter")
    take(ana, "A lorry at a border.")
    assert stored(ana, draft) == f"<p>Seven lorries held.</p>{shown(pictures[1])}"


def test_a_selected_image_is_replaced_and_its_words_are_the_librarys(ana, draft, pictures):
    ship, lorry = pictures[:2]
    open_dialog(ana)
    take(ana, ship.alt)
    ana.page.keyboard.press("Shift+ArrowLeft")
    open_dialog(ana)
    expect(dialog_of(ana).get_by_role("region", name="In the text now")).to_contain_text(ship.alt)
    Image.objects.filter(pk=ship.pk).update(alt="A ship at the quay of Constanța.")
    keys = Keyboard(ana.page).reach("button", "Search again")
    keys.press("Enter")
    choice(ana, "A ship at the quay of Constanța.").wait_for()
    ana.page.keyboard.press("Escape")
    expect(ana.text_of("body").get_by_role("img", name="A ship at the quay of Constanța.")).to_be_visible()
    ana.text_of("body").locator("img").dblclick()
    take(ana, lorry.alt)
    expect(ana.text_of("body").get_by_role("img", name=lorry.alt)).to_be_visible()
    assert stored(ana, draft) == f"<p>Seven lorries held.</p>{shown(lorry)}"


def test_an_image_never_tears_a_sentence_apart_and_undo_takes_it_back(ana, draft, pictures):
    ship, lorry = pictures[:2]
    for _ in " held.":
        ana.page.keyboard.press("ArrowLeft")
    open_dialog(ana)
    take(ana, ship.alt)
    ana.page.keyboard.press("Control+Home")
    open_dialog(ana)
    take(ana, lorry.alt)
    open_dialog(ana)
    take(ana, ship.alt)
    ana.page.keyboard.press("Control+Z")
    assert stored(ana, draft) == f"{shown(lorry)}<p>Seven lorries held.</p>{shown(ship)}"


def test_an_image_stays_in_the_entry_of_a_list(ana, draft, pictures):
    ship = pictures[0]
    ana.page.keyboard.press("Enter")
    ana.page.locator("#cke_id_body .cke_button__bulletedlist").click()
    ana.page.keyboard.type("One")
    open_dialog(ana)
    take(ana, ship.alt)
    found = f'<img src="{ship.address_in_texts}" alt="">'
    assert stored(ana, draft) == f"<p>Seven lorries held.</p><ul><li>One{found}</li></ul>"


def test_what_is_typed_with_an_image_is_kept_previewed_and_taken_back(ana, draft, pictures, person_at):
    open_dialog(ana)
    take(ana, "A lorry at a border.")
    ana.page.locator('[data-said="kept"]').get_by_text("Kept at").wait_for()
    assert f"/images/{pictures[1].pk}/640.jpg" in Writing.objects.get(edition=draft.pk).data["body"]
    preview = ana.page.frame_locator(".preview iframe")
    figure = preview.get_by_role("figure").get_by_role("img", name="A lorry at a border.")
    expect(figure).to_be_visible()
    ana.page.context.close()
    again = person_at("writer")
    again.open(draft)
    again.press("Take it back")
    expect(again.text_of("body").get_by_role("img", name="A lorry at a border.")).to_be_visible()
    assert stored(again, draft) == f"<p>Seven lorries held.</p>{shown(pictures[1])}"


def test_an_image_uploaded_in_another_tab_is_found_when_one_searches_again(ana):
    open_dialog(ana)
    Keyboard(ana.page).reach("link", "Upload a new image (opens in a new tab)")
    with ana.page.context.expect_page() as tab:
        ana.page.keyboard.press("Enter")
    expect(tab.value.get_by_role("heading", name="Add image")).to_be_visible()
    tab.value.close()
    with transaction.atomic():
        image(title="New", alt="The new one.")
    Keyboard(ana.page).reach("button", "Search again")
    ana.page.keyboard.press("Enter")
    expect(choice(ana, "The new one.")).to_be_visible()


def test_nothing_found_and_a_session_that_ended_are_said(ana, draft):
    open_dialog(ana)
    ana.page.keyboard.type("zeppelin")
    ana.page.keyboard.press("Enter")
    status = dialog_of(ana).get_by_role("status")
    expect(status).to_have_text("No image for “zeppelin”.")
    Session.objects.all().delete()
    ana.page.keyboard.press("Enter")
    expect(status).to_contain_text("You are signed out.")
    expect(dialog_of(ana).get_by_role("link", name="Sign in in a new tab")).to_be_visible()
    ana.page.context.set_offline(True)
    ana.page.keyboard.press("Enter")
    expect(status).to_contain_text("did not answer")
    ana.page.context.set_offline(False)


def test_a_page_that_is_pasted_brings_no_image_from_elsewhere(ana, draft, pictures):
    """The watch over each browser fails the test, too, if another host is asked."""
    ours = f'<p><img src="{pictures[0].address_in_texts}" alt="x" width="9" onclick="x()"></p>'
    ana.paste("body", html=ELSEWHERE + ours, text="a")
    assert stored(ana, draft) == f"<p>a</p>{shown(pictures[0])}"


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_dialog_fits_every_width(width, holder, person_at, draft):
    holder("Writer")
    officer = person_at("writer", width=width)
    opened(officer, draft)
    open_dialog(officer)
    dialog = dialog_of(officer)
    box = dialog.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert dialog.evaluate("each => each.scrollWidth <= each.clientWidth")
    for name in ("Close", "Search"):
        expect(choice(officer, name)).to_be_in_viewport()
