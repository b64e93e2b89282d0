"""The facts about SELEC as data: all of a kind together, and each by itself."""

from datetime import date

import pytest
from django.conf import settings

import organisation.demo
from organisation.models import MemberState, Partner
from tests.make import at

pytestmark = pytest.mark.django_db
KINDS = ["member-states", "partners", "crime-areas"]


@pytest.fixture
def facts(now):
    organisation.demo.load()


@pytest.mark.parametrize("name", KINDS)
def test_each_is_told_by_itself_as_in_the_list(client, facts, name):
    items = client.get(f"/api/v1/{name}").json()["items"]
    assert len(items) > 5
    for item in items:
        assert item["api_url"] == f"{settings.SITE_URL}/api/v1/{name}/{item['slug']}"
        assert client.get(item["api_url"].removeprefix(settings.SITE_URL)).json() == item


@pytest.mark.parametrize("name", KINDS)
def test_one_is_answered_as_all_that_is_told(client, facts, name):
    address = f"/api/v1/{name}/{client.get(f'/api/v1/{name}').json()['items'][0]['slug']}"
    first = client.get(address)
    assert (first["Cache-Control"], first["Access-Control-Allow-Origin"]) == ("no-cache", "*")
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.head(address)["ETag"] == first["ETag"]
    assert client.post(address).status_code == 405
    nothing = client.get(f"/api/v1/{name}/nowhere")
    assert (nothing.status_code, nothing["Content-Type"]) == (404, "application/problem+json")
    for slug in ("a" * 101, "a%00", "r%C3%B6", "a.b"):
        refused = client.get(f"/api/v1/{name}/{slug}")
        assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")


def test_one_is_told_from_the_day_on_which_it_is_known_and_as_it_is_on_that_day(client, clock, person):
    state = MemberState.objects.create(slug="newland", name="Newland", iso="NL")
    state.memberships.create(began_on=date(2027, 1, 1))
    partner = Partner.objects.create(slug="newpartner", name="New partner", kind="state")
    partner.statuses.create(status="operational", in_force_on=date(2027, 1, 1))
    addresses = ["/api/v1/member-states/newland", "/api/v1/partners/newpartner"]
    clock.set(at("2026-12-31 23:59"))
    unknown = client.get("/api/v1/partners/nowhere").content
    assert [client.get(one).content for one in addresses] == [unknown, unknown]
    clock.set(at("2027-01-01 00:00"))
    assert [client.get(one).status_code for one in addresses] == [200, 200]
    client.force_login(person("ana", "travel_in_time"))
    assert [client.get(f"{one}?at=2026-12-31T23:59").status_code for one in addresses] == [404, 404]


def test_a_figure_has_no_address_of_its_own(client, facts):
    assert client.get("/api/v1/figures/1").status_code == 404
