"""axe finds nothing, on a page of each kind and in each state, for the public and in the back office."""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client, override_settings

from tests.crawl import IN_THE_BACK_OFFICE, PUBLIC, telling_pages

from .access import faults

pytestmark = [pytest.mark.browser, pytest.mark.looks]


@pytest.fixture
def demo(transactional_db):
    with override_settings(DEBUG=True, DEMO_PASSWORD="a long password"):
        call_command("demo")


def all_faults(page, addresses):
    return [fault for address in addresses for fault in faults(page, address)]


def test_axe_finds_nothing_on_public_pages(demo, visitor):
    addresses = [address for address, _html in telling_pages(Client(), PUBLIC)]
    assert len(addresses) > 80
    assert all_faults(visitor, addresses) == []


def test_axe_finds_nothing_in_the_back_office(demo, person_at):
    root = User.objects.create_superuser("root")
    client, officer = Client(), person_at("root", bypass_csp=True).page
    client.force_login(root)
    addresses = [address for address, _html in telling_pages(client, IN_THE_BACK_OFFICE)]
    assert len(addresses) > 80
    assert all_faults(officer, addresses) == []
