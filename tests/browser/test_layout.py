"""On a phone, a tablet and a desk, and by the keyboard alone."""

import pytest

from news.models import PressRelease
from organisation.models import Page
from publishing.models import kinds
from tests.make import make, plain_texts, rich_texts

pytestmark = [pytest.mark.browser, pytest.mark.looks]

WIDTHS = [360, 768, 1280]
PAGES = [
    *"/ /news/ /news/press-releases/ /news/press-releases/?year=1999 /no-such-page/".split(),
    *"/about/ /about/member-states/ /about/partners/ /about/crime-areas/".split(),
    *"/about/member-states/turkiye/ /about/partners/interpol/ /about/crime-areas/drug-trafficking/".split(),
    *"/news/events/ /news/events/?when=past /news/events/?month=2026-11".split(),
    *"/resources/ /careers/ /internship/ /procurement/ /contacts/ /feeds/ /alerts/ /api/".split(),
    "/search/?q=lorry",
]
MENU = [
    *["Home", "News & Events", "About SELEC", "Resources", "Careers", "Internship", "Procurement"],
    *["Contacts", "Follow us on"],
]
LONG = "Donaudampfschifffahrtsgesellschaftskapitaenswitwenrentenantragsformular " * 3
WIDE = "<table><tbody><tr>" + "<td>Amphetaminergate</td>" * 12 + "</tr></tbody></table>"
ADDRESS = f"https://www.example.org/{'very-long-' * 15}"
BODY = f"<p>{LONG}</p>{WIDE}<pre>{'word ' * 60}</pre><p><a href='{ADDRESS}'>{ADDRESS}</a></p>"
OVERFLOW = "() => document.documentElement.scrollWidth - window.innerWidth"
BEYOND = """all => all.filter(one => {
    const { left, right } = one.getBoundingClientRect();
    return left < 0 || right > window.innerWidth;
}).map(one => one.textContent)"""


@pytest.fixture
def releases(organisation):
    """Text that is as wide as text can be, in two editions, and enough of it for a second page."""
    first = make(PressRelease, title=f"{LONG[:240]}", body="<p>Before.</p>")
    last = make(PressRelease, after=first, title=f"{LONG[:240]}", body=BODY, change="correction", note=LONG)
    for _ in range(25):
        make(PressRelease, summary="A sentence that is neither long nor short, as a summary is.")
    return [last.get_absolute_url(), last.history_url, f"{last.history_url}1/"]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways_and_each_has_one_heading(width, releases, person_at):
    page = person_at(width=width)
    too_wide, headings = {}, {}
    for address in [*PAGES, *releases]:
        assert page.goto(address).status == (404 if "no-such" in address else 200)
        too_wide[address] = page.evaluate(OVERFLOW)
        headings[address] = page.locator("h1").count()
    assert {address: pixels for address, pixels in too_wide.items() if pixels > 0} == {}
    assert {address: count for address, count in headings.items() if count != 1} == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_no_kind_of_page_scrolls_sideways_however_wide_its_text(width, organisation, person_at):
    page, too_wide = person_at(width=width), {}
    for kind in kinds():
        texts = {**plain_texts(kind, "W" * 60), **dict.fromkeys(rich_texts(kind), BODY)}
        edition = make(kind, title=LONG[:240], summary=LONG, **texts)
        assert page.goto(edition.get_absolute_url()).status == 200
        if (pixels := page.evaluate(OVERFLOW)) > 0:
            too_wide[kind.__name__] = pixels
    assert too_wide == {}


def test_the_section_s_menu_is_headed_alike_wherever_it_stands(organisation, visitor):
    rule = "one => getComputedStyle(one).borderTopWidth"
    for address in ("/about/faq/", "/about/partners/", make(Page).get_absolute_url()):
        visitor.goto(address)
        heading = visitor.get_by_role("navigation", name="About SELEC").get_by_role("heading")
        assert heading.evaluate(rule) == "3px"


@pytest.mark.parametrize("width", WIDTHS)
def test_every_entry_of_the_menu_can_be_reached(width, organisation, person_at):
    page = person_at(width=width)
    for label in MENU:
        page.goto("/")
        if page.locator("nav.menu summary").is_visible():
            page.locator("nav.menu summary").click()
        links = page.locator("nav.menu a")
        assert links.all_inner_texts() == MENU
        assert links.evaluate_all(BEYOND) == []
        link = page.locator("nav.menu").get_by_role("link", name=label, exact=True)
        address = link.get_attribute("href")
        link.click()
        page.wait_for_url(f"**{address}")
        assert page.locator("h1").count() == 1
    assert page.locator("#follow").is_visible()


def test_the_staffs_bar_fits_a_phone(organisation, writer, person_at):
    page = person_at("ana", width=360).page
    page.goto("/?at=2016-10-07T09:00")
    page.get_by_text("Set the clock").click()
    assert page.get_by_label("Show the site at").is_visible()
    assert page.evaluate(OVERFLOW) <= 0
    assert page.locator(".staff-bar").locator("a, button, input").evaluate_all(BEYOND) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_first_tab_reaches_the_link_to_the_text(width, organisation, person_at):
    page = person_at(width=width)
    page.goto("/")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.inner_text() == "Skip to the text"
    box = focused.bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_menu_opens_by_the_keyboard_on_a_phone(organisation, person_at):
    page = person_at(width=360)
    page.goto("/")
    page.locator("nav.menu summary").focus()
    page.keyboard.press("Enter")
    for label in MENU:
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == label
