"""A picture, from the library's form to the page: by the keyboard, and at every width."""

import pytest

from library.models import Image
from news.models import PressRelease
from tests.library.pictures import drawn, encoded, image, shown
from tests.make import make

pytestmark = [pytest.mark.browser, pytest.mark.looks]

RIGHTS = ["view_image", "add_image", "change_image", "add_pressrelease", "change_pressrelease"]
RIGHTS += ["view_pressrelease", "view_crimearea", "view_memberstate", "view_partner"]
OVERFLOW = "() => document.documentElement.scrollWidth - window.innerWidth"
DRAWN = "image => image.decode().then(() => [image.naturalWidth, image.currentSrc])"
SHIFTS = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(one => { sum += one.value; }))
        .observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(sum), 300);
})"""


def test_a_picture_goes_from_the_form_to_the_page_by_the_keyboard(person_at, person, organisation):
    person("lidia", *RIGHTS)
    officer = person_at("lidia")
    page = officer.page
    page.goto("/admin/library/image/add/")
    picture = {"name": "IMG_1234.jpg", "mimeType": "image/jpeg", "buffer": encoded(drawn((1600, 1000)))}
    page.set_input_files("#id_upload", picture)
    for field, typed in {"title": "Lorry at Horgoš", "alt": "IMG_1234.jpg", "credit": "SELEC"}.items():
        page.locator(f"#id_{field}").focus()
        page.keyboard.type(typed)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "This is the name of a file" in page.inner_text("#content")
    page.set_input_files("#id_upload", picture)  # no browser sends a file twice by itself
    page.fill("#id_alt", "A lorry at a border crossing.")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Image.objects.get().alt == "A lorry at a border crossing."

    officer.add_release("A lorry was stopped", summary="At Horgoš.")
    page.locator(".field-lead_image .select2-selection").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Horg")
    page.locator(".select2-results__option--highlighted", has_text="Lorry at Horgoš").wait_for()
    page.keyboard.press("Enter")
    officer.text_of("body").focus()
    page.keyboard.type("Officers opened the lorry.")
    officer.press("Save and see it in place")
    found = page.locator("figure.picture img")
    assert found.evaluate(DRAWN)[0] > 0
    assert found.get_attribute("alt") == "A lorry at a border crossing."
    release = PressRelease.objects.get()
    page.goto(f"/admin/library/image/{release.lead_image_id}/change/")
    assert "A lorry was stopped" in page.inner_text(".where-used")


@pytest.mark.parametrize(("width", "widest"), [(360, 640), (768, 960), (1280, 960)])
def test_pictures_fit_every_width_and_move_nothing_when_they_come(person_at, organisation, width, widest):
    pictures = [image(size) for size in [(2000, 1300), (900, 1600), (200, 120), (1500, 300)]]
    body = "".join(f"<p>{'Words of a text. ' * 30}</p>{shown(one)}" for one in pictures)
    release = make(PressRelease, lead_image=pictures[0], body=body)
    page = person_at(width=width)
    page.goto(release.get_absolute_url())
    found = page.locator("figure.picture img")
    assert found.count() == 5
    for one in found.all():
        one.scroll_into_view_if_needed()
        real, source = one.evaluate(DRAWN)
        assert real > 0
        assert source.endswith(".avif")
        assert int(source.rsplit("/", 1)[1].removesuffix(".avif")) <= widest
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(SHIFTS) < 0.01
