"""Somebody subscribes on a phone, confirms from the mail, gets an alert, follows it, and leaves."""

import re

import pytest
from django.core.management import call_command

from news.models import PressRelease
from notices.models import Tender
from outreach.models import Subscriber
from publishing import clock
from tests.make import make
from tests.smtp import mail_server

pytestmark = pytest.mark.browser


@pytest.fixture
def server(settings):
    with mail_server(settings) as running:
        yield running


def newest(server):
    """The worker works; the mail that came last."""
    number = len(server.mails)
    call_command("worker", "--once")
    assert len(server.mails) == number + 1
    return server.mails[-1]


def link_in(mail, label):
    """Where the link of this name in the HTML leads."""
    html = mail.get_body(("html",)).get_content()
    return re.search(rf'<a href="([^"]+)">{label}</a>', html)[1]


def press(page, button):
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


@pytest.mark.usefixtures("organisation")
def test_from_the_form_to_leaving(person_at, server):
    visitor = person_at(width=360)
    visitor.goto("/news/press-releases/")
    visitor.get_by_role("link", name="Follow by e-mail").click()
    assert visitor.get_by_label("Press releases", exact=True).is_checked()
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 360
    visitor.get_by_label("Drug trafficking", exact=True).check()
    visitor.get_by_label("Your e-mail address").fill("ann@example")
    visitor.wait_for_timeout(3100)
    press(visitor, "Send me the link to confirm")
    assert "This is no e-mail address" in visitor.locator("#choose").inner_text()
    assert visitor.get_by_label("Drug trafficking", exact=True).is_checked()
    visitor.get_by_label("Your e-mail address").fill("ann@example.com")
    visitor.wait_for_timeout(3100)
    press(visitor, "Send me the link to confirm")
    assert visitor.locator("h1").inner_text() == "A link is on its way"

    visitor.goto(link_in(newest(server), "Confirm"))
    assert Subscriber.objects.get().confirmed_at is None
    press(visitor, "Confirm")
    assert visitor.locator("h1").inner_text() == "You have subscribed"

    area = Subscriber.objects.get().areas.get()
    release = make(PressRelease, title="Nine arrests in two states", publish_at=clock.now())
    release.crime_areas.add(area)
    make(PressRelease, title="Of no such thing", publish_at=clock.now())
    alert = newest(server)
    assert alert["Subject"] == "Nine arrests in two states"
    visitor.goto(link_in(alert, "Nine arrests in two states"))
    assert visitor.locator("h1").inner_text() == "Nine arrests in two states"

    visitor.goto(link_in(alert, "Leave, and have your address deleted"))
    assert Subscriber.objects.exists()
    press(visitor, "Leave, and delete my address")
    assert visitor.locator("h1").inner_text() == "You have left"
    assert not Subscriber.objects.exists()


@pytest.mark.usefixtures("organisation")
def test_one_tender_is_followed_from_its_page_and_changed_by_the_link(visitor, server):
    tender = make(Tender, title="Servers for the seat")
    visitor.goto(tender.get_absolute_url())
    visitor.get_by_role("link", name="Follow by e-mail").click()
    assert visitor.get_by_label("Servers for the seat").is_checked()
    assert visitor.get_by_label("Only this").is_checked()
    visitor.get_by_label("Your e-mail address").fill("ann@example.com")
    visitor.wait_for_timeout(3100)
    press(visitor, "Send me the link to confirm")
    visitor.goto(link_in(newest(server), "Confirm"))
    press(visitor, "Confirm")
    make(Tender, title="Cars", publish_at=clock.now())
    words = {"deadline_act": "extended", "deadline_reason": "Because of the holidays.", "change": "update"}
    make(Tender, after=tender, title="Servers for the seat", publish_at=clock.now(), **words)
    alert = newest(server)
    assert alert["Subject"] == "Deadline extended: Servers for the seat"
    visitor.goto(link_in(alert, "Change what you get"))
    visitor.get_by_label("Only this").uncheck()
    visitor.get_by_label("Once a day").check()
    press(visitor, "Save")
    assert visitor.get_by_role("status").is_visible()
    assert not visitor.get_by_label("Only this").is_checked()
    assert visitor.get_by_label("Servers for the seat").is_checked()
    assert visitor.get_by_label("Once a day").is_checked()
