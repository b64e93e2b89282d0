"""Two people with the same page open, each in a browser of their own."""

import pytest

from news.models import PressRelease
from publishing.lifecycle import Status
from tests.make import make

pytestmark = pytest.mark.browser


@pytest.fixture
def draft(organisation):
    return make(PressRelease, status=Status.DRAFT, title="Seven lorries", body="<p>Seven lorries held.</p>")


def test_the_second_of_two_writers_chooses_and_loses_nothing(draft, writer, person, person_at):
    person("cora", "change_pressrelease", "view_pressrelease")
    ana, cora = person_at("ana"), person_at("cora")
    for officer in (ana, cora):
        officer.open(draft)
    ana.page.fill("#id_title", "Eight lorries")
    ana.paste("body", text="Eight lorries held.")
    ana.press("Save draft")
    cora.page.fill("#id_summary", "Cora's summary")
    cora.paste("body", text="Nine lorries held, says Cora.")
    cora.press("Save draft")
    assert "ana saved it" in cora.told.casefold()
    assert "Nothing of theirs or yours has been overwritten." in cora.told
    assert_that_cora_sees_both_sides_and_her_text(cora)
    draft.refresh_from_db()
    assert (draft.title, draft.body) == ("Eight lorries", "<p>Eight lorries held.</p>")
    assert "Cora" not in draft.summary
    assert_that_cora_chooses(cora, draft)


def side(officer, field, whose):
    return officer.page.locator(f"#merge-{field} .side", has_text=whose)


def assert_that_cora_sees_both_sides_and_her_text(cora):
    assert "Eight" in side(cora, "title", "Take theirs").inner_text()
    assert "Cora's summary" in side(cora, "summary", "Keep mine").inner_text()
    assert "Eight" in side(cora, "body", "Take theirs").inner_text()
    assert "Nine" in side(cora, "body", "Keep mine").inner_text()
    assert cora.page.input_value("#id_summary") == "Cora's summary"
    assert cora.text_of("body").inner_text().strip() == "Nine lorries held, says Cora."


def assert_that_cora_chooses(cora, draft):
    """The headline is preset to theirs, the summary to hers; in the text she has to choose."""
    checked = ":checked"
    assert cora.page.locator(f"#merge-title {checked}").input_value() == "theirs"
    assert cora.page.locator(f"#merge-summary {checked}").input_value() == "mine"
    assert cora.page.locator(f"#merge-body {checked}").count() == 0
    cora.press("Save draft")
    assert "Choose one of the two texts" in cora.told
    side(cora, "body", "Keep mine").locator("input").focus()
    cora.page.keyboard.press("Space")
    cora.press("Save draft")
    assert cora.told == "Saved."
    draft.refresh_from_db()
    assert (draft.title, draft.summary) == ("Eight lorries", "Cora's summary")
    assert draft.body == "<p>Nine lorries held, says Cora.</p>"


def test_a_writer_whose_draft_was_submitted_meanwhile_reads_what_they_typed(draft, writer, person_at):
    ana, again = person_at("ana"), person_at("ana")
    for officer in (ana, again):
        officer.open(draft)
    again.press("Submit for review")
    again.press("Submit for review")
    ana.paste("body", text="Ten lorries held.")
    ana.press("Save draft")
    assert "ana submitted it" in ana.told.casefold()
    typed = ana.page.locator(".typed textarea").evaluate_all("all => all.map(one => one.value)")
    assert "<p>Ten lorries held.</p>" in [text.strip() for text in typed]
    draft.refresh_from_db()
    assert draft.body == "<p>Seven lorries held.</p>"


def test_the_second_of_two_approvers_is_told(draft, writer, approver, person, person_at):
    person("dora", "change_pressrelease", "view_pressrelease", "approve_pressrelease")
    draft.submit(writer)
    boris, dora = person_at("boris"), person_at("dora")
    for officer in (boris, dora):
        officer.open(draft)
        officer.press("Approve")
    boris.press("Approve")
    assert boris.state == "Live"
    dora.press("Approve")
    assert "boris approved it" in dora.told.casefold()
    assert PressRelease.objects.public().count() == 1
