"""Pages that lie deep in a list by date begin where the list says, and are the same as by counting rows."""

from datetime import timedelta

import pytest
from django.test import Client

from news.models import PressRelease
from publishing import pages
from tests.make import EARLIER, make

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/news/press-releases/"


@pytest.fixture
def releases():
    """Forty-seven, of which some became public in the same instant."""
    return [make(PressRelease, publish_at=EARLIER + timedelta(days=number // 3)) for number in range(47)]


def keys(number, query=""):
    page = Client().get(f"{LIST}?page={number}{query}").context["page"]
    return [one.pk for one in page], page.has_next(), page.paginator.num_pages


@pytest.mark.parametrize("query", ["", "&year=2020"])
def test_a_page_has_the_same_rows_however_it_is_reached(releases, monkeypatch, query):
    by_counting = [keys(number, query) for number in (1, 2, 3)]
    monkeypatch.setattr(pages, "NEAR", 0)
    assert [keys(number, query) for number in (1, 2, 3)] == by_counting
    assert sum(len(rows) for rows, _next, _pages in by_counting) == 47


def test_what_is_published_moves_every_page_at_once(releases, monkeypatch):
    monkeypatch.setattr(pages, "NEAR", 0)
    last_of_first = keys(1)[0][-1]
    make(PressRelease, publish_at=EARLIER + timedelta(days=99))
    assert keys(2)[0][0] == last_of_first


def test_there_is_no_page_behind_the_last(releases, client):
    assert client.get(f"{LIST}?page=4").status_code == 404
