"""How many queries a page takes that is not kept, once processes keep what they keep: of all that there is, found by
itself. The state of the site is read before each page, by the page cache where there is one.
"""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import organisation.demo
from library.models import Document, Version
from news.views import NEWS
from notices.models import Vacancy
from publishing.lifecycle import ChangeKind
from publishing.lists import LISTS
from publishing.models import kinds
from selec_cms.views import EVERYTHING
from tests.leaking import body, first, led_to, naming, public_file, publish
from tests.library.files import linked
from tests.library.pictures import image, shown
from tests.make import at, make, plain_texts
from tests.test_leaks import NOW
from tests.variants import variants

pytestmark = pytest.mark.django_db(transaction=True)  # processes keep nothing of what may yet be undone
SOME = 3  # of each kind, with each of its flags set
MOST = {"page": 5, "list": 6, "feed": 2, "search": 3, "file": 5}
STATE_OF_THE_SITE = re.compile("publishing_siteversion|EXECUTE reading")


@pytest.fixture
def site(clock):
    clock.set(NOW)
    organisation.demo.load()
    some = [publish(kind, **fields) for kind in kinds() for fields in variants(kind, is_set=True)[:SOME]]
    return [*some, *(full(kind) for kind in kinds())]


def full(kind):
    """It shows a picture, leads to a file and to a page, names what it can, was corrected, and changed by a comma."""
    picture, file, page = image((90, 60)), public_file(), kind.objects.public().newest_first()[0].item.address
    html = f'<p>Text.</p>{shown(picture)}{linked(file)}<p><a href="{page}">A page</a></p>'
    fields = plain_texts(kind, "Full") | body(kind, html) | led_to(kind, picture, file)
    fields |= {one.name: first(one) for one in naming(kind)}
    edition = publish(kind, **fields, publish_at=at("2019-03-01 10:00"))
    for change in (ChangeKind.CORRECTION, ChangeKind.MINOR):
        edition = publish(kind, after=edition, **fields, change=change, note="A slip.")
    if kind is Vacancy:
        make(Vacancy, reference=edition.reopened_as)
        make(Vacancy, reopened_as=edition.reference, outcome=Vacancy.Outcome.REOPENED)
    return edition


def feeds():
    for one in [*LISTS.values(), NEWS, EVERYTHING]:
        yield from (one.feed_url, one.feed_json_url)
    for one in LISTS.values():
        for each in one.filters:
            yield f"{one.feed_url}?{each.name}={min(each.values_at(NOW))}"


def files():
    """Their pages, and the bytes of each version that a visitor has."""
    for file in Document.objects.filter(pk__in=Version.objects.filter(number=3).values("document")).public():
        yield "page", file.get_absolute_url()
        for one in file.public_versions():
            yield from (("file", address) for address in (one.url, one.newest_url))


def taken(client, address):
    """By the second who asks."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return [one["sql"] for one in queries if not STATE_OF_THE_SITE.search(one["sql"])]


def test_a_page_or_file_takes_five_queries_at_most_a_list_six_a_feed_two_and_a_search_three(site):
    client = Client()
    addresses = [("page", edition.item.address) for edition in site]
    addresses += [("list", one.url) for one in LISTS.values()] + [("feed", one) for one in feeds()]
    addresses += [("search", f"/search/?q={words}") for words in ("full", "full+text", "%22full%22")]
    addresses += files()
    assert {sort for sort, _address in addresses} == {*MOST}
    many = {}
    for sort, address in addresses:
        queries = taken(client, address)
        if len(queries) > MOST[sort]:
            many[address] = queries
    assert many == {}
