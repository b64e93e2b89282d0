"""Each line of the desk leads its person to the act that it asks for."""

from datetime import timedelta

import pytest

from library.models import Document
from news.models import PressRelease
from notices.models import Vacancy
from publishing import clock
from publishing.checked import check_items
from publishing.lifecycle import Status
from publishing.models import ExternalLink, ReviewLink
from publishing.readings import read_texts
from tests.library.files import document, version
from tests.make import account, make, whole

from .keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.looks]
LINKING = '<p>See <a href="https://dead.example/x">their report</a>.</p>'


@pytest.fixture
def at_desk(holder, person_at):
    """at_desk("Writer"): someone with that role, without a mouse; further roles get an account each."""

    def sit_down(role):
        return Keyboard(person_at()).sign_in(role.lower())

    for role in ("Writer", "Approver", "HR", "Administrator"):
        holder(role)
    return sit_down


def comes_to(keys, line, words):
    """Follow the line by the keyboard, find these words on the page that it leads to, and come back."""
    keys.page.goto("/admin/")
    keys.follow("link", line)
    assert words in keys.page.locator("#content").inner_text(), line


def test_a_writer_comes_to_drafts_answers_dates_links_and_what_visitors_miss(at_desk, person_at):
    writer, now = account("writer"), clock.now()
    draft = make(PressRelease, title="Came back", status=Status.IN_REVIEW, edited_by=writer)
    draft.hand_back(account("administrator"), "Name the port.")
    sent = make(PressRelease, title="With the ministry", status=Status.IN_REVIEW, edited_by=writer)
    ReviewLink.make(sent, writer, "Ministry", 7).answer("approve", "Ioana Pop", "", str(sent.version))
    make(PressRelease, title="Comes soon", publish_at=now + timedelta(days=2))
    make(PressRelease, title="To be read again", review_on=clock.today())
    make(PressRelease, title="Without a summary", summary="", body=LINKING)
    read_texts(10)
    check_items(10)
    ExternalLink.objects.update(is_dead=True)
    person_at().goto("/missed/")
    keys = at_desk("Writer")
    comes_to(keys, "Came back", "Name the port.")
    comes_to(keys, "With the ministry", "Ioana Pop")
    comes_to(keys, "Comes soon", "Scheduled for")
    comes_to(keys, "To be read again", "Edit: start a draft")
    comes_to(keys, "All that the checks find", "The summary is empty")
    desk = keys.page.locator("#content")
    keys.page.goto("/admin/")
    assert "leads to https://dead.example/x" in desk.inner_text()
    desk.get_by_role("link", name="/missed/").press("Enter")
    keys.page.wait_for_url("**/missedaddress/**")
    assert "/missed/" in desk.inner_text()
    comes_to(keys, "New press release", "Headline")


def test_an_approver_comes_to_texts_files_and_emergencies(at_desk):
    now, administrator = clock.now(), account("administrator")
    make(PressRelease, title="To be approved", status=Status.IN_REVIEW)
    alone = {"emergency_reason": "Lives at risk", "approved_by": administrator, "approved_at": now}
    make(PressRelease, title="Published alone", **alone)
    version(document(title="Annual report"), at=None)
    keys = at_desk("Approver")
    comes_to(keys, "To be approved", "Approve")
    comes_to(keys, "Published alone", "You have read it and stand by it")
    keys.follow("button", "Confirm the emergency publication")
    assert PressRelease.objects.get(title="Published alone").confirmed_by == account("approver")
    comes_to(keys, "Annual report, version 2", "Approve version 2")
    keys.follow("button", "Approve version 2")
    assert Document.objects.get().newest.number == 2


def test_hr_comes_to_deadlines_and_to_what_was_never_brought_to_its_end(at_desk):
    now = clock.now()
    soon, long_ago = now + timedelta(days=3), now - timedelta(days=40)
    whole(Vacancy, title="Closes soon", closes_at=soon)
    whole(Vacancy, title="Closed for long", closes_at=long_ago)
    keys = at_desk("HR")
    comes_to(keys, "Closes soon", "Extend the deadline")
    comes_to(keys, "Closed for long", "Edit: start a draft")


def test_an_administrator_reads_how_the_site_is_and_what_was_done(at_desk):
    keys = at_desk("Administrator")
    keys.page.goto("/admin/")
    health = keys.page.locator(".desk-section").filter(has_text="Health").inner_text()
    for words in (
        "Database:",
        "Audit log: never verified",
        "Disk of images and files",
        "The worker does not run",
    ):
        assert words in health
    keys.follow("link", "Audit log: never verified")
    assert "entry to view" in keys.page.locator("h1").inner_text()
