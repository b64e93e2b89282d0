"""The package round a release: identifiers, dates, and whom it is given to."""

from datetime import UTC, timedelta

import pytest
from django.core.checks import run_checks
from django.test import Client

import notices.demo
from notices.models import Stage, Tender
from publishing.lifecycle import Standing, Status
from publishing.site import absolute
from tests.library.files import document, version
from tests.make import account, at, make

from .open_contracting import package_of, release_of, troubles
from .tenders import tender

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00").astimezone(UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
CLOSES = at("2026-12-01 16:00")


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


def test_the_identifier_of_the_process_stays_whatever_is_corrected(settings):
    first = tender(closes_at=CLOSES, reference="SELEC/1")
    before = release_of(first)["ocid"]
    last = tender(after=first, closes_at=CLOSES, title="Another", reference="SELEC/2")
    assert release_of(last)["ocid"] == before == f"ocds-000000-{first.item_id}"
    settings.OCID_PREFIX = "ocds-abc123"
    assert release_of(last)["ocid"] == f"ocds-abc123-{first.item_id}"


def test_a_missing_prefix_is_told_before_deployment(settings):
    def warned():
        return "notices.W001" in [one.id for one in run_checks(include_deployment_checks=True)]

    assert warned()
    assert "notices.W001" not in [one.id for one in run_checks()]
    settings.OCID_PREFIX = "ocds-abc123"
    assert not warned()


def test_each_change_gives_another_release_and_nothing_else_does(clock):
    call = tender(closes_at=NOW + DAY, publish_at=NOW - 2 * DAY, opens_at=NOW - DAY)
    seen = []

    def look(instant):
        clock.set(instant)
        release = release_of(call)
        seen.append(release["id"])
        return release["date"]

    assert look(NOW - DAY - SECOND) == "2026-11-18T12:00:00+02:00"
    assert look(NOW - DAY) == "2026-11-19T12:00:00+02:00"
    assert look(NOW) == "2026-11-19T12:00:00+02:00"
    file = document({"at": NOW - 9 * DAY})
    later = tender(after=call, publish_at=NOW + SECOND, closes_at=NOW + DAY, opens_at=NOW - DAY)
    later.files.add(file)
    assert look(NOW + SECOND) == "2026-11-20T12:00:01+02:00"
    version(file, at=NOW + 5 * SECOND)
    assert look(NOW + 4 * SECOND) == "2026-11-20T12:00:01+02:00"
    assert look(NOW + 5 * SECOND) == "2026-11-20T12:00:05+02:00"
    assert look(NOW + DAY) == "2026-11-21T12:00:00+02:00"
    assert [seen[1] == seen[2], seen[3] == seen[4]] == [True, True]
    assert len({*seen}) == 5


def test_the_package_is_dated_by_the_last_change_and_names_its_licence_where_there_is_one(settings):
    call = tender(closes_at=CLOSES)
    package = package_of(call)
    assert package["publishedDate"] == package["releases"][0]["date"] == "2020-05-04T10:00:00+03:00"
    assert package["uri"] == absolute(f"{call.item.address}ocds.json")
    assert (package["version"], "license" in package) == ("1.1", False)
    settings.OCDS_LICENSE = "https://creativecommons.org/licenses/by/4.0/"
    assert package_of(call)["license"] == settings.OCDS_LICENSE
    assert troubles(package_of(call)) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.DRAFT},
        {"status": Status.IN_REVIEW},
        {"publish_at": NOW + SECOND},
        {"standing": Standing.WITHDRAWN, "note": "Error."},
        {"standing": Standing.REMOVED, "note": "Error."},
    ],
)
def test_there_is_no_data_of_what_is_not_public(fields):
    call = make(Tender, closes_at=CLOSES, title="The call", **fields)
    address = call.item.address or call.address("the-call")
    assert Client().get(f"{address}ocds.json").status_code == 404


def test_staff_who_set_the_clock_get_the_data_of_that_moment(person, client):
    first = tender(closes_at=CLOSES, publish_at=at("2026-11-02 10:00"), title="As it was")
    tender(after=first, closes_at=CLOSES, publish_at=at("2026-11-18 10:00"), title="As it is")
    client.force_login(person("ana", "travel_in_time", "view_tender"))
    client.get("/?at=2026-11-10T12:00")
    assert release_of(first, client)["tender"]["title"] == "As it was"
    assert release_of(first)["tender"]["title"] == "As it is"


def test_the_demo_shows_every_stage_and_each_of_its_releases_is_right(clock):
    people = {name: account(name) for name in ("hr", "procurement", "librarian", "approver")}
    notices.demo.load(people)
    public = Tender.objects.public().select_related("item")
    assert {one.stage(NOW) for one in public} == {*Stage} - {Stage.CLOSED}
    for one in public:
        release_of(one)
    assert len(release_of(public.get(reference="SELEC/PROC/2026/14"))["tender"]["documents"]) == 4


def test_documents_have_dates_formats_languages_and_addresses_that_answer():
    first = tender(closes_at=CLOSES, publish_at=at("2026-11-02 10:00"))
    file = document({}, {"at": at("2026-11-19 10:00")}, title="Specification", language="ro")
    last = tender(after=first, closes_at=CLOSES)
    last.files.add(file)
    notice, specification = release_of(last)["tender"]["documents"]
    assert (notice["url"], notice["format"]) == (absolute(last.item.address), "text/html")
    assert (notice["datePublished"], notice["dateModified"]) == (
        *("2026-11-02T10:00:00+02:00", "2026-11-03T10:00:00+02:00"),
    )
    url = specification.pop("url")
    assert Client().get(url).status_code == 200
    assert specification == {
        "id": f"file-{file.pk}",
        "documentType": "biddingDocuments",
        "title": "Specification",
        "datePublished": "2026-11-03T10:00:00+02:00",
        "dateModified": "2026-11-19T10:00:00+02:00",
        "format": "text/csv",
        "language": "ro",
    }
