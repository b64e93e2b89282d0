"""What each page tells machines, in each state of its item. Kinds are found by themselves."""

from datetime import date, timedelta

import pytest
from django.test import Client

import organisation.demo
from library.models import Publication
from news.models import Event, PressRelease
from notices.models import Internship, Vacancy
from organisation.models import CrimeArea, MemberState, Partner
from outreach.links import PURPOSES, path as link_path
from publishing.lifecycle import ChangeKind, Standing, Status
from publishing.models import ReviewLink, kinds
from publishing.site import absolute
from tests.head_of_page import head, is_date
from tests.library.files import document
from tests.library.pictures import image
from tests.make import at, make, whole
from tests.outreach.alerts import subscriber

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
NOW = at("2026-11-20 12:00")
EVENT = {
    "starts_on": date(2027, 5, 12),
    "ends_on": date(2027, 5, 13),
    "place": "Bucharest",
    "decision": "confirmed",
}
FIELDS = {Event: EVENT}
TOLD = {
    PressRelease: "NewsArticle",
    Event: "Event",
    Vacancy: "JobPosting",
    Internship: "JobPosting",
    Publication: "CreativeWork",
}
# What Google's documentation of each type requires, and what it recommends that the site can know.
REQUIRED = {
    "NewsArticle": [],
    "Event": ["name", "startDate", "location"],
    "JobPosting": ["title", "description", "datePosted", "hiringOrganization", "jobLocation"],
    "CreativeWork": [],
    "Dataset": ["name", "description"],
}
RECOMMENDED = {
    "NewsArticle": ["headline", "image", "datePublished", "dateModified", "author"],
    "Event": ["description", "endDate", "eventStatus", "image", "organizer"],
    "JobPosting": ["validThrough", "identifier", "directApply"],
    "CreativeWork": ["name", "description", "datePublished", "publisher"],
    "Dataset": ["creator", "distribution", "temporalCoverage", "variableMeasured", "isAccessibleForFree"],
}
DATES = [
    "datePublished",
    "dateModified",
    "startDate",
    "endDate",
    "datePosted",
    "validThrough",
    "previousStartDate",
]
OPEN_GRAPH = {
    *{"og:title", "og:type", "og:url", "og:image", "og:description", "og:site_name", "og:locale"},
    *{"og:image:width", "og:image:height", "og:image:alt"},
}
OF_ARTICLES = {"article:published_time", "article:modified_time"}


@pytest.fixture(autouse=True)
def facts(clock):
    clock.set(NOW)
    organisation.demo.load()


def public(kind, **fields):
    return whole(kind, **{**FIELDS.get(kind, {}), **fields})


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_the_page_of_a_public_item_tells_its_address_how_it_looks_and_what_it_is(kind):
    edition = public(kind, title="Five <years> & “more”")
    read = head(edition.item.address + "?utm_source=mail&edition=7")
    address = absolute(edition.item.address)
    assert (read.canonical, read.robots) == ([address], [])
    assert {*read.shared} == OPEN_GRAPH | OF_ARTICLES
    told = {name: read.shared[name] for name in ("og:url", "og:title", "og:type", "og:site_name")}
    assert told == {
        "og:url": address,
        "og:title": edition.title,
        "og:type": "article",
        "og:site_name": "SELEC",
    }
    assert read.shared["og:description"] == edition.summary
    assert is_date(read.shared["article:published_time"])
    assert read.types == [*filter(None, [TOLD.get(kind)]), "BreadcrumbList"]
    if kind in TOLD:
        described = read.graph[0]
        assert {*REQUIRED[TOLD[kind]], *RECOMMENDED[TOLD[kind]]} <= {*described}
        assert (described["url"], described["mainEntityOfPage"]) == (address, address)
        assert described["image"] == [read.shared["og:image"]]
        assert all(is_date(described[name]) for name in DATES if name in described)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_no_page_but_the_public_one_tells_anything(kind, person):
    rights = [f"{act}_{kind._meta.model_name}" for act in ("view", "change")]
    writer, staff = person("ana", *rights), Client()
    staff.force_login(writer)
    first = public(kind)
    second = public(kind, after=first, change=ChangeKind.UPDATE)
    draft = public(kind, after=second, status=Status.DRAFT)
    gone, removed = public(kind), public(kind)
    withdrawn = make(kind, after=gone, standing=Standing.WITHDRAWN, note="Why")
    make(kind, after=removed, standing=Standing.REMOVED, note="Why")
    link = ReviewLink.make(draft, writer, "Ministry", 7)
    pages = {
        f"{first.history_url}1/": (None, 200),
        first.history_url: (None, 200),
        link.get_absolute_url(): (None, 200),
        withdrawn.item.address: (None, 200),
        removed.item.address: (None, 410),
        draft.preview_url: (staff, 200),
        f"{second.item.address}?edition={second.pk}": (staff, 200),
    }
    for path, (client, status) in pages.items():
        read = head(path, client)
        assert (read.status, read.canonical, read.graph, read.shared) == (status, [], [], {}), path
    assert head(f"{second.history_url}2/").canonical == [absolute(second.item.address)]
    assert head(second.item.address, staff).canonical == [absolute(second.item.address)]


