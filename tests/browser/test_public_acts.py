"""What becomes of a page that is public, done by two colleagues and read by a visitor."""

from datetime import timedelta

import pytest

from news.models import PressRelease
from tests.make import at, make

pytestmark = pytest.mark.browser
NOW, HOUR = at("2026-11-20 12:00"), at("2026-11-21 09:00")


@pytest.fixture
def live(organisation, clock):
    clock.set(NOW)
    return make(PressRelease, title="Seven lorries", body="<p>Seven lories held.</p>")


def latest(edition):
    return edition.siblings.order_by("-number").first()


def test_a_slip_of_spelling_is_mended_without_a_note_and_called_minor_for_good(
    live, writer, approver, person_at
):
    ana, boris, visitor = person_at("ana"), person_at("boris"), person_at()
    ana.open(live)
    ana.press("Edit: start a draft")
    ana.press("Edit: start a draft")
    ana.page.select_option("#id_change", "minor")
    ana.paste("body", text="Seven lorries held.")
    ana.press("Save and submit for review")
    boris.open(latest(live))
    boris.press("Approve")
    boris.press("read what it changes")
    assert "lorries" in boris.page.locator(".differences ins").inner_text()
    boris.open(latest(live))
    boris.approve()
    visitor.goto(live.get_absolute_url())
    assert "Corrected" not in visitor.locator("main").inner_text()
    visitor.get_by_role("link", name="What changed").click()
    entry = visitor.locator(".history li").first.inner_text()
    assert "Minor change of spelling or layout" in entry
    assert "lorries" in entry


def test_a_page_is_removed_at_its_hour_with_its_reason_and_brought_back(
    live, writer, approver, person_at, clock
):
    ana, boris, visitor, address = person_at("ana"), person_at("boris"), person_at(), live.get_absolute_url()
    ana.open(live)
    ana.press("Remove")
    ana.page.fill("#id_reason", "It named a witness.")
    ana.page.fill("[name=publish_at_date]", "2026-11-21")
    ana.page.fill("[name=publish_at_time]", "09:00")
    ana.page.fill("#id_redirect_to", address)
    ana.press("Remove")
    assert "which is this very page" in ana.told
    ana.page.fill("#id_redirect_to", "")
    ana.press("Remove")
    assert ana.state == "Live · removal in review, submitted by ana"
    boris.open(latest(live))
    boris.press("Approve")
    boris.press("Approve")
    assert boris.state == "Live · removal scheduled for 21 Nov 2026 09:00 Bucharest, in 21 h"
    clock.set(HOUR - timedelta(seconds=1))
    assert visitor.goto(address).status == 200
    clock.set(HOUR)
    assert visitor.goto(address).status == 410
    assert "It named a witness." in visitor.locator("main").inner_text()
    assert visitor.goto(f"{address}history/1/").status == 404
    clock.set(HOUR + timedelta(minutes=5))
    ana.open(live)
    ana.press("Restore: start a draft from this text")
    ana.press("Restore: start a draft from this text")
    ana.press("Save and submit for review")
    boris.open(latest(live))
    boris.approve()
    assert boris.state == "Live"
    assert visitor.goto(address).status == 200
    assert visitor.locator("h1").inner_text() == "Seven lorries"
