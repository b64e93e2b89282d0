"""Feeds: read by feedparser, as readers do, and held against what their standards require."""

import json
import re
from datetime import UTC, date, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import organisation.demo
import selec_cms.urls  # noqa: F401  it knows every list
from news.models import Event, PressRelease
from notices.models import Tender, Vacancy
from organisation.models import CrimeArea
from publishing.lifecycle import ChangeKind, Standing, Status
from publishing.lists import LISTS
from publishing.models import kinds
from tests.library.feeds import ATOM, RELEASES, SITE, answer, feed, items, titles
from tests.make import at, make

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")


@pytest.fixture(autouse=True)
def facts(clock, settings):
    settings.SITE_URL = SITE
    clock.set(NOW)
    organisation.demo.load()


def of_every_kind():
    """A public edition of each kind that has a list; by the list's name."""
    return {name: make(one.kind, title=f"In {one.label}") for name, one in LISTS.items()}


@pytest.mark.parametrize("name", LISTS)
def test_a_feed_has_what_its_list_shows(name):
    one, edition = LISTS[name], of_every_kind()[name]
    assert titles(one.feed_url) == [edition.title]
    assert [item["title"] for item in items(one.feed_json_url)] == [edition.title]


@pytest.mark.parametrize("name", [*LISTS, "news:index", "home"])
def test_both_forms_are_what_their_standards_require(name):
    of_every_kind()
    response = answer(reverse(f"{name}_feed"))
    assert response["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(response.content)  # noqa: S314  our own
    assert root.tag == f"{ATOM}feed"
    assert_atom(root)
    assert answer(reverse(f"{name}_feed_json"))["Content-Type"] == "application/feed+json"
    assert_json_feed(json.loads(answer(reverse(f"{name}_feed_json")).content))


def assert_atom(root):
    """RFC 4287, 4.1.1 and 4.1.2: what there has to be once, and what once at most."""
    for element in [root, *root.findall(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1, name
        assert element.findall(f"{ATOM}author/{ATOM}name")
        for when in [*element.findall(f"{ATOM}updated"), *element.findall(f"{ATOM}published")]:
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", when.text)
        assert re.match(r"tag:selec\.org,2026:\S+$", element.find(f"{ATOM}id").text)
        links = element.findall(f"{ATOM}link")
        assert [link.get("rel") for link in links].count("alternate") == 1
        assert all(urlsplit(link.get("href")).netloc == "www.selec.example" for link in links)
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")].count("self") == 1
    ids = [entry.find(f"{ATOM}id").text for entry in root.findall(f"{ATOM}entry")]
    assert len(ids) == len({*ids})
    assert not root.findall(f".//{ATOM}rights")


def assert_json_feed(told):
    """jsonfeed.org/version/1.1."""
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(told["title"], str)
    assert told["feed_url"].startswith(SITE)
    assert told["home_page_url"].startswith(SITE)
    assert all({"name"} <= {*author} for author in told["authors"])
    for item in told["items"]:
        assert {"id", "url", "title", "content_html", "date_published", "date_modified"} <= {*item}
        assert all(isinstance(item[name], str) for name in ("id", "url", "title", "content_html"))
        assert all(isinstance(words, str) for words in item["tags"])


def test_an_entry_tells_when_it_was_published_and_when_it_last_said_something_new(clock):
    release = make(PressRelease, publish_at=at("2026-05-01 09:00"))
    fixed = make(PressRelease, after=release, publish_at=at("2026-05-02 09:00"), change=ChangeKind.MINOR)
    (entry,) = feed(f"{RELEASES}feed/").entries
    assert (entry.published, entry.updated) == ("2026-05-01T06:00:00+00:00",) * 2
    slip = {"change": ChangeKind.CORRECTION, "note": "It was <3> cars."}
    make(PressRelease, after=fixed, publish_at=at("2026-05-03 09:00"), **slip)
    (entry,) = (read := feed(f"{RELEASES}feed/")).entries
    assert (entry.published, entry.updated) == ("2026-05-01T06:00:00+00:00", "2026-05-03T06:00:00+00:00")
    assert read.feed.updated == entry.updated
    first = entry.content[0].value.split("</p>")[0]
    assert first == "<p><strong>Correction of 3 May 2026:</strong> It was &lt;3&gt; cars."
    (item,) = items(f"{RELEASES}feed.json")
    assert (item["date_published"], item["date_modified"]) == (entry.published, entry.updated)
    assert item["content_html"].startswith(first)


def test_a_correction_that_was_dropped_or_is_to_come_is_not_told():
    release = make(PressRelease)
    slip = {"change": ChangeKind.CORRECTION, "note": "Zqdropped"}
    make(PressRelease, item=release.item, number=2, status=Status.DISCARDED, **slip)
    update = make(PressRelease, after=release, number=3, change=ChangeKind.UPDATE)
    make(PressRelease, after=update, publish_at=at("2027-05-03 09:00"), **slip)
    assert "Zqdropped" not in answer(f"{RELEASES}feed/").content.decode()


@pytest.mark.parametrize("standing", [Standing.WITHDRAWN, Standing.REMOVED])
@pytest.mark.parametrize("header", ["etag", "last-modified"])
def test_what_leaves_the_site_leaves_its_feeds_and_whoever_kept_them_learns_of_it(standing, header, clock):
    gone, stays = make(PressRelease), make(PressRelease)
    kept = answer(f"{RELEASES}feed/")
    asked = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}[header]
    again = answer(f"{RELEASES}feed/", **{asked: kept[header]})
    assert (again.status_code, again.content) == (304, b"")
    make(PressRelease, after=gone, standing=standing, note="Why")
    assert answer(f"{RELEASES}feed/", **{asked: kept[header]}).status_code == 200
    assert titles(f"{RELEASES}feed/") == [stays.title]


def test_where_the_clock_alone_changes_a_list_its_hour_is_no_reason_to_keep_it(clock):
    path = "/careers/feed/?status=open"
    make(Vacancy, closes_at=NOW + timedelta(seconds=5))
    kept = answer(path)
    clock.set(NOW + timedelta(seconds=5))
    assert titles(path) == []
    assert answer(path)["Last-Modified"] == kept["Last-Modified"]
    assert answer(path, if_modified_since=kept["Last-Modified"]).status_code == 200
    assert answer(path, if_none_match=kept["ETag"]).status_code == 200
    whole = "/careers/feed/"
    assert answer(whole, if_modified_since=kept["Last-Modified"]).status_code == 200


def test_what_ends_stays_in_the_feed_of_its_list_which_tells_the_end():
    tender = make(
        Tender, title="Servers", closes_at=NOW + timedelta(days=5), publish_at=NOW - timedelta(days=1)
    )
    ended = {"outcome": "cancelled", "outcome_note": "No money."}
    make(Tender, after=tender, title="Servers", closes_at=tender.closes_at, change=ChangeKind.UPDATE, **ended)
    past = make(Event, title="Session", decision="cancelled", starts_on=date(2026, 5, 12))
    for path in ("/procurement/feed/", "/feed/"):
        (entry,) = [one for one in feed(path).entries if one.title == "Servers"]
        assert "Procedure cancelled. No money." in entry.content[0].value
        assert entry.updated == NOW.astimezone(UTC).isoformat()
    assert titles("/news/events/feed/") == titles("/news/events/feed/?when=past") == [past.title]
    assert titles("/procurement/feed/?status=open") == titles("/news/events/feed/?when=upcoming") == []
    ids = {feed(f"/procurement/feed/{part}").feed.id for part in ("", "?status=open", "?status=closed")}
    assert len(ids) == 3
    assert feed("/procurement/feed/?status=open").feed.title == "SELEC: Procurement (Open)"


def test_lists_without_a_filter_that_is_asked_for_add_nothing_to_a_feed_of_several():
    every = of_every_kind()
    release = make(PressRelease, title="About it", kind="news")
    release.crime_areas.add(area := CrimeArea.objects.first())
    assert titles(f"/feed/?area={area.slug}") == titles("/feed/?kind=news&utm_source=x") == ["About it"]
    assert feed("/feed/?kind=news").feed.title == "SELEC: Everything (News)"
    assert titles(f"/feed/?area={area.slug}&status=open") == []
    assert feed(f"/feed/?area={area.slug}&status=open").feed.title == f"SELEC: Everything ({area.name}, Open)"
    assert len(titles("/feed/?utm_source=x")) == len(every) + 1


def test_what_is_to_come_moves_no_hour(clock):
    make(PressRelease, publish_at=at("2026-05-01 09:00"))
    kept = answer(f"{RELEASES}feed/")["Last-Modified"]
    make(PressRelease, publish_at=NOW + timedelta(seconds=1))
    assert answer(f"{RELEASES}feed/")["Last-Modified"] == kept == "Fri, 01 May 2026 06:00:00 GMT"


@pytest.mark.parametrize("path", ["/news/feed/", "/news/feed.json"])
def test_feeds_are_read_and_nothing_else(path):
    make(PressRelease)
    head = Client().head(path)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", answer(path)["ETag"])
    assert answer(path)["Cache-Control"] == "no-cache"
    assert Client().post(path).status_code == 405


def test_staff_who_travel_see_the_feed_of_that_moment_and_nothing_of_it_is_kept(person):
    make(PressRelease, title="Coming", publish_at=at("2026-12-01 09:00"))
    client = Client()
    client.force_login(person("ana", "travel_in_time"))
    response = client.get(f"{RELEASES}feed/?at=2026-12-02T09:00")
    assert "Coming" in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert titles(f"{RELEASES}feed/") == []


def test_filters_narrow_a_feed_and_it_says_which():
    area = CrimeArea.objects.first()
    about, other = make(PressRelease, title="About it"), make(PressRelease)
    about.crime_areas.add(area)
    event = make(Event, title="Event about it", starts_on=date(2027, 5, 12))
    event.crime_areas.add(area)
    read = feed(f"{RELEASES}feed/?area={area.slug}&page=9&at=2020-01-01T10:00")
    assert [entry.title for entry in read.entries] == ["About it"]
    assert read.feed.title == f"SELEC: Press releases ({area.name})"
    links = {link.rel: link.href for link in read.feed.links}
    narrowed = f"?area={area.slug}"
    assert links == {
        "self": f"{SITE}{RELEASES}feed/{narrowed}",
        "alternate": f"{SITE}{RELEASES}{narrowed}",
    }
    assert {*titles(f"/news/feed/{narrowed}")} == {"About it", "Event about it"}
    assert other.title in titles("/news/feed/")
    ids = {feed(path).feed.id for path in (f"{RELEASES}feed/", f"{RELEASES}feed/{narrowed}", "/news/feed/")}
    assert len(ids) == 3


@pytest.mark.parametrize(
    "query", ["?area=nothing", "?state=%00", "?year=9", "?kind=zq&area=zq", "?year=1999"]
)
@pytest.mark.parametrize("path", ["/news/feed/", f"{RELEASES}feed/", "/feed/"])
def test_what_cannot_be_found_makes_an_empty_feed(path, query):
    make(PressRelease)
    read = feed(path + query)
    assert read.entries == []
    assert read.feed.updated
    assert items(f"{path[:-1]}.json{query}") == []


def test_a_feed_that_was_always_empty_is_one_still():
    assert feed("/careers/feed/").feed.updated == "1990-01-01T00:00:00+00:00"


def test_a_feed_of_several_lists_reads_the_texts_alone_that_it_has(monkeypatch):
    monkeypatch.setattr("library.feed_entries.MOST", 2)
    make(Vacancy, title="Old", publish_at=NOW - timedelta(days=3))
    for days in (2, 1):
        make(PressRelease, title=f"{days} days ago", publish_at=NOW - timedelta(days=days))
    with CaptureQueriesContext(connection) as queries:
        assert titles("/feed/") == ["1 days ago", "2 days ago"]
    told = [one["sql"] for one in queries if '"how_to_apply"' in one["sql"]]
    assert told == []
    assert any('"notes_to_editors"' in one["sql"] for one in queries)


def test_letters_that_xml_does_not_know_break_no_feed():
    make(PressRelease, title="One\x0b two\uffff 😀 <b>", summary="A\x1f & B")
    assert titles(f"{RELEASES}feed/") == ["One two 😀 <b>"]
    assert feed(f"{RELEASES}feed/").entries[0].summary == "A &amp; B"


def test_an_entry_keeps_its_name_where_its_address_changes():
    release = make(PressRelease)
    before = feed(f"{RELEASES}feed/").entries[0]
    release.item.move_to("elsewhere", release.address("elsewhere"))
    after = feed(f"{RELEASES}feed/").entries[0]
    assert before.id == after.id
    assert before.link != after.link == f"{SITE}{release.address('elsewhere')}"


def test_a_list_leads_to_its_feeds_with_the_filters_in_use():
    area = CrimeArea.objects.first()
    make(PressRelease).crime_areas.add(area)
    page = answer(f"{RELEASES}?area={area.slug}&page=1").content.decode()
    title = f"SELEC: Press releases ({area.name})"
    for type_, end in (("application/atom+xml", "feed/"), ("application/feed+json", "feed.json")):
        head = (
            f'<link rel="alternate" type="{type_}" title="{title}" href="{RELEASES}{end}?area={area.slug}">'
        )
        assert head in page
    assert f'<a href="{RELEASES}feed/?area={area.slug}"' in page


@pytest.mark.parametrize("name", LISTS)
def test_every_list_shows_its_feed_and_the_page_of_feeds_leads_to_it(name):
    one = LISTS[name]
    assert f'<a href="{one.feed_url}"' in answer(one.url).content.decode()
    page = answer("/feeds/").content.decode()
    for address in (one.url, one.feed_url, one.feed_json_url, "/news/feed/", "/feed/"):
        assert f'href="{address}"' in page


def test_each_kind_but_pages_has_a_list():
    assert {kind.__name__ for kind in kinds()} - {one.kind.__name__ for one in LISTS.values()} == {"Page"}
