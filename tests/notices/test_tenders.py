"""The page, the lists and the desk: what suppliers read of a tender, and what is kept from them."""

import re
from datetime import UTC, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from notices.models import Stage, Tender
from outreach.models import Message
from publishing import desk
from publishing.lifecycle import Refused, Standing, Status
from publishing.models import ReviewLink
from selec_cms import roles
from tests.library.files import document
from tests.make import at, whole

from .tenders import TWO_LOTS, answered, lost, tender, won

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00").astimezone(UTC)  # days before it are counted over a clock change
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
CLOSES = at("2026-12-01 16:00")


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


def read(path, status=200):
    response = Client().get(path)
    assert response.status_code == status, path
    return re.sub(r"[ \n]+", " ", response.content.decode())


def test_staff_read_hours_and_sums_as_the_public_does(office, client):
    call = tender(by=whole, closes_at=CLOSES, estimated_value=1250000)
    client.force_login(office.writer)
    page = client.get(f"/admin/notices/tender/{call.pk}/change/").content.decode()
    assert "1 Dec 2026 16:00 Bucharest" in page
    assert "1\u202f250\u202f000" in page


def test_a_supplier_finds_every_fact_of_the_call():
    call = tender(
        reference="SELEC/PROC/2026/14",
        procedure="restricted",
        contract="services",
        cpv="48820000-2",
        estimated_value=1250000,
        questions_until=at("2026-11-25 16:00"),
        answers_on="2026-11-28",
        closes_at=CLOSES,
        opening_of_tenders_at=CLOSES + timedelta(hours=2),
        opening_place="Room 12",
        funding="Paid by a donor.",
        site_visit="Each Monday.",
        contact_name="Petra P.",
        contact_email="procurement@example.org",
    )
    page = read(call.item.address)
    for fact in [
        *("SELEC/PROC/2026/14", "Restricted procedure", "Services", "48820000-2"),
        "EUR\u00a01\u202f250\u202f000 without VAT",
        *("25 November 2026, 16:00 (EET)", "28 November 2026", "1 December 2026, 18:00 (EET)", "Room 12"),
        *("Paid by a donor.", "Each Monday.", "Petra P.", "procurement@example.org"),
    ]:
        assert fact in page, fact


@pytest.mark.parametrize(
    ("vat", "currency", "words"),
    [("excluded", "RON", "RON\u00a0900.50 without VAT"), ("included", "USD", "USD\u00a0900.50 VAT included")],
)
def test_a_value_comes_with_its_currency_and_what_is_in_it(vat, currency, words):
    lots = [{"number": 1, "title": "Machines", "estimated_value": "900.50"}]
    call = tender(vat=vat, currency=currency, estimated_value="900.50", lots=lots, closes_at=CLOSES)
    assert read(call.item.address).count(words) == 2


def test_each_lot_says_how_it_stands():
    rows = {"lots": [*TWO_LOTS, {"number": 3, "title": "Spare parts"}]}
    awards = [won(1, country="Romania", tenders_received=4), lost(2, "no_award", "None fitted.")]
    call = tender(**rows, awards=awards, closes_at=NOW - DAY, vat="included")
    assert [(one.lot.number, one.stage) for one in call.lots_at(NOW)] == [
        (1, Stage.AWARDED),
        (2, Stage.NO_AWARD),
        (3, Stage.EVALUATION),
    ]
    page = read(call.item.address)
    for words in [
        "Awarded to <b>Example Supplies Ltd</b> (Romania)",
        "20 December 2026</time> for EUR\u00a048\u202f750.50 VAT included.",
        "4 tenders received.",
        "Reason: None fitted.",
        "<b>Closed: under evaluation</b>",
    ]:
        assert words in page, words


def test_a_result_of_the_whole_stands_beside_its_outcome():
    call = tender(closes_at=NOW - DAY, outcome="awarded", awards=[won(tenders_received=1)])
    assert "1 tender received." in read(call.item.address)


@pytest.mark.parametrize(
    ("outcome", "words", "not_said"),
    [
        ("notice_void", "This notice does not hold", "no contract follows"),
        ("cancelled", "The procedure was stopped, and no contract follows", "does not hold"),
        ("no_award", "The procedure was carried through, and no contract follows", "does not hold"),
    ],
)
def test_a_void_notice_is_no_cancelled_procedure_and_each_has_its_reason(outcome, words, not_said):
    call = tender(closes_at=CLOSES, outcome=outcome, outcome_note="The budget fell away.")
    page = read(call.item.address)
    assert (words in page, not_said in page) == (True, False)
    assert "Reason: The budget fell away." in page
    assert "How to submit a tender" not in page


def test_a_gap_in_the_numbers_is_not_told_to_the_public():
    call = tender(closes_at=CLOSES, clarifications=answered(1, 3))
    pages = [call.item.address, call.history_url, f"{call.history_url}1/", f"{call.item.address}ocds.json"]
    for page in map(read, pages):
        assert not any(word in page.lower() for word in ("missing", "gap", "without number"))


def test_files_come_with_their_version_and_lead_to_all_versions():
    call = tender(closes_at=CLOSES)
    file = document({}, {"at": at("2026-11-19 10:00")}, title="Specification")
    call.files.add(file)
    page = read(call.item.address)
    assert f'href="{file.get_absolute_url()}"' in page
    assert "version 2 of" in page
    assert "19 November 2026" in page


