"""The back office as a whole: where it leads, and what it says when somebody has been signed out."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from news.models import PressRelease
from organisation.models import CrimeArea
from publishing.lifecycle import Status
from publishing.models import ReviewLink
from tests.make import at, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("settled")]


def on_site(row):
    return reverse("admin:view_on_site", args=[ContentType.objects.get_for_model(row).pk, row.pk])


@pytest.mark.parametrize("role", ["HR", "Auditor", "Administrator"])
def test_no_address_of_the_back_office_leads_staff_to_drafts_or_by_review_links(role, holder, person):
    client, writer = holder(role), person("ana")
    draft = make(PressRelease, status=Status.DRAFT)
    scheduled = make(PressRelease, publish_at=at("2027-03-01 09:00"))
    scheduled.limit_to([writer])
    link = ReviewLink.make(draft, writer, "Ministry", 7)
    for row in (draft, scheduled, link):
        assert client.get(on_site(row)).status_code == 404


def test_a_fact_leads_to_its_page_whoever_may_view_it(holder):
    area = CrimeArea.objects.create(name="Drugs", slug="drugs", order=1)
    assert holder("Writer").get(on_site(area))["Location"].endswith(area.get_absolute_url())
    assert holder("HR").get(on_site(area)).status_code == 404
