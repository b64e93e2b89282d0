"""A list counts its years as its filter finds them: by the calendar of the seat."""

import pytest
from django.test import Client

from news.models import PressRelease
from tests.make import at, make

pytestmark = pytest.mark.django_db


def test_what_became_public_in_the_night_of_the_new_year_counts_in_the_year_that_had_begun_at_the_seat():
    for hour in ("2019-12-31 23:59", "2020-01-01 00:00", "2020-12-31 23:59", "2021-06-01 12:00"):
        make(PressRelease, publish_at=at(hour))
    years = Client().get("/news/press-releases/").context["filters"][0].options
    assert [(one.label, one.count) for one in years] == [("2021", 1), ("2020", 2), ("2019", 1)]
    for one in years:
        page = Client().get(f"/news/press-releases/{one.url}").context["page"]
        assert page.paginator.count == one.count
