"""What the news put on the pages of states, partners and crime areas."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import organisation.demo
from news.models import PressRelease
from organisation.models import CrimeArea, MemberState, Partner
from publishing.lifecycle import ChangeKind, Status
from tests.make import at, make
from tests.news.operations import operation

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
SUBJECTS = [
    (MemberState, "greece", "state", "Greece"),
    (Partner, "interpol", "partner", "INTERPOL"),
    (CrimeArea, "terrorism", "area", "Terrorism"),
]


@pytest.fixture(autouse=True)
def facts(clock):
    clock.set(NOW)
    organisation.demo.load()


def release(row, **fields):
    edition = make(PressRelease, **fields)
    relations = {MemberState: "member_states", Partner: "partners", CrimeArea: "crime_areas"}
    getattr(edition, relations[type(row)]).add(row)
    return edition


def page(row):
    return Client().get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("kind", "slug", "parameter", "name"), SUBJECTS)
def test_a_page_shows_its_newest_five_releases_and_leads_to_them_all(kind, slug, parameter, name):
    row = kind.objects.get(slug=slug)
    link = f'<a href="/news/press-releases/?{parameter}={slug}">All press releases about {name}</a>'
    assert "Press releases</h2>" not in page(row)
    for number in range(1, 7):
        release(row, title=f"Release {number}", publish_at=at(f"2020-0{number}-01 10:00"))
    release(row, title="Release of tomorrow", publish_at=at("2026-11-21 12:00"))
    release(row, title="Release in a drawer", status=Status.DRAFT)
    release(kind.objects.exclude(slug=slug).filter(pk__gt=0).first(), title="Release on another")
    shown = page(row)
    assert link in shown
    titles = [f"Release {number}" for number in range(6, 1, -1)]
    assert sorted(titles, key=shown.index) == titles
    for hidden in ("Release 1", "Release of tomorrow", "Release in a drawer", "Release on another"):
        assert f">{hidden}<" not in shown


@pytest.mark.parametrize(("kind", "slug", "parameter", "name"), SUBJECTS)
def test_a_page_adds_up_all_its_operations_and_shows_the_latest_five(kind, slug, parameter, name):
    row = kind.objects.get(slug=slug)
    assert "Operations</h2>" not in page(row)
    for year in range(2011, 2017):
        operation("arrests 10", about=[row], title=f"Case of {year}", ended_on=date(year, 5, 1))
    operation("arrests 1000", title="Case of others")
    shown = page(row)
    assert f'<a href="/news/operations/?{parameter}={slug}">All operations about {name}</a>' in shown
    assert "<b>60</b>" in shown
    titles = [f"Case of {year}" for year in range(2016, 2011, -1)]
    assert sorted(titles, key=shown.index) == titles
    assert "Case of 2011" not in shown
    assert "Case of others" not in shown


@pytest.mark.parametrize(("kind", "slug", "parameter", "name"), SUBJECTS)
def test_a_page_costs_the_same_number_of_queries_however_much_hangs_on_it(kind, slug, parameter, name):
    row = kind.objects.get(slug=slug)

    def hang(number):
        for _ in range(number):
            release(row)
            first = operation("arrests 1", about=[row])
            operation("arrests 2", about=[row], after=first, change=ChangeKind.CORRECTION, note="Slip.")

    def queries():
        page(row)  # processes keep what stands on many pages
        with CaptureQueriesContext(connection) as captured:
            page(row)
        return len(captured)

    hang(1)
    queries()
    before = queries()
    hang(8)
    assert queries() == before
