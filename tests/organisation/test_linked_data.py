"""SELEC and its figures as search engines are told of them."""

import csv
import io

import pytest
from django.test import Client

from organisation.models import Contact, Office, SocialAccount, YearlyFigure
from publishing.site import absolute
from tests.head_of_page import head
from tests.make import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(at("2026-11-20 12:00"))


@pytest.mark.parametrize("path", ["/", "/about/", "/contacts/"])
def test_the_house_is_told_with_what_is_stored_and_nothing_besides(path):
    bare = {"@type", "@id", "name", "alternateName", "url"}
    assert {*head(path).one("GovernmentOrganization")} == bare
    Office.objects.create(address="Palace of the Parliament\nBucharest\nRomania")
    Contact.objects.create(purpose="press", name="Press unit", phone="+40 21 000 00 00")
    Contact.objects.create(purpose="hr", note="Nobody yet.")
    SocialAccount.objects.create(name="YouTube", url="https://www.youtube.com/@example")
    SocialAccount.objects.create(name="Another")
    house = head(path).one("GovernmentOrganization")
    assert house["address"] == "Palace of the Parliament, Bucharest, Romania"
    point = {
        "@type": "ContactPoint",
        "contactType": "Press",
        "name": "Press unit",
        "telephone": "+40 21 000 00 00",
    }
    assert (house["contactPoint"], house["sameAs"]) == ([point], ["https://www.youtube.com/@example"])


def test_the_figures_are_told_as_data_once_there_are_any():
    assert "Dataset" not in head("/about/figures/").types
    for year in (2012, 2016):
        YearlyFigure.objects.create(year=year, what="joint", number=year, source="A post")
    told = head("/about/figures/").one("Dataset")
    assert (told["temporalCoverage"], told["variableMeasured"]) == ("2012/2025", ["Joint investigations"])
    assert 50 <= len(told["description"]) <= 5000
    assert "license" not in told
    (table,) = told["distribution"]
    response = Client().get(table["contentUrl"].removeprefix(absolute("/")[:-1]))
    assert response["Content-Type"].startswith(table["encodingFormat"])
    assert len([*csv.reader(io.StringIO(response.content.decode()))]) > 2
