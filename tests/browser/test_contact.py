"""A visitor writes to the press office, on a phone, and the message arrives in a real mail server."""

import pytest
from django.core.management import call_command

from organisation.models import Contact
from tests.smtp import mail_server

pytestmark = [pytest.mark.browser, pytest.mark.looks]


@pytest.mark.usefixtures("organisation")
def test_a_message_reaches_the_mailbox_of_its_unit(settings, person_at):
    Contact.objects.create(purpose="press", email="press@example.org")
    visitor = person_at(width=360)
    visitor.goto("/contacts/")
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 360
    visitor.get_by_label("What is it about?").select_option(label="Press")
    visitor.get_by_label("Your e-mail address").fill("ann@example")
    visitor.get_by_label("Subject").fill("Picture of the anniversary")
    visitor.get_by_label("Your message").fill("May we print it?\n\nAnn")
    visitor.wait_for_timeout(3100)
    send(visitor)
    assert "This is no e-mail address" in visitor.locator("#write").inner_text()
    assert visitor.get_by_label("Your message").input_value() == "May we print it?\n\nAnn"
    visitor.get_by_label("Your e-mail address").fill("ann@example.com")
    visitor.wait_for_timeout(3100)
    send(visitor)
    assert visitor.locator("h1").inner_text() == "Your message has been taken"
    with mail_server(settings) as server:
        call_command("worker", "--once")
        (mail,) = server.mails
    assert (mail["To"], mail["Subject"]) == ("press@example.org", "[Press] Picture of the anniversary")
    assert mail["Reply-To"] == "ann@example.com"
    assert "May we print it?\n\nAnn" in mail.get_content().replace("\r\n", "\n")


def test_a_screen_reader_is_told_what_is_asked_for_and_what_is_wrong(visitor):
    visitor.goto("/contacts/")
    assert visitor.title() == "Contacts"
    form = visitor.locator("#write").aria_snapshot()
    assert "Website" not in form  # what is there for robots
    visitor.wait_for_timeout(3100)
    send(visitor)
    assert visitor.title() == "Not sent yet :: Contacts"
    assert visitor.get_by_role("alert").is_visible()
    for label in ("Your e-mail address", "Subject", "Your message"):
        field = visitor.get_by_label(label)
        assert field.get_attribute("required") is not None
        assert field.get_attribute("aria-invalid") == "true"
        assert visitor.locator(f"#{field.get_attribute('aria-describedby')}").is_visible()
    assert visitor.get_by_label("Your name (may stay empty)").get_attribute("required") is None


def send(visitor):
    with visitor.expect_navigation():
        visitor.get_by_role("button", name="Send the message").click()


def test_what_is_pasted_is_not_cut_off_without_a_word(visitor):
    visitor.goto("/contacts/")
    visitor.get_by_label("Your message").focus()
    visitor.keyboard.insert_text("x" * 10_000)
    visitor.wait_for_timeout(3100)
    send(visitor)
    assert "5000 letters are the most, and these are 10000" in visitor.locator("#write").inner_text()
    assert len(visitor.get_by_label("Your message").input_value()) == 10_000
