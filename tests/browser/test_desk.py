"""The desk in a browser: each role's own, at every width, and by the keyboard alone."""

import pytest

from news.models import PressRelease
from publishing import clock
from publishing.lifecycle import Status
from tests.make import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.looks]
LONG = "A headline with Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihung in it"


def desk_of(person_at, name, width=1280):
    page = person_at(name, width=width).page
    page.goto("/admin/")
    return page


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize(
    "role", ["Writer", "Approver", "HR", "Procurement", "Librarian", "Auditor", "Administrator"]
)
def test_each_role_has_a_desk_that_fits(role, width, holder, person_at):
    user = holder(role)
    make(PressRelease, title=LONG, status=Status.IN_REVIEW, submitted_at=clock.now())
    make(PressRelease, title=LONG, status=Status.DRAFT, edited_by=user)
    page = desk_of(person_at, role.lower(), width)
    assert page.locator("h1").inner_text() == "What happens next"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    waiting = page.get_by_role("heading", name="Waits for your review")
    assert waiting.count() == (role in ("Approver", "Administrator"))


def test_an_approver_comes_from_the_desk_to_the_text_by_the_keyboard(holder, person_at):
    holder("Approver")
    release = make(PressRelease, title="To be read", status=Status.IN_REVIEW, submitted_at=clock.now())
    page = desk_of(person_at, "approver")
    for _ in range(15):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "To be read":
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(f"/admin/news/pressrelease/{release.pk}/change/")


def test_an_administrator_reads_the_grid_of_roles_on_a_phone(holder, person_at):
    holder("Administrator")
    page = desk_of(person_at, "administrator", 360)
    page.get_by_text("All lists").click()
    page.get_by_role("link", name="Who may do what: the grid of roles").click()
    assert page.locator("h1").inner_text() == "Who may do what"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


LOOKS = """button => {
    const {fontFamily, fontSize, fontWeight, textTransform} = getComputedStyle(button);
    return [fontFamily, fontSize, fontWeight, textTransform].join();
}"""


def test_no_button_of_a_form_shouts_or_looks_like_anothers(holder, person_at):
    holder("Administrator")
    page = person_at("administrator").page
    for form in ("news/pressrelease/add/", "library/image/add/", "auth/group/add/"):
        page.goto(f"/admin/{form}")
        looks = page.locator(".submit-row input").evaluate_all(f"all => all.map({LOOKS})")
        assert len(looks) == 3
        assert len(set(looks)) == 1
        assert looks[0].endswith("600,none")
