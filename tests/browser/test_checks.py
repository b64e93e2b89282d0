"""What the checks find, as an approver meets it: before an approval, and in what has been public for long."""

import pytest
from playwright.sync_api import expect

from news.models import PressRelease
from publishing import clock
from publishing.checked import check_items
from publishing.lifecycle import Status
from tests.make import make

from .keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.looks]
SHOUTED = "<p>THIS IS WRITTEN IN CAPITALS THROUGHOUT.</p>"
REASON = "It quotes a banner word by word."


@pytest.fixture
def keys(holder, person_at):
    holder("Approver")
    return Keyboard(person_at())


def told(keys):
    return keys.page.locator("#content")


def test_a_warning_holds_a_release_up_until_a_reason_is_given_which_stays_in_its_history(keys):
    release = make(
        PressRelease, title="A banner", body=SHOUTED, status=Status.IN_REVIEW, submitted_at=clock.now()
    )
    keys.sign_in("approver").follow("link", "A banner").follow("link", "Approve")
    expect(told(keys)).to_contain_text(
        "Warning: “THIS IS WRITTEN IN CAPITALS THROUGHOUT” in “body” is written"
    )
    keys.follow("button", "Approve")
    expect(told(keys)).to_contain_text("This field is required.")
    release.refresh_from_db()
    assert release.status == Status.IN_REVIEW
    keys.write("Why is it published in spite of the warnings?", REASON).follow("button", "Approve")
    expect(keys.page.locator(".messagelist")).to_contain_text("Done. Live")
    keys.follow("link", "History and differences")
    approved = keys.page.get_by_role("row").filter(has_text="approved").filter(has_text="approver")
    expect(approved.filter(has_text=REASON)).to_be_visible()
    assert PressRelease.objects.public().get() == release


def test_a_stop_offers_no_reason_and_says_what_to_put_right(keys):
    make(PressRelease, title="Bare", summary="", status=Status.IN_REVIEW, submitted_at=clock.now())
    keys.sign_in("approver").follow("link", "Bare").follow("link", "Approve")
    expect(told(keys)).to_contain_text("Stops publication: The summary is empty")
    keys.follow("button", "Approve")
    expect(told(keys)).to_contain_text("The summary is empty")
    assert not PressRelease.objects.public().exists()


def test_old_items_that_fail_now_are_listed_and_lead_to_their_pages(keys):
    old = make(PressRelease, title="From another time", body=SHOUTED)
    make(PressRelease, title="Without fault")
    check_items(10)
    keys.sign_in("approver").follow("link", "All that the checks find")
    assert keys.page.url.endswith("/admin/checks/")
    expect(keys.page.get_by_role("heading", level=1)).to_have_text("What fails the checks now")
    expect(told(keys)).to_contain_text("All items have been checked by the present rules.")
    row = keys.page.get_by_role("row").filter(has_text="From another time")
    expect(row).to_contain_text("Warning: “THIS IS WRITTEN IN CAPITALS THROUGHOUT” in “body”")
    expect(told(keys)).not_to_contain_text("Without fault")
    keys.follow("link", "From another time")
    assert keys.page.url.endswith(f"/admin/news/pressrelease/{old.pk}/change/")
    keys.reach("link", "Edit: start a draft")
