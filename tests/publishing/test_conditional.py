"""What programs ask for again and again, and who may read it."""

import pytest
from django.test import Client

from notices.models import Tender
from tests.make import make

pytestmark = pytest.mark.django_db
ADDRESSES = ["/feed/", "/news/press-releases/feed.json", "/news/events.ics", "/about/figures/figures.csv"]
ADDRESSES += ["/deadlines.ics", "/news/press-releases/list.csv"]


def read(client, address, **headers):
    return client.get(address or f"{make(Tender).item.address}ocds.json", headers=headers)


@pytest.mark.parametrize("address", [*ADDRESSES, None])
def test_scripts_of_any_site_may_read_data_as_visitors_have_it_alone(address, writer):
    answer = read(Client(), address)
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, "*")
    assert "ETag" in answer["Access-Control-Expose-Headers"]
    client = Client()
    client.force_login(writer)
    assert "Access-Control-Allow-Origin" not in read(client, address)


@pytest.mark.parametrize("address", [*ADDRESSES, None])
def test_a_browser_that_asks_first_learns_that_a_script_may_read_and_send_a_tag(address):
    address = address or f"{make(Tender).item.address}ocds.json"
    asks = {"Origin": "https://other.example", "Access-Control-Request-Method": "GET"}
    answer = Client().options(address, headers=asks | {"Access-Control-Request-Headers": "if-none-match"})
    assert (answer.status_code, answer.content) == (204, b"")
    told = [answer[f"Access-Control-Allow-{name}"] for name in ("Origin", "Methods", "Headers")]
    assert told == ["*", "GET, HEAD", "If-None-Match"]


@pytest.mark.parametrize("address", [*ADDRESSES, None])
def test_data_can_only_be_read(address):
    address = address or f"{make(Tender).item.address}ocds.json"
    assert {getattr(Client(), act)(address).status_code for act in ("post", "put", "delete")} == {405}


def test_they_may_read_too_that_nothing_has_changed():
    tag = read(Client(), ADDRESSES[1])["ETag"]
    again = read(Client(), ADDRESSES[1], if_none_match=tag)
    assert (again.status_code, again["Access-Control-Allow-Origin"]) == (304, "*")
