import pytest
from django.core.exceptions import ValidationError

from news.models import PressRelease
from publishing.lifecycle import Standing, Status
from tests.make import at, make

pytestmark = pytest.mark.django_db
PAGES = ["/", "/news/", "/about/", "/resources/", "/contacts/", "/careers/", "/no-such-page/"]
NOON = at("2026-11-20 12:00")
ALERT = {"kind": "fraud_alert", "is_pinned": True, "title": "ZqAlert"}


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOON)


@pytest.mark.parametrize("path", PAGES)
def test_a_pinned_alert_stands_on_every_page(client, path):
    alert = make(PressRelease, **ALERT)
    page = client.get(path).content.decode()
    assert f'class="banner alert"><b>Fraud alert</b> <a href="{alert.get_absolute_url()}">ZqAlert</a>' in page


@pytest.mark.parametrize(
    ("fields", "is_shown"),
    [
        ({}, True),
        ({"is_pinned": False}, False),
        ({"kind": "news"}, False),
        ({"pinned_until": at("2026-11-20 12:00:01")}, True),
        ({"pinned_until": NOON}, False),
        ({"publish_at": NOON}, True),
        ({"publish_at": at("2026-11-20 12:00:01")}, False),
        ({"status": Status.DRAFT}, False),
        ({"status": Status.IN_REVIEW}, False),
        ({"standing": Standing.WITHDRAWN, "note": "Over"}, False),
        ({"standing": Standing.REMOVED, "note": "Over"}, False),
    ],
)
def test_it_obeys_the_gate_and_its_hour(client, fields, is_shown):
    make(PressRelease, **{**ALERT, **fields})
    assert ("ZqAlert" in client.get("/contacts/").content.decode()) == is_shown


def test_an_edition_that_is_not_pinned_takes_it_off(client):
    alert = make(PressRelease, **ALERT)
    make(PressRelease, after=alert, **{**ALERT, "is_pinned": False}, publish_at=NOON)
    assert "ZqAlert" not in client.get("/contacts/").content.decode()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "news"}, "is_pinned"),
        ({"is_pinned": False, "pinned_until": at("2030-01-01 10:00")}, "pinned_until"),
    ],
)
def test_only_a_fraud_alert_can_be_pinned(fields, field):
    with pytest.raises(ValidationError) as refused:
        PressRelease(**{**ALERT, **fields}).clean()
    assert list(refused.value.message_dict) == [field]
