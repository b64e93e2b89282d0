"""Review as its people do it: a writer, an approver, a colleague at night, a minister's office."""

import pytest
from django.contrib.sessions.models import Session

from news.models import PressRelease
from publishing.lifecycle import Status
from publishing.models import ReviewLink
from tests.make import make

pytestmark = pytest.mark.browser


@pytest.fixture
def draft(organisation, writer):
    fields = {"title": "Seven lorries", "summary": "Held at a port.", "body": "<p>Seven lorries held.</p>"}
    return make(PressRelease, status=Status.DRAFT, edited_by=writer, **fields)


def test_a_comment_and_a_returned_text_reach_the_writer(draft, writer, approver, person_at):
    ana, boris = person_at("ana"), person_at("boris")
    ana.open(draft)
    ana.press("Submit for review")
    ana.press("Submit for review")
    boris.open(draft)
    boris.press("Comment")
    boris.page.fill("#id_text", "Name the port.")
    boris.press("Comment")
    assert "Your comment is kept" in boris.told
    boris.press("Return to draft")
    boris.page.fill("#id_reason", "The number is wrong.")
    boris.press("Return to draft")
    ana.open(draft)
    said = ana.page.locator(".about-edition").inner_text()
    assert "Name the port." in said
    assert "Returned by boris: “The number is wrong.”" in said


def test_a_comment_that_is_sent_after_the_session_ended_is_not_lost(draft, writer, person_at):
    ana = person_at("ana")
    ana.open(draft)
    ana.press("Comment")
    ana.page.fill("#id_text", "Name the port, and who found the lorries.")
    Session.objects.all().delete()
    ana.press("Comment")
    assert ana.page.locator("h1").inner_text() == "You have been signed out"
    assert ana.page.get_by_label("Text").input_value() == "Name the port, and who found the lorries."


def test_one_approver_alone_at_night_publishes_and_a_colleague_confirms(draft, approver, person, person_at):
    person("dora", "change_pressrelease", "view_pressrelease", "approve_pressrelease")
    PressRelease.objects.filter(pk=draft.pk).update(edited_by=approver)
    boris, dora, visitor = person_at("boris"), person_at("dora"), person_at()
    boris.open(draft)
    boris.press("Emergency: publish now, alone")
    boris.press("Emergency: publish now, alone")
    assert "This field is required" in boris.told
    boris.page.fill("#id_reason", "A fraud runs in our name.")
    boris.press("Emergency: publish now, alone")
    assert boris.state == "Live"
    assert "Nobody has confirmed it yet" in boris.page.locator(".about-edition").inner_text()
    assert "a colleague has to confirm it" in boris.why_not("Confirm the emergency publication")
    visitor.goto(PressRelease.objects.get(pk=draft.pk).get_absolute_url())
    assert visitor.locator("h1").inner_text() == "Seven lorries"
    assert "fraud" not in visitor.locator("body").inner_text()
    dora.open(draft)
    dora.press("Confirm the emergency publication")
    dora.press("Confirm the emergency publication")
    assert "Confirmed by dora" in dora.page.locator(".about-edition").inner_text()


def test_an_item_is_limited_to_named_people(draft, writer, approver, person_at):
    ana, boris = person_at("ana"), person_at("boris")
    ana.open(draft)
    ana.press("Named people")
    ana.page.get_by_label("ana").focus()
    ana.page.keyboard.press("Space")
    ana.press("Save")
    assert (
        "Only these people see this item in the back office: ana."
        in ana.page.locator(".about-edition").inner_text()
    )
    boris.open_list()
    assert "Seven lorries" not in boris.page.content()
    boris.open(draft)
    assert "Seven lorries" not in boris.page.content()
    ana.press("Review links")
    assert "no link leads outside" in ana.page.content()


def test_a_ministers_office_reads_and_answers_by_its_link_on_a_phone(draft, writer, person_at):
    ana, minister = person_at("ana"), person_at(width=360)
    ana.open(draft)
    ana.press("Review links")
    ana.page.fill("#id_for_whom", "Ministry of the Interior")
    ana.press("Make a link")
    address = ana.page.get_by_label("Link for Ministry of the Interior").input_value()
    minister.goto(address)
    assert minister.locator("h1").inner_text() == "Seven lorries"
    minister.get_by_role("button", name="Approve this text").click()
    assert "This field is required" in minister.locator("#review").inner_text()
    minister.get_by_label("Your name and function").fill("Ioana Pop, adviser")
    minister.get_by_label("Your comment").fill("Fine with us.")
    minister.get_by_role("button", name="Approve this text").click()
    minister.get_by_text("your approval has been recorded").wait_for()
    ana.open(draft)
    assert "Ioana Pop, adviser (Ministry of the Interior)" in ana.page.locator(".said").inner_text()
    ana.press("Review links")
    ana.press("Revoke")
    minister.goto(address)
    assert "leads nowhere" in minister.locator("h1").inner_text()
    assert ReviewLink.objects.get().visits == 1


def test_a_page_is_moved_and_withdrawn_as_public_acts(draft, writer, approver, person, person_at):
    live = make(PressRelease, title="Old words", summary="In short.")
    old = live.get_absolute_url()
    ana, boris, visitor = person_at("ana"), person_at("boris"), person_at()
    boris.open(live)
    boris.press("Change the address")
    boris.page.fill("#id_slug", "new-words")
    boris.page.fill("#id_reason", "A name was in it.")
    boris.press("Change the address")
    visitor.goto(old)
    assert visitor.url.endswith("/new-words/")
    ana.open(live)
    ana.press("Withdraw")
    ana.page.fill("#id_reason", "The figures were wrong.")
    ana.press("Withdraw")
    boris.open(live.siblings.get(number=2))
    boris.approve()
    visitor.goto(old)
    assert "The figures were wrong." in visitor.locator(".banner").inner_text()
    visitor.goto("/news/press-releases/")
    assert "Old words" not in visitor.content()
