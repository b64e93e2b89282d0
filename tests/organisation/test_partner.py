from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from organisation.known_date import KnownDate
from organisation.models import Partner, PartnerStatus

pytestmark = pytest.mark.django_db
DECIDED, AGREED, IN_FORCE = date(2023, 5, 1), date(2023, 7, 12), date(2024, 1, 1)


@pytest.fixture
def partner():
    return Partner.objects.create(name="Atlantis", slug="atlantis")


@pytest.mark.parametrize(
    ("dates", "began"),
    [
        ({"decided_on": DECIDED}, DECIDED),
        ({"decided_on": DECIDED, "agreed_on": AGREED}, AGREED),
        ({"decided_on": DECIDED, "agreed_on": AGREED, "in_force_on": IN_FORCE}, IN_FORCE),
        ({"decided_on": DECIDED, "in_force_on": IN_FORCE}, IN_FORCE),
        ({}, None),
    ],
)
def test_a_status_begins_with_its_last_known_step(partner, dates, began):
    status = PartnerStatus.objects.create(partner=partner, status="operational", **dates)
    status.refresh_from_db()
    assert status.began_on == began
    assert status.began == KnownDate(began)


def test_a_status_is_held_from_its_beginning_up_to_its_end(partner):
    PartnerStatus.objects.create(partner=partner, status="observer", decided_on=DECIDED, ended_on=AGREED)
    days = [date(2023, 4, 30), DECIDED, date(2023, 7, 11), AGREED]
    assert [Partner.objects.with_status("observer", day).count() for day in days] == [0, 1, 1, 0]
    assert [Partner.objects.ended(day).count() for day in days] == [0, 0, 0, 1]
    assert not Partner.objects.with_status("operational", DECIDED).exists()


def test_an_applicant_is_no_partner(partner):
    PartnerStatus.objects.create(partner=partner, status="applied", applied_on=DECIDED)
    assert Partner.objects.with_status("applied", AGREED).get() == partner
    assert not Partner.objects.admitted(AGREED).exists()
    assert not Partner.objects.ended(AGREED).exists()
    assert not PartnerStatus.objects.granted().exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "operational", "applied_on": DECIDED},
        {"status": "operational", "decided_on": AGREED, "ended_on": DECIDED},
        {"status": "observer", "decided_on": DECIDED},
        {"status": "friend"},
    ],
)
def test_the_database_refuses_and_the_form_tells_why(partner, fields):
    PartnerStatus.objects.create(partner=partner, status="observer", decided_on=DECIDED)
    row = PartnerStatus(partner=partner, **fields)
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert all(message.endswith(".") for message in refusal.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_an_observer_may_apply_for_more(partner):
    observer = PartnerStatus(partner=partner, status="observer")
    assert not observer.overlaps(PartnerStatus(partner=partner, status="applied"))
    assert observer.overlaps(PartnerStatus(partner=partner, status="observer", decided_on=DECIDED))
