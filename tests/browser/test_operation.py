"""An operation's numbers are typed without a mouse, mended, and read by the public on a phone."""

import pytest
from playwright.sync_api import expect

from news.models import Operation

from .keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.looks]
LIST, PHONE = "/admin/news/operation/", 360


def test_results_are_typed_mended_and_taken_out_by_the_keyboard_and_added_up_for_readers(
    organisation, holder, person_at
):
    holder("Writer"), holder("Approver")
    keys = Keyboard(person_at()).sign_in("writer")
    keys.follow("link", "New operation")
    keys.write("Headline", "Joint investigation SUNSHINE").write("Code name", "SUNSHINE")
    keys.write("Summary", "A case in many places.")
    type_results(keys)
    keys.reach_editor("Account")
    keys.type("Several services worked together.")
    keys.follow("button", "Save draft")
    assert_that_the_mistake_is_told_and_nothing_is_lost(keys.page)
    mend_and_submit(keys)
    assert results() == ["Arrests: 66", "Cannabis: 8.4 t"]
    publish(person_at("approver"))
    assert_that_readers_find_it(person_at(width=PHONE))


def results():
    rows = Operation.objects.latest("number").results.all()
    return [str(row).replace("\N{NO-BREAK SPACE}", " ") for row in rows]


def choose(keys, name, words):
    """In a list of choices, by its first letters."""
    keys.reach("combobox", name)
    keys.type(words)


def type_results(keys):
    choose(keys, "What", "Arr")
    keys.write("Number", "66")
    for what, number, unit in [("Veh", "105", "pie"), ("Can", "8,4", "t")]:
        keys.reach("button", "Add another result")
        keys.press("Enter")
        assert keys.is_at("combobox", "What")
        keys.type(what)
        keys.write("Number", number)
        choose(keys, "Unit", unit)


def assert_that_the_mistake_is_told_and_nothing_is_lost(page):
    expect(page.locator(".field-results .errorlist").first).to_have_text(
        "Result 3: Number: Write figures alone, with a point only before decimals: 11320 or 8.4."
    )
    numbers = page.locator(".field-results [name$=-number]")
    assert [one.input_value() for one in numbers.all()][:3] == ["66", "105", "8,4"]
    assert page.locator("#id_title").input_value() == "Joint investigation SUNSHINE"
    assert "Several services worked together." in page.locator("#id_body").input_value()
    assert not Operation.objects.exists()


def mend_and_submit(keys):
    keys.reach("checkbox", "Concluded")
    keys.press("Space")
    remove = keys.page.get_by_role("checkbox", name="Remove this result")
    while not (remove.nth(1).and_(keys.here)).count():
        keys.press("Tab")
    keys.press("Space")
    keys.reach("textbox", "Number")
    keys.press("Control+A")
    keys.type("8.4")
    for name in ("Results are final", "Legal check made"):
        keys.reach("checkbox", name)
        keys.press("Space")
    keys.follow("button", "Save and submit for review")


def publish(approver):
    approver.page.goto(f"{LIST}{Operation.objects.get().pk}/change/")
    approver.approve()
    assert approver.state.startswith("Live"), approver.told


def assert_that_readers_find_it(reader):
    reader.goto("/news/operations/")
    reader.get_by_role("link", name="Joint investigation SUNSHINE").click()
    expect(reader.get_by_role("table", name="Final results")).to_contain_text("8.4 t")
    assert reader.evaluate("document.documentElement.scrollWidth") <= PHONE
    reader.goto("/about/figures/")
    expect(reader.get_by_role("row", name="Year not known")).to_contain_text("Cannabis: 8.4 t")
    expect(reader.get_by_role("img", name="Exchanges of information").first).to_be_visible()
    assert reader.evaluate("document.documentElement.scrollWidth") <= PHONE
