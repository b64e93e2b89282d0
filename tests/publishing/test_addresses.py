"""No title takes an address that the site itself has. Kinds and addresses are found by themselves."""

import pytest
from django.test import Client
from django.urls import resolve

from publishing.lifecycle import Refused, Status
from publishing.models import kinds
from publishing.slugs import is_led_to
from tests.make import at, make
from tests.test_leaks import fixed_addresses

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
NAMES = sorted(
    {path.strip("/").rpartition("/")[2] for path in fixed_addresses() if path.endswith("/")} - {""}
)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_an_item_that_is_called_as_a_page_of_the_site_has_a_page_of_its_own(kind, clock, admin_client):
    clock.set(at("2026-11-20 12:00"))
    assert "feed" in NAMES
    for name in NAMES:
        item = make(kind, title=name).item
        for page in (item.address, f"{item.address}history/"):
            assert resolve(page).kwargs["slug"] == item.slug, page
    draft = make(kind, title="feed", status=Status.DRAFT)
    assert admin_client.get(draft.preview_url).context["preview"]
    item = make(kind, title="feed").item
    response = Client().get(item.address)
    assert response.context[kind._meta.verbose_name.split()[-1]].item == item
    assert Client().get(f"{item.address}history/").status_code == 200


def test_nor_can_it_be_moved_there():
    vacancy = make(next(kind for kind in kinds() if kind.__name__ == "Vacancy"))
    with pytest.raises(Refused, match="or is one of the site itself"):
        vacancy.item.move_to("feed", vacancy.address("feed"))


@pytest.mark.parametrize(
    ("address", "slug", "expected"),
    [
        ("/careers/driver/", "driver", True),
        ("/careers/feed/", "feed", False),
        ("/careers/driver/", "other", False),
        ("/about/partners/", "partners", False),
        ("/about/partners/europol/", "europol", True),
        ("/no/such/page/", "page", False),
        ("/careers/", "", False),
    ],
)
def test_an_address_is_an_item_s_where_it_leads_to_its_slug(address, slug, expected):
    assert is_led_to(address, slug) == expected
