"""Operations and their numbers as readers meet them, on every page that shows them."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils.html import strip_tags

import organisation.demo
from news.models import PressRelease
from organisation.models import CrimeArea, MemberState, Partner, PartnerStatus
from publishing.lifecycle import ChangeKind, Standing, Status
from tests.make import at, make
from tests.news.operations import beyond, operation

pytestmark = pytest.mark.django_db
NOW, SECOND = at("2026-11-20 12:00"), timedelta(seconds=1)
CORRECTED_AT = at("2026-05-03 09:30")
CORRECTION = {"change": ChangeKind.CORRECTION, "note": "Twelve, not eleven."}
LIST, FIGURES = "/news/operations/", "/about/figures/"


@pytest.fixture(autouse=True)
def facts(clock):
    clock.set(NOW)
    organisation.demo.load()


def words(address, client=None, status=200):
    response = (client or Client()).get(address)
    assert response.status_code == status, address
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return " ".join(unescape(strip_tags(re.sub("<(td|dt|dd|tr|th|h3|div|small)", r" <\1", main))).split())


def subjects():
    return [
        MemberState.objects.get(slug="serbia"),
        Partner.objects.get(slug="interpol"),
        CrimeArea.objects.get(slug="drug-trafficking"),
    ]


def traveller(person, moment):
    client = Client()
    client.force_login(person("tara", "travel_in_time"))
    client.get(f"/?at={moment:%Y-%m-%dT%H:%M}")
    return client


# One number, everywhere


@pytest.fixture
def corrected():
    """An operation of 2018, corrected in 2026, with a release on it; the pages that show its numbers."""
    about = subjects()
    first = operation(
        "arrests 53", "wanted 11", about=about, title="Case", code_name="PASSPORT", ended_on=date(2018, 3, 17)
    )
    second = operation(
        "arrests 53", "wanted 12", about=about, after=first, publish_at=CORRECTED_AT, **CORRECTION
    )
    release = make(PressRelease, operation=first.item)
    pages = [*(one.get_absolute_url() for one in about), LIST, FIGURES]
    return second, release, pages


def test_a_correction_reaches_every_page_at_its_second_and_every_sum_says_so(corrected, clock, person):
    edition, release, pages = corrected
    said = "includes a number corrected on 3 May 2026: PASSPORT"
    early = traveller(person, CORRECTED_AT - timedelta(minutes=1))
    moments = [
        (CORRECTED_AT - SECOND, None, "11", False),
        (CORRECTED_AT, None, "12", True),
        (NOW, None, "12", True),
        (NOW, early, "11", False),
    ]
    for moment, client, wanted, is_corrected in moments:
        clock.set(moment)
        for page in pages:
            shown = words(page, client)
            assert re.search(rf"Persons wanted:? {wanted}\b", shown), (page, moment)
            assert (said in shown) == is_corrected, (page, moment)
        for page in (edition.get_absolute_url(), release.get_absolute_url()):
            assert f"Persons wanted {wanted} " in words(page, client)
        assert ("Twelve, not eleven." in words(edition.get_absolute_url(), client)) == is_corrected


def test_a_sum_leads_to_the_history_of_the_operation_that_was_corrected(corrected, client):
    edition, _release, pages = corrected
    for page in pages:
        assert f'<a href="{edition.history_url}">includes' in client.get(page).content.decode()
    history = words(edition.history_url)
    assert "[removed: 11] [added: 12]" in history
    assert "Twelve, not eleven." in history
    assert "Persons wanted 11" in words(f"{edition.history_url}1/")


def test_a_number_that_is_not_public_changes_no_page(corrected):
    edition, release, pages = corrected
    pages = [
        *pages,
        f"{FIGURES}figures.csv",
        edition.get_absolute_url(),
        release.get_absolute_url(),
        edition.history_url,
    ]
    before = {page: Client().get(page).content for page in pages}
    about, hidden = subjects(), ["arrests 1000", "firearms 7"]
    for status in (Status.DRAFT, Status.IN_REVIEW, Status.DISCARDED):
        operation(*hidden, about=about, status=status)
    operation(*hidden, about=about, publish_at=NOW + SECOND)
    gone = operation(*hidden, about=about)
    operation(*hidden, about=about, after=gone, standing=Standing.WITHDRAWN, note="Not ours.")
    operation("arrests 54", about=about, after=edition, publish_at=NOW + SECOND, **CORRECTION)
    assert {page: Client().get(page).content for page in pages} == before


def test_provisional_numbers_are_said_to_be_so(clock):
    about = subjects()
    ongoing = {"is_concluded": False, "is_final": False, "about": about}
    first = operation("cannabis 410 kg", **ongoing, title="Sunshine", began_on=date(2017, 11, 21))
    make(PressRelease, operation=first.item, title="Seized so far")
    release = PressRelease.objects.get().item.address
    pages = [*(one.get_absolute_url() for one in about), FIGURES, LIST]
    assert all(re.search(r"410 kg provisional\b", words(page)) for page in pages)
    assert "Provisional results, as of 4 May 2020" in words(first.get_absolute_url())
    assert "It goes on" in words(first.get_absolute_url())
    assert "Provisional results" in words(release)
    ended = {"ended_on": date(2018, 6, 6), "change": ChangeKind.UPDATE, "about": about}
    operation("cannabis 8.4 t", after=first, **ended)
    assert all("8.4 t" in words(page) and "410" not in words(page) for page in pages)
    assert all("provisional" not in words(page) for page in pages[:3])
    assert "Final results" in words(first.get_absolute_url())
    assert "8.4 t" in words(release)


def test_results_beyond_the_region_are_shown_and_not_added():
    about = subjects()
    shown = operation(beyond("vehicles 390"), "vehicles 105", about=about)
    assert "Vehicles 390 of the whole operation, beyond the SELEC region" in words(shown.get_absolute_url())
    for page in [*(one.get_absolute_url() for one in about), LIST]:
        assert "Final results: Vehicles 105 Final results of the whole operation: Vehicles 390" in words(page)
        assert "495" not in words(page)
    release = make(PressRelease, operation=shown.item)
    assert "Vehicles, whole operation 390" in words(release.get_absolute_url())


# The release and the operation


def test_a_release_and_its_operation_lead_to_each_other_only_while_both_are_public(clock):
    coming = operation(
        "arrests 53", title="Secret case", code_name="ZEBRA", publish_at=NOW + timedelta(hours=1)
    )
    release = make(PressRelease, operation=coming.item, title="Of a case")
    address, page = coming.get_absolute_url(), release.get_absolute_url()
    assert "ZEBRA" not in words(page)
    assert "/secret-case/" not in Client().get(page).content.decode()
    clock.set(NOW + timedelta(hours=1))
    assert "Facts: ZEBRA Arrests 53 Final results" in words(page)
    assert "Of a case" in words(address)
    make(PressRelease, after=release, operation=coming.item, standing=Standing.WITHDRAWN, note="Wrong.")
    assert "Of a case" not in words(address)
    operation(
        "arrests 53",
        after=coming,
        standing=Standing.WITHDRAWN,
        note="Wrong.",
        publish_at=NOW + timedelta(hours=2),
    )
    clock.set(NOW + timedelta(hours=2))
    assert "ZEBRA" not in words(page)


def test_the_history_of_a_release_does_not_tell_which_operation_it_will_carry():
    coming = operation(title="Secret case", code_name="ZEBRA", publish_at=NOW + timedelta(hours=1))
    first = make(PressRelease)
    second = make(PressRelease, after=first, operation=coming.item, title="Another headline")
    history = Client().get(second.history_url).content.decode()
    assert "Another headline" in history
    assert "secret-case" not in history
    assert "Secret case" not in history


def test_a_release_that_carries_none_asks_for_none(client):
    assert "Facts:" not in words(make(PressRelease).get_absolute_url())


# The list and the page


def test_the_list_is_narrowed_by_year_kind_area_state_and_partner():
    state, partner, area = subjects()
    led = operation("arrests 1", title="Led by Serbia", kind="regional", ended_on=date(2015, 6, 3))
    led.lead_states.add(state)
    operation("arrests 2", title="Joined by Serbia", about=[state, partner, area], began_on=date(2018, 1, 1))
    operation("arrests 4", title="Of others", publish_at=at("2020-06-01 10:00"))
    for query, found, arrests in [
        ("", {"Led by Serbia", "Joined by Serbia", "Of others"}, 7),
        ("?state=serbia", {"Led by Serbia", "Joined by Serbia"}, 3),
        ("?state=romania", set(), None),
        ("?partner=interpol", {"Joined by Serbia"}, 2),
        ("?area=drug-trafficking", {"Joined by Serbia"}, 2),
        ("?year=2015", {"Led by Serbia"}, 1),
        ("?year=2018&kind=joint&state=serbia", {"Joined by Serbia"}, 2),
        ("?year=2020", set(), None),
        ("?kind=international", set(), None),
        ("?state=atlantis", set(), None),
        ("?kind=%00", set(), None),
    ]:
        shown = words(f"{LIST}{query}")
        titles = {title for title in ("Led by Serbia", "Joined by Serbia", "Of others") if title in shown}
        assert titles == found, query
        assert (f"Arrests {arrests} {len(found)}" in shown) == bool(arrests), query
    assert "Serbia 2" in words(LIST)


def test_a_state_that_leads_and_takes_part_is_counted_once():
    state = subjects()[0]
    operation("arrests 5", about=[state]).lead_states.add(state)
    assert "Arrests 5 1" in words(state.get_absolute_url())
    assert "Serbia 1" in words(LIST)


def test_the_latest_operation_comes_first_and_one_without_a_day_last():
    operation(title="Undated")
    operation(title="Of 2015", ended_on=date(2015, 1, 1))
    operation(title="Of 2018", began_on=date(2018, 1, 1))
    shown = words(LIST)
    assert shown.index("Of 2018") < shown.index("Of 2015") < shown.index("Undated")
    assert "Year not known" in shown


def test_a_page_tells_code_name_period_people_and_award_as_they_were_written():
    shown = operation(
        "arrests 3",
        title="Case",
        code_name="SYNERGIA/ BREZI I GJELBËR",
        began_on=date(2012, 1, 1),
        began_precision="year",
        award="second",
        award_semester=1,
        award_year=2012,
        proceedings="Proceedings are ongoing.",
        about=subjects(),
    )
    page = words(shown.get_absolute_url())
    for part in [
        "Code name SYNERGIA/ BREZI I GJELBËR",
        "From 2012",
        "Until date not known",
        "States taking part Serbia",
        "Partners INTERPOL",
        "Crime areas Drug trafficking",
        "Award by SELEC Second prize, first semester of 2012",
        "presumed innocent until a court has decided otherwise. Proceedings are ongoing.",
    ]:
        assert part in page


def test_who_has_merely_applied_or_negotiates_is_not_named():
    applicant = Partner.objects.create(name="Atlantis", slug="atlantis")
    PartnerStatus.objects.create(partner=applicant, status="applied")
    stranger = MemberState.objects.create(name="Ruritania", slug="ruritania", iso="RX")
    shown = operation("arrests 1", about=[applicant, stranger])
    for page in (LIST, shown.get_absolute_url()):
        assert "Atlantis" not in words(page)
        assert "Ruritania" not in words(page)
