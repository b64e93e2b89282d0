"""The small files that machines ask for by an agreed name."""

import re
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from defusedxml import ElementTree
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from organisation.models import Contact
from publishing.site import absolute
from tests.make import at

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
SECOND = timedelta(seconds=1)
SECURITY = "/.well-known/security.txt"


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


@pytest.mark.parametrize(
    ("path", "is_allowed"),
    [
        ("/", True),
        ("/news/press-releases/?page=2", True),
        ("/cards/selec.png", True),
        ("/images/1/640.jpg", True),
        ("/admin/", False),
        ("/admin/news/", False),
        ("/review/a-token/", False),
    ],
)
def test_robots_may_read_all_but_the_back_office_and_what_is_sent_for_review(path, is_allowed):
    parser = RobotFileParser()
    text = Client().get("/robots.txt").content.decode()
    parser.parse(text.splitlines())
    assert parser.can_fetch("Googlebot", absolute(path)) == is_allowed
    assert parser.site_maps() == [absolute("/sitemap.xml"), absolute("/news-sitemap.xml")]
    assert "Disallow: /*?*edition=" in text.splitlines()


def fields(text):
    """As RFC 9116 has it: a name, a colon, one space, a value; a line each."""
    lines = [re.fullmatch(r"([A-Za-z-]+): (\S.*)", line).groups() for line in text.splitlines()]
    found = {}
    for name, value in lines:
        found.setdefault(name, []).append(value)
    return found


def security(**given):
    known = {"email": "security@example.org", "phone": "+40 (21) 000-00 00", "valid_until": date(2027, 3, 31)}
    return Contact.objects.create(**{"purpose": "security", **known, **given})


def test_the_contact_for_security_is_told_as_the_standard_has_it():
    security()
    answer = Client().get(SECURITY)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    told = fields(answer.content.decode())
    assert told["Contact"] == ["mailto:security@example.org", "tel:+40210000000"]
    (expires,) = told["Expires"]
    assert datetime.fromisoformat(expires) == at("2027-04-01 00:00")
    assert (told["Preferred-Languages"], told["Canonical"]) == (["en"], [absolute(SECURITY)])
    assert {*told} == {"Contact", "Expires", "Preferred-Languages", "Canonical"}


@pytest.mark.parametrize(
    "given",
    [
        {"valid_until": None},
        {"email": "", "phone": ""},
        {"email": "", "phone": "021 000 00 00"},
        {"purpose": "press", "valid_until": None},
    ],
)
def test_without_a_contact_or_a_day_nothing_is_promised(given):
    security(**given)
    assert Client().get(SECURITY).status_code == 404


def test_it_is_there_to_the_last_second_of_its_day_and_expires_with_it(clock):
    security()
    clock.set(at("2027-04-01 00:00") - SECOND)
    assert Client().get(SECURITY).status_code == 200
    clock.set(at("2027-04-01 00:00"))
    assert Client().get(SECURITY).status_code == 404


def test_staff_answer_for_it_a_year_at_most_and_for_no_other_contact(admin_client):
    contact = security()
    edit = f"/admin/organisation/contact/{contact.pk}/change/"
    typed = {"purpose": "security", "email": "security@example.org", "order": 1}
    late = admin_client.post(edit, {**typed, "valid_until": "2027-11-21"})
    assert "Choose a day within a year from today" in late.content.decode()
    other = admin_client.post(edit, {**typed, "purpose": "press", "valid_until": "2027-11-20"})
    assert "Only the contact for security has such a day" in other.content.decode()
    assert admin_client.post(edit, {**typed, "valid_until": "2027-11-20"}).status_code == 302
    assert "Expires: 2027-11-21T00:00:00+02:00" in Client().get(SECURITY).content.decode()
    with pytest.raises(ValidationError):
        Contact(purpose="hr", valid_until=date(2027, 1, 1)).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(purpose="hr", valid_until=date(2027, 1, 1))


def test_a_browser_is_told_how_to_search():
    answer = Client().get("/opensearch.xml")
    assert answer["Content-Type"] == "application/opensearchdescription+xml"
    root = ElementTree.fromstring(answer.content)
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert root.tag == f"{space}OpenSearchDescription"
    assert 0 < len(root.findtext(f"{space}ShortName")) <= 16
    assert 0 < len(root.findtext(f"{space}Description")) <= 1024
    (url,) = root.findall(f"{space}Url")
    assert url.attrib == {"type": "text/html", "template": absolute("/search/?q={searchTerms}")}
    icon = urlsplit(root.findtext(f"{space}Image"))
    assert (icon.path, icon.netloc) == ("/static/favicon.svg", urlsplit(absolute("/")).netloc)
