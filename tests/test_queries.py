"""A page takes as many queries however many rows it lists, of any kind of edition. Kinds are found by themselves."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import organisation.demo
from publishing.lifecycle import ChangeKind
from publishing.lists import LISTS
from publishing.models import kinds
from tests.leaking import all_public, public_content, publish
from tests.make import at
from tests.test_leaks import NOW, fixed_addresses

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
MORE = 6  # of each kind, and of later editions of one item


def taken(client, addresses):
    """{address: number of queries} of each page that answers 200, the second time: not what processes keep."""
    numbers = {}
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            status = client.get(address).status_code
        if status == 200:
            numbers[address] = len(queries)
    return numbers


def grown(live):
    """More of everything: items of the same kind, and editions of the first one."""
    public_content(type(live[0]))
    last = live[0]
    for number in range(MORE):
        hour = at("2024-01-01 10:00").replace(month=number + 1)
        last = publish(type(last), after=last, publish_at=hour, change=ChangeKind.CORRECTION, note="A slip.")


@pytest.fixture
def site(clock):
    clock.set(NOW)
    organisation.demo.load()
    return [*all_public(kinds()).values()]


def test_public_pages(site):
    client = Client()
    pages = fixed_addresses() + [
        path for live in site for path in (live[1].item.address, live[0].history_url)
    ]
    before = taken(client, pages)
    assert {live[1].item.address for live in site} <= {*before}
    for live in site:
        grown(live)
    after = taken(client, before)
    of_several = {
        "/feed/": "feed/",
        "/feed.json": "feed.json",
    }  # it reads the lists alone that it shows something of
    for path, end in of_several.items():
        assert after[path] <= sum(after[one.url + end] for one in LISTS.values())
    assert {path: after[path] for path in after if path not in of_several} == {
        path: before[path] for path in before if path not in of_several
    }


def test_pages_of_the_back_office(site, admin_client):
    names = [f"/admin/{kind._meta.app_label}/{kind._meta.model_name}/" for kind in kinds()]
    pages = [
        "/admin/",
        *names,
        *(f"{name}{live[1].pk}/change/" for name, live in zip(names, site, strict=True)),
    ]
    taken(admin_client, pages)  # the first visit writes what the second finds
    before = taken(admin_client, pages)
    assert {*before} == {*pages}
    for live in site:
        grown(live)
    assert taken(admin_client, before) == before
