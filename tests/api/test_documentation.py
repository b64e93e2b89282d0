"""The page that shows the API by example."""

import json
import re
from html import unescape

import pytest

from publishing.lists import LISTS
from tests.api.test_lists import asked

pytestmark = [pytest.mark.django_db, pytest.mark.looks]


def test_it_has_an_example_for_each_list_that_is_the_answer_of_the_moment(client, site):
    page = client.get("/api/").content.decode()
    chapters = dict(re.findall(r'<section id="([\w-]+)">(.*?)</section>', page, re.DOTALL))
    lists = client.get("/api/v1/").json()["lists"]
    assert {*chapters} == {one["name"] for one in lists}
    for one in lists:
        address = unescape(re.search(r'<a href="(/api/v1/[^"]*)"', chapters[one["name"]])[1])
        shown = json.loads(
            unescape(re.search(r"<code>(\{.*?\})</code>", chapters[one["name"]], re.DOTALL)[1])
        )
        told = asked(client, address).json()
        first, example = told["items"][0], shown["items"][0]
        assert {*example} == {*first}
        assert [name for name, value in example.items() if _cut(value) != _cut(first[name])] == []


def _cut(value):
    return str(value)[:100]


def test_it_names_each_filter_with_values_that_find_something(client, site):
    page = client.get("/api/").content.decode()
    for public_list in LISTS.values():
        section = re.search(rf'<a href="{public_list.url}list.csv".*?</section>', page, re.DOTALL)[0]
        for one in public_list.filters:
            assert f"<dt><code>{one.name}</code></dt>" in section


def test_it_is_the_same_whatever_it_is_asked_with(client, site):
    plain = client.get("/api/").content
    assert client.get("/api/?year=1999&kind=x&limit=3&cursor=y").content == plain


def test_it_says_so_where_nothing_is_public(client, now):
    page = client.get("/api/").content.decode()
    assert page.count("Nothing is public in this list at the moment.") >= len(LISTS)


def test_every_page_leads_to_it(client, now):
    assert '<a href="/api/">Public data</a>' in client.get("/contacts/").content.decode()
