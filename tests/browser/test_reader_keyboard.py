"""A reader who has no mouse: the keyboard alone does all that a visitor can."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from news.models import PressRelease
from organisation.models import CrimeArea
from outreach.models import Subscriber
from publishing import clock
from tests.make import make
from tests.smtp import mail_server

from .keyboard import Keyboard
from .test_alerts import link_in

pytestmark = [pytest.mark.browser, pytest.mark.looks]
FOUND = "Heroin was found in a lorry"


@pytest.fixture
def release(organisation):
    for number in range(21):
        make(PressRelease, title=f"Report {number}", summary="Cocaine at a port.", publish_at=clock.now())
    release = make(PressRelease, title=FOUND, summary="Nobody was hurt.", publish_at=clock.now())
    release.crime_areas.add(CrimeArea.objects.get(slug="drug-trafficking"))
    call_command("reindex", verbosity=0)  # the worker learns words of which a typo is one
    return release


@pytest.fixture
def keys(release, visitor):
    visitor.goto("/")
    return Keyboard(visitor)


def test_a_search_is_typed_narrowed_and_followed_to_a_release(keys):
    keys.write("Search the site", "heroin lory", role="searchbox").press("Enter")
    expect(keys.page.locator(".instead")).to_contain_text("Showing results for heroin lorry")
    keys.follow("link", "Press releases 1").follow("link", FOUND)
    expect(keys.page.get_by_role("heading", level=1)).to_have_text(FOUND)


def test_a_list_is_paged_narrowed_and_widened_again(keys):
    keys.page.goto("/news/press-releases/")
    keys.follow("link", "Next")
    assert keys.page.url.endswith("?page=2")
    keys.open("Crime area").follow("link", "Drug trafficking 1")
    expect(keys.page.locator(".results")).to_contain_text("1 release")
    keys.reach("link", FOUND)
    keys.reach("link", "Remove the filter Drug trafficking", key="Shift+Tab")
    keys.follow("link", "Remove the filter Drug trafficking")
    expect(keys.page.locator(".results")).to_contain_text("22 releases")


def test_a_release_leads_past_the_menu_to_its_text_and_its_area(keys, release):
    keys.page.goto(release.get_absolute_url())
    keys.reach("link", "Skip to the text").press("Enter")
    expect(keys.here).to_have_id("main")
    keys.follow("link", "Drug trafficking")
    expect(keys.page.get_by_role("heading", level=1)).to_have_text("Drug trafficking")


def test_alerts_are_chosen_sent_for_confirmed_and_left(keys, settings):
    with mail_server(settings) as server:
        keys.page.goto("/news/press-releases/")
        keys.follow("link", "Follow by e-mail").reach("checkbox", "Drug trafficking").press("Space")
        keys.write("Your e-mail address", "ann@example.com")
        keys.page.wait_for_timeout(3100)
        keys.follow("button", "Send me the link to confirm")
        call_command("worker", "--once")
        keys.page.goto(link_in(server.mails[-1], "Confirm"))
    keys.follow("button", "Confirm")
    assert [area.name for area in Subscriber.objects.get().areas.all()] == ["Drug trafficking"]
