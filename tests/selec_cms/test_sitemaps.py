"""Sitemaps by the protocol's own rules, and what is in them at each moment. Kinds are found by themselves."""

from datetime import datetime, timedelta

import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import organisation.demo
from library.models import Publication
from news.models import PressRelease
from notices.models import Tender, Vacancy
from organisation.models import CrimeArea, MemberState, Partner
from publishing.lifecycle import ChangeKind, Standing, Status
from publishing.models import DeadlinedEdition, kinds
from publishing.site import absolute
from selec_cms import sitemaps
from tests.library.files import document
from tests.make import at, make, whole

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
PROTOCOL = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
MOST_BYTES = 50 * 1024 * 1024


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


def tree(path, client=None):
    response = (client or Client()).get(path)
    assert response.status_code == 200, path
    assert response["Content-Type"] == "application/xml"
    assert len(response.content) < MOST_BYTES
    return ElementTree.fromstring(response.content)


def index(client=None):
    """The paths of the sitemaps, by the rules for an index."""
    root = tree("/sitemap.xml", client)
    assert root.tag == f"{PROTOCOL}sitemapindex"
    assert {child.tag for one in root for child in one} == {f"{PROTOCOL}loc"}
    found = [one.findtext(f"{PROTOCOL}loc") for one in root]
    assert all(url.startswith(absolute("/")) for url in found)
    return [url.removeprefix(absolute("/")[:-1]) for url in found]


def entries(path, client=None):
    """{address: last update} of one sitemap, by the rules of the protocol's schema."""
    root, found = tree(path, client), {}
    assert root.tag == f"{PROTOCOL}urlset"
    assert 1 <= len(root) <= 50_000
    for url in root:
        assert [child.tag.removeprefix(PROTOCOL) for child in url] in (["loc"], ["loc", "lastmod"])
        loc, lastmod = url.findtext(f"{PROTOCOL}loc"), url.findtext(f"{PROTOCOL}lastmod")
        assert loc.startswith(absolute("/"))
        assert 12 <= len(loc) <= 2048
        assert loc not in found
        found[loc] = lastmod and datetime.fromisoformat(lastmod)
        assert not lastmod or found[loc].tzinfo
    return found


def everything(client=None):
    pages = [entries(path, client) for path in index(client)]
    together = {loc: at for page in pages for loc, at in page.items()}
    assert len(together) == sum(map(len, pages)), "no address is in two of them"
    return together


def test_every_address_is_of_a_page_that_is_there_to_be_found_and_names_itself():
    organisation.demo.load()
    for kind in kinds():
        whole(kind, title=f"About {kind.__name__}")
    make(Publication).files.add(document(title="Form"), document({"at": None}))
    make(Publication, status=Status.DRAFT).files.add(document(title="Not public yet"))
    negotiating = MemberState.objects.create(name="Elsewhere", slug="elsewhere", iso="EL")
    applicant = Partner.objects.create(name="Applicant", slug="applicant")
    applicant.statuses.create(status="applied", decided_on=NOW.date())
    found = everything()
    assert not {absolute(row.get_absolute_url()) for row in (negotiating, applicant)} & {*found}
    for url in found:
        page = Client().get(url.removeprefix(absolute("/")[:-1]))
        text = page.content.decode()
        assert (page.status_code, "noindex" in text) == (200, False), url
        assert f'<link rel="canonical" href="{url}">' in text, url
    rows = [*MemberState.objects.announced(), *Partner.objects.admitted(), *CrimeArea.objects.all()]
    assert {absolute(row.get_absolute_url()) for row in rows} <= {*found}
    assert len([url for url in found if "/files/" in url]) == 1


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_an_item_is_in_it_as_long_as_it_is_public_with_its_last_update(kind, clock):
    hours = [NOW, NOW + DAY, NOW + 2 * DAY, NOW + 3 * DAY]
    make(kind, status=Status.DRAFT)
    first = whole(kind, publish_at=hours[0])
    minor = whole(kind, after=first, publish_at=hours[1], change=ChangeKind.MINOR)
    update = whole(kind, after=minor, publish_at=hours[2], change=ChangeKind.UPDATE)
    make(kind, after=update, publish_at=hours[3], standing=Standing.WITHDRAWN, note="Why")
    url = absolute(first.item.address)
    told = {}
    for hour in [hours[0] - SECOND, *hours[:3], hours[3] - SECOND, hours[3]]:
        clock.set(hour)
        told[hour] = everything().get(url)
    assert [*told.values()] == [None, hours[0], hours[0], hours[2], hours[2], None]


CLOSING = [kind for kind in kinds() if issubclass(kind, DeadlinedEdition)]


