"""Every public list is filtered in the same way, and its numbers are true. Lists are found by themselves."""

import pytest
from django.test import Client
from django.urls import reverse

import organisation.demo
from news.views import NEWS
from notices.urls import DEADLINES
from publishing.lists import LISTS
from publishing.models import kinds
from selec_cms.views import EVERYTHING
from tests.leaking import all_public
from tests.make import make
from tests.test_leaks import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(clock):
    clock.set(NOW)
    organisation.demo.load()
    all_public(kinds())


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


ODD = ["%0b", "%00%01%0d%0aX-EVIL:1%7f%c2%85%ef%bf%bf%ff%e2%80%ae%26quot;%22%3Cb%3E", "a" * 999]
EVIL = "Pay+your+fine+at+evil.example"


def addresses(one):
    calendar = [reverse(one.calendar)] if one.calendar else []
    return [reverse(f"{one.name}_feed"), reverse(f"{one.name}_feed_json"), *calendar]


@pytest.mark.parametrize("value", [*ODD, EVIL])
def test_no_list_nor_feed_nor_calendar_says_what_somebody_typed_into_its_address(value, clock):
    clock.set(NOW)
    for one in [*LISTS.values(), EVERYTHING, NEWS, DEADLINES]:
        pages = addresses(one) if one is not DEADLINES else [reverse("notices:deadlines")]
        pages += [one.url] if one in LISTS.values() else []
        for name in {each.name for member in one.lists for each in member.filters}:
            for page in pages:
                response = Client().get(f"{page}?{name}={value}")
                assert response.status_code == 200, (page, name)
                assert "Pay your fine" not in response.content.decode(), (page, name)
                assert "not known here" not in response.content.decode().partition("</head>")[0], (page, name)
                if one.name in LISTS and page == one.url:
                    assert b'name="robots" content="noindex"' in response.content, (page, name)
                    chips = [each["label"] for each in response.context["active_filters"]]
                    assert chips == ["a value that is not known here"] * (name not in ("when", "status"))


def test_a_page_of_a_list_has_its_number_in_its_title(clock):
    clock.set(NOW)
    for one in LISTS.values():
        for _ in range(21):
            make(one.kind)
        title = Client().get(f"{one.url}?page=2").content.decode().partition("</title>")[0]
        assert "<title>Page 2 ::" in title, one.name
        assert "Page" not in Client().get(one.url).content.decode().partition("</title>")[0]


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
