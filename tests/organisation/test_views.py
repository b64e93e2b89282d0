import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from organisation import demo
from organisation.models import (
    Chair,
    CrimeArea,
    Membership,
    MemberState,
    Partner,
    PartnerStatus,
    StateName,
    TaskForce,
)

from ..make import at

pytestmark = pytest.mark.django_db
PAGES = [
    "/about/",
    "/about/member-states/",
    "/about/member-states/croatia/",
    "/about/member-states/north-macedonia/",
    "/about/member-states/hungary/",
    "/about/partners/",
    "/about/partners/slovakia/",
    "/about/partners/national-bureau-of-investigation-of-albania/",
    "/about/crime-areas/",
    "/about/crime-areas/terrorism/",
    "/about/crime-areas/cultural-goods/",
]
IN_2016 = "2016-10-07 12:00"


@pytest.fixture
def loaded(db):
    demo.load()


@pytest.fixture
def read(client, clock, loaded):
    """read(address, moment): the words of a page as a visitor reads them at that moment."""

    def read_page(address, moment=None):
        clock.set(moment and at(moment))
        response = client.get(address)
        assert response.status_code == 200, address
        main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
        return " ".join(unescape(strip_tags(main)).split())

    return read_page


def queries(client, address):
    client.get(address)  # processes keep what stands on many pages
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def add_rows():
    hungary, partner = MemberState.objects.get(slug="hungary"), Partner.objects.get(slug="slovakia")
    terrorism = CrimeArea.objects.get(slug="terrorism")
    for number in range(1, 6):
        state = MemberState.objects.create(name=f"State {number}", slug=f"state-{number}", iso=f"{number}X")
        ended = date(2015, 1, 1) if number % 2 else None
        Membership.objects.create(state=state, began_on=date(2012, 1, 1), ended_on=ended)
        StateName.objects.create(
            state=hungary,
            official_name=f"H {number}",
            short_name="H",
            sort_key="H",
            began_on=date(1990 + number, 1, 1),
        )
        for status in ("observer", "operational"):
            other = Partner.objects.create(name=f"{status} {number}", slug=f"{status}-{number}")
            PartnerStatus.objects.create(partner=other, status=status)
        PartnerStatus.objects.create(partner=partner, status="observer", decided_on=date(2000 + number, 1, 1))
        force = TaskForce.objects.create(name=f"Task force {number}", coordinator=hungary)
        CrimeArea.objects.create(name=f"Area {number}", slug=f"area-{number}", task_force=force)
        CrimeArea.objects.create(
            name=f"More {number}", slug=f"more-{number}", task_force=terrorism.task_force
        )
        Chair.objects.create(year=2003 + number, state=hungary)


@pytest.mark.parametrize("address", PAGES)
def test_more_rows_make_no_more_queries(client, loaded, address):
    client.get(address)
    before = queries(client, address)
    add_rows()
    assert queries(client, address) == before


@pytest.mark.parametrize(
    "address", ["/about/", "/about/member-states/", "/about/partners/", "/about/crime-areas/"]
)
def test_a_page_without_any_row_is_a_page(client, db, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("section", ["member-states", "partners", "crime-areas"])
@pytest.mark.parametrize("slug", ["nothing", "a%00b", "x" * 5000])
def test_an_unknown_address_is_not_found(client, loaded, section, slug):
    assert client.get(f"/about/{section}/{slug}/").status_code == 404


def test_about_leads_to_every_other_page(client, loaded):
    found, waiting = set(), ["/about/"]
    while waiting:
        address = waiting.pop()
        found.add(address)
        links = re.findall(r'href="(/about/[^"#?]*)"', client.get(address).content.decode())
        waiting += set(links) - found - set(waiting)
    assert set(PAGES) <= found


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/about/", "About SELEC"),
        ("/about/member-states/", "Member States :: About SELEC"),
        ("/about/member-states/greece/", "Hellenic Republic :: Member States :: About SELEC"),
        ("/about/partners/unodc/", "United Nations Office on Drugs and Crime :: Partners :: About SELEC"),
        ("/about/crime-areas/terrorism/", "Terrorism :: Crime areas :: About SELEC"),
    ],
)
def test_the_title_has_the_leaf_first(client, loaded, address, title):
    assert f"<title>{title}</title>" in client.get(address).content.decode()


