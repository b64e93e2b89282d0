"""What a feed tells of one item: its text as a whole, its categories, its dates."""

import re
from datetime import date

import pytest
from django.test import Client

import organisation.demo
from library.models import Publication
from news.models import Event, Operation, PressRelease
from notices.models import Vacancy
from organisation.models import CrimeArea, MemberState, StateName
from tests.library.feeds import RELEASES, SITE, feed, html_of, items, titles
from tests.library.files import document, linked
from tests.library.pictures import image, shown
from tests.make import at, make

pytestmark = [pytest.mark.django_db, pytest.mark.looks]


@pytest.fixture(autouse=True)
def facts(clock, settings):
    settings.SITE_URL = SITE
    clock.set(at("2026-11-20 12:00"))
    organisation.demo.load()


def test_a_text_is_whole_and_every_address_in_it_is_too():
    picture, file = image(caption="A & B", credit="Police"), document()
    anchor = '<p><a href="#_ftn1">1</a> <a href="/about/">Us</a> <a href="https://www.example.org/?a=1&amp;b">Out</a></p>'
    body = f'<p>Type href="/x".</p>{shown(picture)}{linked(file)}{anchor}<p><a id="_ftn1"></a>Note</p>'
    release = make(
        PressRelease, body=body, notes_to_editors="<p>For editors.</p>", lead_image=image(alt="Lead & more")
    )
    html = html_of(f"{RELEASES}feed/")
    page = SITE + release.get_absolute_url()
    for address in (f"{page}#_ftn1", f"{SITE}/about/", "https://www.example.org/?a=1&amp;b"):
        assert f'href="{address}"' in html
    assert f'href="{SITE}/files/{file.pk}/table.csv"' in html
    assert f'<img src="{SITE}{picture.fallback_url}" alt="A lorry at a border.">' in html
    assert "<figcaption>A &amp; B · Police</figcaption>" in html
    assert 'alt="Lead &amp; more"' in html
    assert 'Type href="/x".' in html
    assert html.index("Note</p>") < html.index("<h2>Notes to editors</h2>") < html.index("For editors.")
    assert not re.search(r'(href|src)="(?!https?://)', html.replace('Type href="/x"', ""))
    (entry,) = feed(f"{RELEASES}feed/").entries
    (enclosure,) = entry.enclosures
    assert (enclosure.type, enclosure.href) == ("image/jpeg", SITE + release.lead_image.fallback_url)
    assert Client().get(enclosure.href.removeprefix(SITE))["Content-Type"] == "image/jpeg"
    (item,) = items(f"{RELEASES}feed.json")
    assert (item["image"], item["content_html"]) == (enclosure.href, html)


def test_a_text_alone_has_no_heading_and_results_are_told():
    operation = make(Operation, title="Operation")
    operation.results.create(what="heroin", number=53, unit="kg", place=0)
    html = html_of("/news/operations/feed/")
    assert "<h2>Results</h2><ul><li>Heroin: 53" in html
    assert html.count("<h2>") == 1


def test_categories_are_what_a_list_is_filtered_by_and_states_have_the_names_of_that_day():
    area, state = CrimeArea.objects.first(), MemberState.objects.announced().first()
    StateName.objects.create(
        state=state,
        short_name="Former name",
        official_name="Former",
        sort_key="F",
        began_on=date(2014, 1, 1),
        ended_on=date(2015, 1, 1),
    )
    secret = MemberState.objects.create(name="Zqland", slug="zqland", iso="ZQ")
    for year in (2014, 2016):
        release = make(PressRelease, kind="fraud_alert", publish_at=at(f"{year}-06-01 10:00"))
        release.crime_areas.add(area)
        release.member_states.add(state, secret)
    later, earlier = ([tag.term for tag in entry.tags] for entry in feed(f"{RELEASES}feed/").entries)
    assert earlier == ["Fraud alert", area.name, "Former name"]
    assert later[:2] == earlier[:2]
    assert later[2] != "Former name"
    assert items(f"{RELEASES}feed.json")[0]["tags"] == later


def test_dates_and_deadlines_stand_first_and_how_to_apply_goes_when_it_is_closed(clock):
    vacancy = make(Vacancy, closes_at=at("2026-12-01 16:00"), how_to_apply="<p>Zqhow</p>")
    html = html_of("/careers/feed/")
    assert html.startswith(f"<p>Deadline: {vacancy.deadline}.</p>")
    assert "Zqhow" in html
    clock.set(vacancy.closes_at)
    assert titles("/careers/feed/?status=open") == []
    for part in ("", "?status=closed"):
        assert "Zqhow" not in html_of(f"/careers/feed/{part}")


@pytest.mark.parametrize(
    ("decision", "fields", "sentence"),
    [
        ("confirmed", {"starts_on": date(2027, 5, 12)}, "12 May 2027."),
        ("planned", {"starts_on": date(2027, 5, 12)}, "Planned for 12 May 2027 (tentative)."),
        ("cancelled", {"starts_on": date(2027, 5, 12)}, "Cancelled: it does not take place on 12 May 2027."),
        ("postponed", {"starts_on": date(2027, 5, 12)}, "Postponed: it does not take place on 12 May 2027."),
        ("planned", {}, "Date to be announced."),
    ],
)
def test_an_event_says_first_when_it_takes_place_if_it_does(decision, fields, sentence):
    make(Event, decision=decision, place="Bucharest", **fields)
    assert html_of("/news/events/feed/").startswith(f"<p>{sentence}</p>\n<p>Bucharest</p>")


def test_documents_are_told_in_the_version_that_is_in_force():
    publication = make(Publication, title="Report")
    file = document(
        {"name": "first.csv"}, {"name": "Zqwaiting.csv", "at": None}, title="The report", language="ro"
    )
    unready = document({"at": None}, title="Zqunready")
    publication.files.add(file, unready)
    html = html_of("/resources/feed/")
    address = f"{SITE}/files/{file.pk}/first.csv"
    assert f'<h2>Documents</h2><ul><li><a href="{address}">The report</a> (Romanian, CSV, ' in html
    assert "Zq" not in html
