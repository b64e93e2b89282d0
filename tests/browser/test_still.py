"""Pages come to stand at once, and come from this site alone."""

from urllib.parse import urlsplit

import pytest

from news.models import PressRelease
from tests.browser.test_layout import PAGES
from tests.library.pictures import image, shown
from tests.make import make

pytestmark = [pytest.mark.browser, pytest.mark.looks]
SHIFTS = """() => new Promise(done => {
    const moved = [];
    new PerformanceObserver(list => list.getEntries().forEach(one => one.hadRecentInput || moved.push(one.value)))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(moved), 150);
})"""


@pytest.fixture
def releases(organisation):
    """With a picture above its text and one in it, after text that a late picture would push down."""
    picture = image((1600, 900))
    body = f"<p>Before.</p>{shown(picture)}<p>After.</p>"
    return make(PressRelease, lead_image=picture, body=body)


def shifts_of(page, address):
    """Asked once more where there are some: a machine that is busy paints a page of which half has come."""
    page.goto(address, wait_until="load")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    return page.evaluate(SHIFTS)


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_once_it_is_shown_and_no_other_host_is_asked(width, releases, person_at):
    page, moved, hosts = person_at(width=width), {}, set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    for address in [*PAGES, releases.get_absolute_url()]:
        if (shifts := shifts_of(page, address)) and shifts_of(page, address):
            moved[address] = shifts
    assert moved == {}
    assert hosts == {urlsplit(page.url).netloc}
