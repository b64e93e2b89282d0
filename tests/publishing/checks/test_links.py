import pytest

from library.models import Image
from news.models import PressRelease
from publishing.lifecycle import Standing, Status
from publishing.models import ReviewLink
from tests.library.files import document, linked
from tests.make import at, make

from .conftest import found, release, sentence_of

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
NOW, LATER = at("2026-11-20 12:00"), at("2026-12-01 09:00")


@pytest.fixture(autouse=True)
def now(clock):
    clock.set(NOW)
    return clock


def linking(href, **fields):
    return release(f'<p>See <a href="{href}">the report</a>.</p>', **fields)


ALIVE = [
    "/",
    "/news/",
    "/news",
    "/about/member-states/#list",
    "/news/press-releases/?page=1",
    "https://www.selec.example/about/",
    "http://WWW.selec.example/about/",
    "//www.selec.example/contacts/",
    "#note",
    "?",
    "/static/site.css",
    "mailto:press@selec.example",
    "tel:112",
    "https://example.org/anything",
    "https://www.selec.example.org/x",
]
DEAD = [
    "/nowhere/",
    "/news/press-releases/2016/10/07/never-written/",
    "/about/crime-areas/no-such-area/",
    "/news/press-releases/?page=99",
    "https://www.selec.example/nowhere/",
    "//www.selec.example/nowhere",
    "www.europol.europa.eu",
    "report.pdf",
    "/static/no-such-file.css",
    "/static/../manage.py",
    "/admin/",
]


@pytest.mark.parametrize("href", ALIVE)
def test_a_link_that_a_reader_can_follow_is_right(href):
    assert found(linking(href)) == []


@pytest.mark.parametrize("href", DEAD)
def test_a_link_to_nothing_on_this_site_stops_and_is_quoted(href):
    edition = linking(href)
    assert found(edition) == ["dead_inward_link"]
    assert "“the report”" in sentence_of(edition, "dead_inward_link")


def test_a_review_link_is_published_to_nobody(person):
    link = ReviewLink.make(make(PressRelease, status=Status.DRAFT), person("ana"), "Ministry", 7)
    edition = linking(link.get_absolute_url())
    assert "a review link, and meant for one reader" in sentence_of(edition, "dead_inward_link")
    link.refresh_from_db()
    assert link.visits == 0


def test_a_link_without_a_scheme_is_explained():
    assert "https://" in sentence_of(linking("www.europol.europa.eu"), "dead_inward_link")


def test_links_to_items_go_by_what_is_in_force_at_the_hour_of_publication():
    live = make(PressRelease, title="Live")
    withdrawn = make(PressRelease, after=make(PressRelease), standing=Standing.WITHDRAWN, note="Why")
    removed = make(PressRelease, after=make(PressRelease), standing=Standing.REMOVED, note="Why")
    scheduled = make(PressRelease, title="Scheduled", publish_at=LATER)
    for edition in (live, withdrawn):
        assert found(linking(edition.item.address)) == []
        assert found(linking(edition.history_url)) == []
    assert found(linking(removed.item.address)) == ["dead_inward_link"]
    assert found(linking(scheduled.item.address)) == ["dead_inward_link"]
    assert found(linking(scheduled.item.address, publish_at=LATER)) == []


def test_a_link_to_a_draft_is_dead_and_one_to_itself_is_not():
    draft = make(PressRelease, title="Draft", status=Status.DRAFT, summary="A summary.")
    address = draft.address("draft")
    assert found(linking(address)) == ["dead_inward_link"]
    draft.body = f'<p>This <a href="{address}">very release</a></p>'
    assert found(draft) == []


def image(**fields):
    made = {"title": "The border", "credit": "SELEC", "width": 10, "height": 10, "size": 9, "added_at": NOW}
    return Image.objects.create(**{**made, **fields})


@pytest.mark.parametrize(
    "alt", ["", " ", "IMG_2034", "DSC01234.JPG", "border.jpeg", "my photo.png", "image001"]
)
def test_an_image_without_words_stops(alt):
    edition = release(f'<p><img src="/images/{image(alt=alt).pk}/640.jpg" alt=""></p>')
    assert found(edition) == ["image_without_words"]
    assert "“The border”" in sentence_of(edition, "image_without_words")


@pytest.mark.parametrize(
    "fields",
    [{"alt": "Officers at the border"}, {"is_decorative": True}, {"alt": "Photo of 12 lorries at Ruse"}],
)
def test_an_image_with_words_or_the_mark_is_right(fields):
    assert found(release(f'<p><img src="/images/{image(**fields).pk}/640.jpg"></p>')) == []


@pytest.mark.parametrize(
    "source",
    [
        "/images/999/640.jpg",
        "/images/x/",
        "",
        "https://example.org/a.jpg",
        "/images/9999999999999999999/",
    ],
)
def test_an_image_that_is_not_in_the_library_stops(source):
    assert found(release(f'<p>Text <img src="{source}"></p>')) == ["image_without_words"]


def test_links_into_the_library_go_by_its_rows():
    report = document()
    assert found(linking(f"/files/{report.pk}/report.pdf")) == []
    assert found(linking(report.get_absolute_url())) == []
    assert found(linking(f"/images/{image(alt='x').pk}/640.jpg")) == []
    for href in ["/files/999/x.pdf", "/files/", "/images/999/640.jpg", "/files/99999999999999999999/"]:
        assert found(linking(href)) == ["dead_library_link"]


def test_a_link_to_a_version_stops_where_readers_would_not_have_it():
    early, middle = at("2026-11-01 12:00"), at("2026-11-10 12:00")
    report = document({"at": early}, {"at": middle}, {"at": None})
    old, newest, waiting = (report.versions.get(number=number).url for number in (1, 2, 3))
    assert found(linking(newest)) == []
    for href in (old, waiting, f"/files/{report.pk}/9/table.csv"):
        edition = linking(href)
        assert found(edition) == ["dead_library_link"]
        assert "a version that readers cannot have" in sentence_of(edition, "dead_library_link")
    make(PressRelease, body=linked(report), publish_at=early)
    assert found(linking(old)) == []
    assert found(linking(f"/files/{document({'at': None}).pk}/table.csv")) == ["dead_library_link"]


def test_taking_a_page_down_is_never_held_up():
    assert found(linking("/nowhere/", standing=Standing.REMOVED, summary="")) == []


def test_a_link_to_a_former_address_is_alive_since_it_leads_on(approver):
    moved = make(PressRelease, title="Sixteen lorries")
    former = moved.get_absolute_url()
    moved.readdress(approver, "seventeen-lorries", "There were seventeen.")
    assert found(linking(former)) == []
    assert found(linking(f"{former}history/")) == []
    make(PressRelease, after=moved, standing=Standing.REMOVED, note="It was wrong.", publish_at=LATER)
    assert "has been removed" in sentence_of(
        linking(former, publish_at=at("2026-12-02 09:00")), "dead_inward_link"
    )