@pytest.mark.parametrize("kind", CLOSING, ids=lambda kind: kind.__name__)
def test_what_has_closed_is_in_it_no_more_from_its_second_on_but_tenders_of_which_the_end_is_news(
    kind, clock
):
    url = absolute(whole(kind, closes_at=NOW + DAY).item.address)
    ended = absolute(whole(kind, closes_at=NOW + DAY, outcome="cancelled").item.address)
    told = []
    for hour in (NOW, NOW + DAY - SECOND, NOW + DAY):
        clock.set(hour)
        told.append(url in everything())
    assert told == [True, True, kind is Tender]
    clock.set(NOW)
    assert (ended in everything()) == (kind is Tender)


def test_a_section_of_many_is_divided(monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST", 2)
    urls = [absolute(make(PressRelease).item.address) for _ in range(5)]
    parts = [path for path in index() if "pressrelease" in path]
    assert parts == [f"/sitemap-pressrelease-{number}.xml" for number in (1, 2, 3)]
    assert [[*entries(path)] for path in parts] == [urls[:2], urls[2:4], urls[4:]]


@pytest.mark.parametrize(
    "path", ["nothing-1", "pressrelease-2", "pressrelease-0", "event-1", "pages-99999999999999999999"]
)
def test_a_sitemap_that_is_not_in_the_index_is_not_there(path):
    make(PressRelease)
    assert Client().get(f"/sitemap-{path}.xml").status_code == 404


def test_the_number_of_queries_stays_however_much_there_is():
    def numbers():
        found = {}
        for path in [
            "/sitemap.xml",
            *(f"/sitemap-{name}-1.xml" for name in sitemaps.sections()),
            "/news-sitemap.xml",
        ]:
            with CaptureQueriesContext(connection) as queries:
                Client().get(path)
            found[path] = len(queries)
        return found

    def grow():
        for kind in kinds():
            edition = whole(kind)
            if hasattr(edition, "files"):
                edition.files.add(document())
        whole(PressRelease, publish_at=NOW)

    organisation.demo.load()
    grow()
    before = numbers()
    for _ in range(5):
        grow()
    assert numbers() == before


def test_news_is_what_became_public_in_the_last_48_hours(clock):
    release = make(PressRelease, title="<Five> & “six”\x0b", publish_at=NOW)
    coming = make(PressRelease, publish_at=NOW + DAY)
    old = make(PressRelease, publish_at=NOW - 3 * DAY)
    make(PressRelease, after=old, publish_at=NOW, change=ChangeKind.UPDATE)
    gone = make(PressRelease, publish_at=NOW - DAY)
    make(PressRelease, after=gone, publish_at=NOW, standing=Standing.WITHDRAWN)
    make(PressRelease, status=Status.DRAFT)
    make(Vacancy, publish_at=NOW)
    both, first, second = [release, coming], [release], [coming]
    told = {NOW - SECOND: [gone], NOW: first, NOW + 2 * DAY - SECOND: both, NOW + 2 * DAY: second}
    for hour, expected in told.items():
        clock.set(hour)
        found = [url.findtext(f"{PROTOCOL}loc") for url in tree("/news-sitemap.xml")]
        assert {*found} == {absolute(one.item.address) for one in expected}, hour
    clock.set(NOW)
    (url,) = tree("/news-sitemap.xml")
    (news,) = url.findall(f"{NEWS}news")
    told = {child.tag.removeprefix(NEWS): child.text for child in news.iter() if not len(child)}
    assert told == {
        "name": "Southeast European Law Enforcement Center",
        "language": "en",
        "publication_date": "2026-11-20T12:00:00+02:00",
        "title": "<Five> & “six”",
    }


def test_there_may_be_no_news():
    assert [*tree("/news-sitemap.xml")] == []


def test_staff_who_set_the_clock_are_told_what_was_there_then(person):
    staff = Client()
    staff.force_login(person("ana", "travel_in_time"))
    release = make(PressRelease, publish_at=at("2016-10-07 09:00"))
    make(PressRelease, after=release, publish_at=at("2017-10-07 09:00"), standing=Standing.WITHDRAWN)
    staff.get("/?at=2016-10-08T12:00")
    assert absolute(release.item.address) in everything(staff)
    assert len(tree("/news-sitemap.xml", staff)) == 1
    assert absolute(release.item.address) not in everything()


def test_the_addresses_are_those_of_the_site_whatever_host_is_asked(settings):
    settings.ALLOWED_HOSTS = ["*"]
    make(PressRelease)
    for path in ("/sitemap.xml", "/sitemap-pressrelease-1.xml", "/robots.txt", "/opensearch.xml"):
        text = Client().get(path, headers={"host": "elsewhere.example"}).content.decode()
        assert ("elsewhere.example" in text, absolute("/") in text) == (False, True), path