def test_lists_show_what_is_bought_and_how_it_stands():
    tender(title="Open", closes_at=CLOSES, procedure="low_value", contract="works")
    tender(title="Evaluated", closes_at=NOW, contract="services")
    tender(title="Ended", closes_at=CLOSES, outcome="partly", awards=[won()])
    current, closed = read("/procurement/"), read("/procurement/?status=closed&year=2020")
    assert ("Low-value contract" in current, "Works" in current, "Evaluated" in current) == (
        True,
        True,
        False,
    )
    assert "Closed: under evaluation" in closed
    assert "Awarded in part" in closed
    assert "1 December" not in closed
    assert "Open procedure" in closed
    assert "Evaluated" not in read("/procurement/?status=closed&year=2026")


def test_rows_of_a_draft_reach_nobody_outside(office):
    live = tender(by=whole, closes_at=CLOSES, clarifications=answered(1), lots=TWO_LOTS)
    hidden = {"clarifications": answered(1, 2, answer="Zqanswer"), "awards": [won(1, "Zqcontractor")]}
    hidden["lots"] = [{"number": 1, "title": "Zqlot"}]
    draft = office.draft(live, **hidden)
    draft.submit(office.writer)
    addresses = ["", "history/", "history/1/", "history/2/", "ocds.json", f"?edition={draft.pk}"]
    for path in addresses:
        assert "Zq" not in Client().get(f"{live.item.address}{path}").content.decode(), path
    draft.approve(office.colleague, NOW + DAY, override="Checked.")
    assert "Zq" not in read(live.item.address)
    link = ReviewLink.make(tender(status=Status.DRAFT, lots=hidden["lots"]), office.writer, "Ministry", 7)
    page = read(link.get_absolute_url())
    assert "Zqlot" in page
    assert "ocds.json" not in page


def test_staff_see_a_draft_in_place_with_all_that_it_adds(office, client):
    live = tender(by=whole, closes_at=CLOSES, clarifications=answered(1))
    draft = office.draft(live, clarifications=answered(1, 2), site_visit="On Monday.", change="correction")
    client.force_login(office.writer)
    page = client.get(f"{live.item.address}?edition={draft.pk}").content.decode()
    assert "Clarification 2" in page
    assert "Corrigendum 1" in page
    assert "ocds.json" not in page


def test_what_is_withdrawn_or_superseded_leads_to_no_data_and_takes_no_tenders():
    call = tender(closes_at=CLOSES)
    link = '<link rel="alternate" type="application/json"'
    page = read(call.item.address)
    assert (link in page, "How to submit a tender" in page) == (True, True)
    later = tender(after=call, closes_at=CLOSES, publish_at=NOW - DAY)
    assert link not in read(f"{call.history_url}1/")
    tender(after=later, closes_at=CLOSES, publish_at=NOW, standing=Standing.WITHDRAWN, note="Error.")
    page = read(call.item.address)
    assert (link in page, "How to submit a tender" in page) == (False, False)
    read(f"{call.item.address}ocds.json", status=404)


@pytest.mark.parametrize(
    ("verb", "hour", "sentence"),
    [
        ("extend", CLOSES + DAY, "set a later opening in a draft"),
        ("correct_deadline", CLOSES + DAY, "Tenders are opened before that, 1 December 2026, 18:00"),
        (
            "close_early",
            at("2026-11-24 16:00"),
            "Questions are taken after that, until 25 November 2026, 16:00",
        ),
    ],
)
def test_a_deadline_is_not_moved_past_the_other_hours_of_the_call(verb, hour, sentence, office):
    hours = {"opening_of_tenders_at": CLOSES + timedelta(hours=2), "questions_until": at("2026-11-25 16:00")}
    call = tender(by=whole, closes_at=CLOSES, **hours)
    with pytest.raises(Refused, match=sentence):
        getattr(call, verb)(office.writer, "Because.", hour)
    assert Tender.objects.count() == 1


def test_a_tender_without_an_outcome_comes_to_the_desk_after_thirty_days(office):
    def ended():
        section = next(
            one for one in desk.sections_for(office.writer) if one.title == "Closed without an outcome"
        )
        return [line.text for line in section.lines]

    call = tender(by=whole, title="Forgotten", closes_at=NOW - 30 * DAY + SECOND)
    assert ended() == []
    call = tender(by=whole, title="Long forgotten", closes_at=NOW - 30 * DAY)
    assert ended() == ["Long forgotten"]
    office.tell(call, outcome="no_award", outcome_note="Nobody tendered.")
    assert ended() == []


def test_the_desk_of_procurement_shows_the_questions_that_nobody_got():
    roles.settle()
    user = User.objects.create_user("petra", is_staff=True)
    user.groups.add(Group.objects.get(name="Procurement"))
    for purpose in ("procurement", "hr"):
        hour = NOW - timedelta(hours=1)
        fields = {"purpose": purpose, "subject": f"About {purpose}", "email": "ann@example.com"}
        Message.objects.create(**fields, text="?", at=hour, next_try_at=hour)
    lines = [line.text for section in desk.sections_for(user) for line in section.lines]
    assert any("About procurement" in line for line in lines)
    assert not any("About hr" in line for line in lines)


def test_more_rows_and_editions_cost_no_more_queries():
    def taken(edition):
        numbers = []
        for path in ("", "history/", f"history/{edition.number}/", "ocds.json"):
            with CaptureQueriesContext(connection) as queries:
                read(f"{edition.item.address}{path}")
            numbers.append(len(queries))
        return numbers

    def grown(number):
        """So many editions, each with so many rows and files of each kind."""
        lots = [{"number": one, "title": "A lot"} for one in range(1, number + 1)]
        rows = {
            "lots": lots,
            "clarifications": answered(*range(1, number + 1)),
            "awards": [won(one["number"]) for one in lots],
        }
        last, files = None, [document() for _ in range(number)]
        for _ in range(number + 1):
            last = tender(after=last, closes_at=CLOSES, **rows, change="correction", note="A slip.")
            last.files.set(files)
        return last

    assert taken(grown(4)) == taken(grown(1))
