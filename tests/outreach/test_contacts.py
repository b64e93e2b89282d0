from datetime import time
from html import unescape

import pytest
from django.utils.html import strip_tags

from organisation.models import Contact, Office, SocialAccount
from tests.make import at

pytestmark = pytest.mark.django_db


def read(client):
    return " ".join(unescape(strip_tags(client.get("/contacts/").content.decode())).split())


def test_the_page_of_an_empty_site_takes_no_reports_and_invents_nothing(client):
    page = client.get("/contacts/").content.decode()
    assert "tel:112" in page
    assert "police of your country" in page
    assert "Whom to ask" not in page
    assert "The office" not in page


def test_what_is_known_is_shown_and_what_is_not_is_left_out(client):
    Contact.objects.create(purpose="press", name="Press office", phone="+40 21 303 60 09", order=1)
    Contact.objects.create(purpose="hr")
    Office.objects.create(address="Palace of the Parliament\nBucharest")
    SocialAccount.objects.create(name="YouTube", url="https://www.youtube.com/selec")
    page = client.get("/contacts/").content.decode()
    assert 'href="tel:+40213036009"' in page
    assert "<dt>Vacancies and internships</dt>" not in page
    assert "Palace of the Parliament<br>Bucharest" in page
    assert page.count('href="https://www.youtube.com/selec"') == 2
    assert "Hours" not in page


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        ("2026-11-20 08:59:59", "Closed now: it is 08:59 in Bucharest."),
        ("2026-11-20 09:00:00", "Open now: it is 09:00 in Bucharest."),
        ("2026-11-20 16:59:59", "Open now: it is 16:59 in Bucharest."),
        ("2026-11-20 17:00:00", "Closed now: it is 17:00 in Bucharest."),
        ("2026-11-21 12:00:00", "Closed now: it is 12:00 in Bucharest."),
        ("2026-10-30 09:00:00", "Open now: it is 09:00 in Bucharest."),
        ("2026-10-23 09:00:00", "Open now: it is 09:00 in Bucharest."),
    ],
)
def test_the_hours_are_those_of_the_house_s_zone_on_both_sides_of_a_clock_change(client, clock, hour, words):
    office = Office.objects.create()
    office.opening_hours.create(weekday=4, opens=time(9), closes=time(17))
    clock.set(at(hour))
    page = read(client)
    assert "Friday 09:00–17:00" in page
    assert words in page
