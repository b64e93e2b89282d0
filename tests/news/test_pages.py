import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import organisation.demo
from news.models import PressRelease
from organisation.models import CrimeArea, MemberState, Partner
from publishing.lifecycle import ChangeKind, Standing
from tests.make import at, make

pytestmark = pytest.mark.django_db
LIST = "/news/press-releases/"


@pytest.fixture(autouse=True)
def facts(clock):
    clock.set(at("2026-11-20 12:00"))
    organisation.demo.load()


def release(**fields):
    """A release with every relation."""
    edition = make(PressRelease, **fields)
    edition.crime_areas.set(CrimeArea.objects.all()[:3])
    edition.member_states.set(MemberState.objects.all()[:4])
    edition.partners.set(Partner.objects.all()[:2])
    return edition


def shown(address):
    return Client().get(address).content.decode()


def queries(address):
    shown(address)  # processes keep what stands on many pages
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(address).status_code == 200
    return len(captured)


def test_every_page_makes_the_same_number_of_queries_however_much_there_is():
    first = release()
    second = release(after=first, change=ChangeKind.CORRECTION, note="Slip")
    page = second.get_absolute_url()
    pages = [
        "/",
        "/news/",
        LIST,
        f"{LIST}?year=2020&area=cybercrime",
        page,
        f"{page}history/",
        f"{page}history/1/",
    ]
    pages += ["/careers/", "/contacts/"]
    before = {path: queries(path) for path in pages}
    for _ in range(40):
        release()
    for number in range(3):
        second = release(after=second, change=ChangeKind.CORRECTION, note=f"Slip {number}")
    after = {path: queries(path) for path in pages}
    # The list has a second page now; the history compares more editions, each with its relations.
    assert {path: after[path] for path in pages if "history/" not in path} == {
        path: before[path] for path in pages if "history/" not in path
    }
    assert after[f"{page}history/1/"] == before[f"{page}history/1/"]
    assert after[f"{page}history/"] == before[f"{page}history/"]
    assert after.pop("/") <= 22  # it tells of every kind
    assert max(after.values()) <= 21  # on PostgreSQL, where nothing is kept of what a test may yet undo


@pytest.mark.parametrize("number", ["x", "0", "-1", "1.5", "99999999999999999999", "٩", "2", "\0"])
def test_a_page_number_that_is_none_gets_a_sentence(number):
    release()
    response = Client().get(LIST, {"page": number})
    assert response.status_code == 404
    assert "in this list; it has one page." in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "year=x",
        "year=0000",
        "year=99999",
        "year=٢٠٢٠",
        "area=nix",
        "state=\0",
        "kind=novel",
        "partner=" + "x" * 9999,
    ],
)
def test_a_filter_that_is_none_finds_nothing_and_says_so(query):
    one = release(title="Always there")
    response = Client().get(f"{LIST}?{query}")
    assert response.status_code == 200
    assert one.title not in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/news/press-releases/2016/10/07/nix/",
        "/news/press-releases/2016/99/99/nix/",
        "/news/press-releases/2016/10/07/nix/history/99999999999999999999/",
        "/news/press-releases/16/1/7/nix/",
        "/%00/",
    ],
)
def test_an_address_of_nothing_is_a_404_page_with_the_menu(path):
    response = Client().get(path)
    assert response.status_code == 404
    assert "News &amp; Events" in response.content.decode()


def test_the_title_is_leaf_first_with_the_headline_before_it():
    one = release(title="Five years on", publish_at=at("2016-10-07 09:00"))
    page = shown(one.get_absolute_url())
    assert "<title>Five years on :: 07 October 2016 :: Press releases :: News &amp; Events</title>" in page


def test_the_list_narrows_by_year_kind_area_state_and_partner():
    one = release(title="Found", kind="news", publish_at=at("2016-01-01 00:30"))
    make(PressRelease, title="Not found", publish_at=at("2015-12-31 23:30"))
    rows = [one.crime_areas.first(), one.member_states.first(), one.partners.first()]
    values = dict(zip(["area", "state", "partner"], [row.slug for row in rows], strict=True))
    for name, value in {"year": "2016", "kind": "news", **values}.items():
        page = shown(f"{LIST}?{name}={value}")
        assert "Found" in page
        assert "Not found" not in page


def test_a_correction_is_dated_on_the_page_and_the_earlier_text_stays_readable():
    first = release(title="Eleven are wanted", publish_at=at("2018-03-19 10:00"))
    hour = at("2018-03-26 11:20")
    second = release(
        title="Twelve are wanted",
        after=first,
        publish_at=hour,
        change=ChangeKind.CORRECTION,
        note="It is 12.",
    )
    page = shown(second.get_absolute_url())
    assert "26 March 2018, 11:20" in page
    assert "It is 12." in page
    assert "19 March 2018" in page
    history = shown(second.get_absolute_url() + "history/")
    assert "Eleven" in history
    assert "Eleven are wanted" in shown(second.get_absolute_url() + "history/1/")


def test_a_minor_change_has_no_note_on_the_page():
    first = release(title="With a slpi")
    second = release(title="With a slip", after=first, change=ChangeKind.MINOR)
    assert "Corrected" not in shown(second.get_absolute_url())


def test_a_withdrawn_page_stays_with_its_explanation_and_is_not_indexed():
    first = release(title="No longer so")
    gone = release(
        title="No longer so", after=first, standing=Standing.WITHDRAWN, note="Overtaken by events."
    )
    page = shown(gone.get_absolute_url())
    assert "Overtaken by events." in page
    assert 'content="noindex"' in page
    assert "No longer so" not in shown(LIST)


def test_a_restored_page_does_not_show_what_was_removed():
    first = release(title="With a name that must go", publish_at=at("2018-03-19 10:00"))
    gone = release(
        title="With a name that must go", after=first, standing=Standing.REMOVED, note="Personal data."
    )
    back = release(title="Without the name", after=gone)
    address = back.get_absolute_url()
    history = shown(f"{address}history/")
    assert "Personal data." in history
    assert "must go" not in history
    assert Client().get(f"{address}history/1/").status_code == 404
    assert "must go" not in shown(f"{address}history/2/")


def test_a_partner_that_has_only_applied_is_named_nowhere():
    applicant = Partner.objects.create(name="Applicantia", slug="applicantia")
    applicant.statuses.create(status="applied", decided_on=at("2020-01-01 10:00").date())
    one = release()
    one.partners.add(applicant)
    assert "Applicantia" not in shown(one.get_absolute_url())
    assert "Applicantia" not in shown(LIST)
