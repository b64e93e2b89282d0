"""The map by the keyboard alone, and as a screen reader hears it."""

import pytest

from tests.browser.keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.looks]
FILL = "link => getComputedStyle(link.querySelector('path')).fill"
MEMBERS = [
    *["Albania", "Bosnia and Herzegovina", "Bulgaria", "Greece", "Hungary", "Moldova"],
    *["Montenegro", "North Macedonia", "Romania", "Serbia", "Türkiye"],
]


@pytest.mark.parametrize(
    "scheme", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}]
)
def test_a_state_is_reached_seen_and_opened_by_the_keyboard(scheme, organisation, person_at):
    page = person_at(**scheme)
    page.goto("/about/member-states/")
    keys = Keyboard(page)
    state = page.locator(".map").get_by_role("link", name="Romania", exact=True)
    before = state.evaluate(FILL)
    keys.reach("link", "Hungary")
    while not state.and_(keys.here).count():
        keys.press("Tab")
    page.wait_for_timeout(300)
    assert state.evaluate(FILL) != before
    assert state.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    with page.expect_navigation():
        keys.press("Enter")
    assert page.url.endswith("/about/member-states/romania/")


def test_every_member_is_named_and_stands_in_the_list_too(organisation, visitor):
    visitor.goto("/about/member-states/")
    drawn = visitor.get_by_role("group", name="Map of Southeast Europe: Member States and partners")
    links = drawn.get_by_role("link")
    assert links.first.evaluate("link => link.className.baseVal") == "member"
    for name in MEMBERS:
        link = drawn.get_by_role("link", name=name, exact=True)
        address = link.get_attribute("href")
        assert visitor.locator(f'table a[href="{address}"]').count() == 1
    assert drawn.get_by_role("link", name="Slovakia, Operational Partner", exact=True).count() == 1
    assert drawn.get_by_role("link", name="Austria, Observer", exact=True).count() == 1
