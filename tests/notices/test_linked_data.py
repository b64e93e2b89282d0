"""Vacancies and internships as search engines are told of them: while people may apply, and not a second longer."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from notices.models import Internship, Tender, Vacancy
from publishing.site import absolute
from tests.head_of_page import head
from tests.library.files import document, linked
from tests.library.pictures import image, shown
from tests.make import at, whole

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
OPENINGS = [Vacancy, Internship]


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


def posting(notice):
    """The notice as it is told; None where nothing is."""
    read = head(notice.item.address)
    return read.one("JobPosting") if "JobPosting" in read.types else None


@pytest.mark.parametrize("kind", OPENINGS)
def test_it_is_told_from_its_opening_to_its_deadline(kind, clock):
    notice = whole(kind, opens_at=NOW, closes_at=NOW + DAY)
    for moment, is_told in [
        (NOW - SECOND, False),
        (NOW, True),
        (NOW + DAY - SECOND, True),
        (NOW + DAY, False),
    ]:
        clock.set(moment)
        assert bool(posting(notice)) == is_told, moment


@pytest.mark.parametrize("kind", OPENINGS)
def test_the_deadline_that_is_told_is_the_last_that_the_public_knows(kind, clock):
    first = whole(
        kind, closes_at=at("2026-12-01 11:59:59", ZoneInfo("Europe/Skopje")), closes_zone="Europe/Skopje"
    )
    assert posting(first)["validThrough"] == "2026-12-01T11:59:59+01:00"
    act = {"deadline_act": "extended", "deadline_reason": "More time.", "publish_at": NOW}
    whole(kind, after=first, closes_at=at("2026-12-15 16:00"), **act)
    clock.set(NOW - SECOND)
    assert posting(first)["validThrough"] == "2026-12-01T11:59:59+01:00"
    clock.set(NOW)
    assert posting(first)["validThrough"] == "2026-12-15T16:00:00+02:00"


@pytest.mark.parametrize("kind", OPENINGS)
@pytest.mark.parametrize("fields", [{"outcome": "cancelled"}, {"duty_station": ""}])
def test_what_has_ended_or_is_at_no_known_place_is_not_told(kind, fields):
    assert posting(whole(kind, **fields)) is None


def test_a_rolling_call_is_told_without_a_deadline():
    assert "validThrough" not in posting(whole(Internship, is_rolling=True, closes_at=None))


def test_a_vacancy_is_told_with_what_is_known_of_it_and_no_more():
    picture, file = image((900, 600)), document(title="Form")
    vacancy = whole(
        Vacancy,
        reference="24/EJ/17",
        posts=2,
        starts_on=date(2027, 3, 1),
        duty_station="Bucharest",
        duties=f"<p>Analyse.</p>{shown(picture)}{linked(file)}",
        eligibility="<p>Nationals.</p>",
        salary="EUR 3,000 a month, net",
    )
    told = posting(vacancy)
    assert told["identifier"] == {"@type": "PropertyValue", "name": "SELEC", "value": "24/EJ/17"}
    assert (told["totalJobOpenings"], told["jobStartDate"], told["directApply"]) == (2, "2027-03-01", False)
    address = {"@type": "PostalAddress", "addressLocality": "Bucharest", "addressCountry": "RO"}
    assert told["jobLocation"] == {"@type": "Place", "address": address}
    assert told["hiringOrganization"]["url"] == absolute("/")
    description = told["description"]
    assert ("<h2>Duties</h2><p>Analyse.</p>" in description, "<p>Nationals.</p>" in description) == (
        True,
        True,
    )
    assert (
        "<img" in description,
        'href="/' in description,
        f'href="{absolute("/files/")}' in description,
    ) == (*(False, False, True),)
    assert not {"baseSalary", "employmentType", "jobLocationType"} & {*told}
    elsewhere = posting(whole(Vacancy, duty_station="Skopje"))["jobLocation"]["address"]
    assert elsewhere == {"@type": "PostalAddress", "addressLocality": "Skopje"}


def test_how_people_are_employed_is_told_where_the_kind_says_it():
    assert posting(whole(Internship))["employmentType"] == "INTERN"
    assert posting(whole(Vacancy, kind="consultant"))["employmentType"] == "CONTRACTOR"


def test_a_tender_is_told_in_the_open_contracting_data_standard():
    tender = whole(Tender)
    assert head(tender.item.address).types == ["BreadcrumbList"]
    page = Client().get(tender.item.address).content.decode()
    assert (
        f'type="application/json" title="Open Contracting Data Standard" href="{tender.item.address}ocds.json"'
        in page
    )


def test_links_in_its_description_lead_where_those_on_the_page_do():
    text = '<p><a href="//elsewhere.example/x">1</a> <a href="#_ftn1">2</a> <a href="/about/">3</a></p>'
    notice = whole(Vacancy, duties=text, closes_at=NOW + DAY)
    page, told = absolute(notice.item.address), posting(notice)["description"]
    for address in ("https://elsewhere.example/x", f"{page}#_ftn1", absolute("/about/")):
        assert f'href="{address}"' in told