LISTS = {
    "/": ["WebSite", "GovernmentOrganization"],
    "/news/": [],
    "/news/press-releases/": ["BreadcrumbList"],
    "/news/events/": ["BreadcrumbList"],
    "/news/operations/": ["BreadcrumbList"],
    "/about/": ["GovernmentOrganization"],
    "/about/member-states/": ["BreadcrumbList"],
    "/about/partners/": ["BreadcrumbList"],
    "/about/crime-areas/": ["BreadcrumbList"],
    "/about/figures/": ["Dataset", "BreadcrumbList"],
    "/about/faq/": ["BreadcrumbList"],
    "/resources/": [],
    "/careers/": [],
    "/internship/": [],
    "/procurement/": [],
    "/contacts/": ["GovernmentOrganization"],
}


@pytest.mark.parametrize(("path", "types"), LISTS.items())
def test_every_other_page_tells_its_address_and_the_way_to_it(path, types):
    read = head(path)
    assert (read.canonical, read.types) == ([absolute(path)], types)
    assert {*read.shared} == OPEN_GRAPH
    assert read.shared["og:type"] == "website"


def test_the_pages_of_states_partners_areas_and_files_have_an_address_of_their_own():
    rows = [
        MemberState.objects.members().first(),
        Partner.objects.admitted().first(),
        CrimeArea.objects.first(),
    ]
    file = document(title="Form")
    make(Publication).files.add(file)
    for row in [*rows, file]:
        read = head(row.get_absolute_url())
        assert read.canonical == [absolute(row.get_absolute_url())]
        assert {*read.shared} == OPEN_GRAPH


def test_nothing_is_told_of_a_page_that_is_not_there_nor_of_a_file_that_is_not_public(person):
    staff = Client()
    staff.force_login(person("lib", "view_document"))
    for path, client in (
        ("/nowhere/", None),
        ("/contacts/sent/", None),
        (document().get_absolute_url(), staff),
        ("/alerts/sent/", None),
        ("/alerts/manage/x/", None),
        *((link_path(purpose, subscriber()), None) for purpose in PURPOSES),
    ):
        read = head(path, client)
        assert (read.canonical, read.graph, read.shared) == ([], [], {}), path


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("?utm_source=x&gclid=1", ""),
        ("?page=1", ""),
        ("?page=2&fbclid=x", "?page=2"),
        ("?page=2&year=2020&area=", "?page=2&year=2020"),
        ("?year=2020&page=2", "?page=2&year=2020"),
        ("?at=2020-01-01T12:00&kind=news", "?kind=news"),
        ("?year=2018&year=2019&year=2020&page=3&page=2", "?page=2&year=2020"),
    ],
)
def test_the_address_of_a_list_has_its_own_parameters_alone_in_one_order(asked, canonical):
    for number in range(25):
        make(PressRelease, title=f"Release {number}", kind="news")
    path = "/news/press-releases/"
    assert head(path + asked).canonical == [absolute(path + canonical)]


