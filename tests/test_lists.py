"""Every public list is filtered in the same way, and its numbers are true. Lists are found by themselves."""

import pytest
from django.test import Client

import organisation.demo
from publishing.lists import LISTS
from publishing.models import kinds
from tests.leaking import public_content
from tests.test_leaks import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(clock):
    clock.set(NOW)
    organisation.demo.load()
    for kind in kinds():
        public_content(kind)


def shown(one, url):
    response = Client().get(url if url.startswith("/") else one.url + url)
    assert response.status_code == 200, url
    return response.context


def options(page):
    return [option for choice in filter(None, [page["parts"], *page["filters"]]) for option in choice.options]


def test_each_choice_leads_to_as_many_as_it_says_and_so_does_each_beside_it(site):
    for one in LISTS.values():
        page = shown(one, one.url)
        assert all(choice.options for choice in page["filters"]), one.name
        for option in options(page):
            narrowed = shown(one, option.url)
            assert narrowed["page"].paginator.count == option.count, (one.name, option)
            for other in options(narrowed)[::5]:
                assert shown(one, other.url)["page"].paginator.count == other.count, (one.name, option, other)


def test_a_value_that_is_none_finds_nothing(site):
    for one in LISTS.values():
        for each in one.filters:
            for value in ("nix", "%00", "²⁰²⁵", "9" * 30, "a" * 5000):
                page = shown(one, f"{one.url}?{each.name}={value}")
                assert page["page"].paginator.count == 0, (one.name, each.name, value)


def test_a_choice_can_be_taken_back_and_is_named_in_the_title(site):
    for one in LISTS.values():
        for choice in shown(one, one.url)["filters"]:
            option = choice.options[0]
            page = shown(one, option.url)
            (used,) = page["active_filters"]
            assert used["label"] == option.label
            assert used["remove_url"] in (one.url, "?")
            title = Client().get(one.url + option.url).content.decode().partition("</title>")[0]
            assert option.label.split()[0] in title