def test_the_list_shows_the_members_of_the_moment(read):
    then, now = (read("/about/member-states/", moment) for moment in (IN_2016, None))
    assert "SELEC has 12 Member States" in then
    assert "Republic of Turkey" in then
    assert "Former Member States Republic of Slovenia" in then
    assert "SELEC has 11 Member States" in now
    assert "Republic of Türkiye" in now
    assert "Former Member States Republic of Croatia" in now


def test_staff_who_travel_in_time_see_the_members_of_that_moment(client, loaded, person):
    client.force_login(person("ana", "travel_in_time"))
    page = client.get("/about/member-states/", {"at": "2016-10-07T12:00"}).content.decode()
    assert "the Former Yugoslav Republic of Macedonia" in page


def test_a_membership_whose_end_is_not_known_says_so(read):
    page = read("/about/member-states/croatia/")
    assert "Member until date not known, no later than 07 October 2018" in page
    assert "Still counted among the Member States on 7 October 2017" in page


def test_a_page_of_the_past_does_not_tell_what_came_later(read):
    page = read("/about/member-states/croatia/", IN_2016)
    assert "Member since 07 October 2011" in page
    assert "2018" not in page
    assert "Slovakia date not known" in read("/about/partners/", IN_2016)
    assert "Operational Partner" not in read("/about/partners/slovakia/", IN_2016)
    assert "2024" not in read("/about/member-states/bosnia-and-herzegovina/", IN_2016)


def test_names_are_told_through_time(read):
    page = read("/about/member-states/north-macedonia/")
    assert "Republic of North Macedonia February 2019" in page
    assert "the Former Yugoslav Republic of Macedonia February 2019" in page
    assert "Financial and Computer Crime Task Force" in page


def test_the_chair_of_the_year_is_told_where_it_is_known(read):
    assert "In 2016 its Chair is Republic of Moldova" in read("/about/", IN_2016)
    assert "its Chair is" not in read("/about/", "2021-05-01 12:00")


def test_partners_are_told_with_the_dates_that_are_known(read):
    page = read("/about/partners/", "2018-10-31 12:00")
    assert "Italy 2014" in page
    assert "INTERPOL 29 May 2014" in page
    assert "Belarus May 2017" in page
    assert "Austria date not known" in page
    page = read("/about/partners/slovakia/")
    assert "Operational Partner Acts through Ministry of Interior Agreement signed 12 July 2023" in page
    assert "Observer (ended)" in page


def test_an_application_is_told_nowhere(client, loaded):
    partner = Partner.objects.create(name="Atlantis", slug="atlantis")
    PartnerStatus.objects.create(partner=partner, status="applied", applied_on=date(2020, 1, 1))
    observer = Partner.objects.get(slug="austria")
    PartnerStatus.objects.create(
        partner=observer, status="applied", applied_on=date(2020, 1, 1), note="Wants more."
    )
    assert client.get("/about/partners/atlantis/").status_code == 404
    assert "Atlantis" not in client.get("/about/partners/").content.decode()
    page = client.get("/about/partners/austria/").content.decode()
    assert "Applicant" not in page
    assert "Wants more." not in page


def test_a_task_force_is_shown_from_the_day_of_its_establishment(read):
    assert "Established February 2003" in read("/about/crime-areas/terrorism/")
    assert "Small arms and light weapons (Albania)" in read("/about/crime-areas/terrorism/")
    TaskForce.objects.filter(crime_areas__slug="terrorism").update(established_on=date(2030, 1, 1))
    assert "no task force" in read("/about/crime-areas/terrorism/")
    assert "Anti-Terrorism Task Force" not in read("/about/crime-areas/")