@pytest.mark.parametrize(
    "path",
    [
        '/news/press-releases/?year="><script>',
        "/news/events/?when=nix",
        "/careers/?area=nix&status=closed&year=9",
    ],
)
def test_a_list_that_is_asked_for_what_it_does_not_know_is_no_place_of_its_own(path):
    read = head(path)
    assert (read.robots, read.canonical, read.graph, read.shared) == (["noindex"], [], [], {})
    assert head(path.partition("?")[0]).robots == []


def test_a_page_of_which_nothing_is_known_has_no_empty_block():
    assert "ld+json" not in Client().get("/careers/").content.decode()


def test_the_breadcrumbs_are_those_of_the_page():
    release = public(PressRelease, publish_at=at("2016-10-07 09:00"))
    items = head(release.item.address).one("BreadcrumbList")["itemListElement"]
    told = [(item["position"], item["name"], item.get("item", "")) for item in items]
    assert told == [
        (1, "News & Events", absolute("/news/")),
        (2, "Press releases", absolute("/news/press-releases/")),
        (3, "07 October 2016", ""),
    ]


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--<script>", "&lt;/script&gt; \u2028 \\u003c"]
)
def test_no_text_ends_the_data_block(text):
    release = public(PressRelease, title=text, summary=text)
    page = Client().get(release.item.address).content.decode()
    blocks = page.count("application/ld+json")
    assert (blocks, "<script>alert" in page) == (1, False)
    read = head(release.item.address)
    told = [read.one("NewsArticle")["description"], read.shared["og:description"], read.shared["og:title"]]
    assert told == [text] * 3


@pytest.mark.parametrize(
    ("kind", "field"), [(PressRelease, "lead_image"), (Publication, "cover")], ids=["release", "publication"]
)
def test_a_picture_that_is_large_enough_stands_for_the_item_and_a_card_for_any_other(kind, field):
    large = public(kind, **{field: image((1600, 900), alt="The Council in session")})
    small = public(kind, **{field: image((300, 200))})
    shared = head(large.item.address).shared
    size = Client().get(shared["og:image"].removeprefix(absolute("/")[:-1]))
    assert (size.status_code, size["Content-Type"]) == (200, "image/jpeg")
    assert (shared["og:image:width"], shared["og:image:height"]) == ("1280", "720")
    assert shared["og:image:alt"] == "The Council in session"
    assert "/cards/" in head(small.item.address).shared["og:image"]


def test_the_last_update_is_told_and_no_minor_change(clock):
    first = public(PressRelease, publish_at=at("2026-11-01 10:00"))
    make(PressRelease, after=first, publish_at=at("2026-11-02 10:00"), change=ChangeKind.UPDATE)
    clock.set(at("2026-11-02 10:00") - timedelta(seconds=1))
    assert head(first.item.address).one("NewsArticle")["dateModified"] == "2026-11-01T10:00:00+02:00"
    clock.set(at("2026-11-02 10:00"))
    read = head(first.item.address)
    assert read.one("NewsArticle")["dateModified"] == "2026-11-02T10:00:00+02:00"
    assert read.shared["article:modified_time"] == "2026-11-02T10:00:00+02:00"
    assert read.shared["article:published_time"] == "2026-11-01T10:00:00+02:00"


def test_the_page_leads_browsers_to_the_search():
    page = Client().get("/").content.decode()
    assert (
        '<link rel="search" type="application/opensearchdescription+xml" title="SELEC" href="/opensearch.xml">'
        in page
    )
