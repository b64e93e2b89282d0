"""Every kind of page on a phone, a tablet and a desk; the keyboard; the staff's clock."""

import pytest

from news.models import PressRelease
from publishing.lifecycle import ChangeKind
from tests.make import at, make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MENU = [
    "Home",
    "News & Events",
    "About SELEC",
    "Resources",
    "Careers",
    "Internship",
    "Procurement",
    "Contacts",
]
LONG = "Cooperation of police and customs against organised crime across the borders of Southeast Europe " * 2


@pytest.fixture
def pages(organisation, clock):
    clock.set(at("2026-11-20 12:00"))
    first = make(PressRelease, title=LONG.strip() + " Donaudampfschifffahrtsgesellschaft", summary=LONG)
    table = "<table><tr>" + "<td>a long cell in a wide table</td>" * 9 + "</tr></table>"
    corrected = make(
        PressRelease, title=first.title, body=table, after=first, change=ChangeKind.CORRECTION, note="A slip."
    )
    address = corrected.get_absolute_url()
    lists = [
        "/",
        "/news/",
        "/news/press-releases/",
        "/news/press-releases/?year=2020",
        "/careers/",
        "/contacts/",
    ]
    facts = ["/about/", "/about/member-states/", "/about/member-states/turkiye/", "/about/partners/"]
    return [
        *lists,
        *facts,
        "/about/crime-areas/",
        address,
        f"{address}history/",
        f"{address}history/1/",
        "/nix/",
    ]


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_page_scrolls_sideways_and_each_has_one_h1(person_at, pages, width):
    page = person_at(width=width)
    for address in pages:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert page.locator("h1").count() == 1, address


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_every_entry_of_the_menu_can_be_reached(person_at, pages, width):
    page = person_at(width=width)
    page.goto("/")
    folded = page.locator("nav summary")
    if folded.is_visible():
        folded.click()
    for label in [*MENU, "Follow us on"]:
        assert page.locator("nav.menu").get_by_role("link", name=label, exact=True).is_visible(), label


def test_the_first_key_leads_to_the_text(person_at, pages):
    page = person_at()
    page.goto("/news/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_staff_set_the_clock_in_the_bar_and_set_it_back(person_at, pages, writer):
    make(PressRelease, title="Tomorrow at nine", publish_at=at("2026-11-21 09:00"))
    page = person_at("ana").page
    page.goto("/news/")
    page.fill("#staff-at", "2026-11-21T09:00")
    page.get_by_role("button", name="Show").click()
    page.locator("main").get_by_role("link", name="Tomorrow at nine").click()
    assert page.locator("h1").inner_text() == "Tomorrow at nine"
    page.goto("/about/member-states/?at=2016-10-07T12:00")
    assert "12 Member States" in page.locator("main").inner_text()
    page.get_by_role("link", name="Back to now").click()
    assert "11 Member States" in page.locator("main").inner_text()


def test_a_visitor_cannot_set_the_clock(visitor, pages):
    make(PressRelease, title="Tomorrow at nine", publish_at=at("2026-11-21 09:00"))
    visitor.goto("/news/?at=2026-11-21T09:00")
    assert visitor.get_by_text("Tomorrow at nine").count() == 0
    assert visitor.get_by_text("Set the clock").count() == 0
