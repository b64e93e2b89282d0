"""The release for machines: as the standard says, and as the page says."""

import copy
from datetime import UTC, timedelta

import pytest

from notices.models import Stage
from tests.library.files import document
from tests.make import at
from tests.publishing.test_deadlines import local

from .open_contracting import package_of, release_of, troubles
from .tenders import TWO_LOTS, answered, lost, tender, won

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00").astimezone(UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
CLOSES = at("2026-12-01 16:00")
NOTE = {"outcome_note": "The money went elsewhere."}


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


FULL = {
    "reference": "SELEC/PROC/2026/14",
    "cpv": "48820000-2",
    "estimated_value": 1250000,
    "lots": [{**TWO_LOTS[0], "estimated_value": "900.50", "description": "Two of them."}, TWO_LOTS[1]],
    "questions_until": at("2026-11-25 16:00"),
    "opening_of_tenders_at": CLOSES + timedelta(hours=2),
    "opening_place": "Room 12",
    "clarifications": answered(1, 2),
    "criteria": "<p>The lowest price.</p>",
    "funding": "Paid by a donor.",
    "contact_name": "Petra P.",
    "contact_phone": "+40 21 000 00 00",
    "contact_email": "procurement@example.org",
}
STAGES = {
    # stage: (fields, status of the whole, of each lot, tags)
    Stage.PLANNED: ({"opens_at": NOW + DAY, "closes_at": CLOSES}, "planned", ["planned"] * 2, []),
    Stage.OPEN: ({"closes_at": CLOSES}, "active", ["active"] * 2, []),
    Stage.SOON: ({"closes_at": NOW + DAY, "questions_until": None}, "active", ["active"] * 2, []),
    Stage.CLOSED: ({"closes_at": NOW, "questions_until": None}, "active", ["active"] * 2, []),
    Stage.EVALUATION: (
        {"closes_at": NOW - DAY, "opening_of_tenders_at": NOW, "awards": [lost(2)]},
        *("active", ["active", "cancelled"], ["award"]),
    ),
    Stage.AWARDED: (
        {"closes_at": NOW, "outcome": "awarded", "awards": [won(1), won(2)]},
        *("complete", ["complete"] * 2, ["award"]),
    ),
    Stage.PARTLY: (
        {"closes_at": NOW, "outcome": "partly", "awards": [won(1), lost(2, "no_award")]},
        *("complete", ["complete", "unsuccessful"], ["award"]),
    ),
    Stage.NO_AWARD: (
        {"closes_at": NOW, "outcome": "no_award", **NOTE},
        *("unsuccessful", ["unsuccessful"] * 2, []),
    ),
    Stage.VOID: ({"closes_at": CLOSES, "outcome": "notice_void", **NOTE}, "withdrawn", ["withdrawn"] * 2, []),
    Stage.CANCELLED: (
        {"closes_at": CLOSES, "outcome": "cancelled", **NOTE},
        *("cancelled", ["cancelled"] * 2, []),
    ),
}


def test_every_stage_is_tried_here():
    assert {*STAGES} == {*Stage}


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_gives_a_release_as_the_standard_wants_it(stage):
    fields, status, of_lots, more_tags = STAGES[stage]
    call = tender(**{**FULL, **fields})
    call.files.add(document(title="Specification"))
    assert call.stage(NOW) == stage
    release = release_of(call)
    assert release["tender"]["status"] == status
    assert [lot["status"] for lot in release["tender"]["lots"]] == of_lots
    assert release["tag"] == ["planning", "tender", *more_tags]
    assert release["initiationType"] == "tender"


def test_a_bare_call_is_a_release_too():
    call = tender(closes_at=CLOSES)
    release = release_of(call)
    assert release["tag"] == ["tender"]
    assert release["parties"] == [
        {
            "id": "SELEC",
            "name": "Southeast European Law Enforcement Center",
            "roles": ["buyer", "procuringEntity"],
        }
    ]
    assert not {"items", "lots", "enquiries", "amendments", "value", "enquiryPeriod"} & {*release["tender"]}


def test_the_check_of_these_tests_finds_what_is_wrong():
    right = package_of(tender(**FULL, closes_at=CLOSES))
    assert troubles(right) == []
    wrong = [
        lambda release: release.update(tag=["opened"]),
        lambda release: release.pop("ocid"),
        lambda release: release.update(date="2026-11-20"),
        lambda release: release["tender"].update(deadline="2026-11-20T12:00:00Z"),
        lambda release: release["tender"].update(status="open"),
        lambda release: release["tender"]["value"].update(currency="euro"),
        lambda release: release["tender"]["lots"][0].update(state="active"),
        lambda release: release["tender"]["lots"][0].pop("id"),
        lambda release: release["tender"]["items"][0].update(relatedLot="9"),
        lambda release: release["tender"]["documents"][0].update(url="/procurement/"),
        lambda release: release["tender"]["documents"][0].update(documentType="page"),
        lambda release: release["tender"]["enquiries"][0].update(id="2"),
        lambda release: release["tender"].update(description=""),
        lambda release: release["parties"].clear(),
        lambda release: release["parties"][0].update(roles=["seller"]),
    ]
    for spoil in wrong:
        package = copy.deepcopy(right)
        spoil(package["releases"][0])
        assert troubles(package) != []


def test_every_field_is_where_the_standard_has_it():
    call = tender(**FULL, closes_at=CLOSES, publish_at=at("2026-11-10 10:00"), contract="works")
    release = release_of(call)
    told = release["tender"]
    assert {
        name: told[name] for name in ("id", "title", "procurementMethod", "procurementMethodDetails")
    } == {
        "id": "SELEC/PROC/2026/14",
        "title": call.title,
        "procurementMethod": "open",
        "procurementMethodDetails": "Open procedure",
    }
    assert told["mainProcurementCategory"] == "works"
    assert told["value"] == {"amount": 1250000, "currency": "EUR", "valueAddedTaxIncluded": False}
    assert told["items"][0] == {
        "id": "1",
        "description": "Machines",
        "classification": {"scheme": "CPV", "id": "48820000"},
        "relatedLot": "1",
    }
    assert told["lots"][0]["value"] == {"amount": 900.5, "currency": "EUR", "valueAddedTaxIncluded": False}
    assert told["tenderPeriod"] == {
        "startDate": "2026-11-10T10:00:00+02:00",
        "endDate": "2026-12-01T16:00:00+02:00",
    }
    assert told["enquiryPeriod"]["endDate"] == "2026-11-25T16:00:00+02:00"
    assert told["bidOpening"] == {"date": "2026-12-01T18:00:00+02:00", "description": "Room 12"}
    assert told["awardPeriod"] == {"startDate": "2026-12-01T18:00:00+02:00"}
    assert (told["awardCriteriaDetails"], told["submissionMethodDetails"]) == ("The lowest price.", "Text.")
    assert release["planning"] == {"budget": {"description": "Paid by a donor."}}
    contact = {"name": "Petra P.", "telephone": "+40 21 000 00 00", "email": "procurement@example.org"}
    assert release["parties"][0]["contactPoint"] == contact
    assert release["buyer"]["id"] == told["procuringEntity"]["id"] == "SELEC"


@pytest.mark.parametrize(
    ("procedure", "method"),
    [
        *[("open", "open"), ("restricted", "selective"), ("negotiated", "selective")],
        *[("quotation", "open"), ("low_value", "open"), ("interest", "selective")],
    ],
)
def test_each_procedure_has_a_method_of_the_standard(procedure, method):
    assert release_of(tender(closes_at=CLOSES, procedure=procedure))["tender"]["procurementMethod"] == method


def test_whether_vat_is_in_a_value_is_told():
    call = tender(closes_at=NOW, estimated_value=9, vat="included", outcome="awarded", awards=[won()])
    release = release_of(call)
    assert release["tender"]["value"]["valueAddedTaxIncluded"] is True
    assert release["awards"][0]["value"]["valueAddedTaxIncluded"] is True


@pytest.mark.parametrize(
    ("text", "zone", "told"),
    [
        ("2027-03-28 04:00", "Europe/Bucharest", "2027-03-28T04:00:00+03:00"),
        ("2027-03-28 02:59:59", "Europe/Bucharest", "2027-03-28T02:59:59+02:00"),
        ("2027-10-31 03:00", "Europe/Paris", "2027-10-31T04:00:00+02:00"),
        ("2027-10-31 04:00", "Europe/Istanbul", "2027-10-31T03:00:00+02:00"),
    ],
)
def test_instants_have_their_offset_over_both_clock_changes(text, zone, told):
    call = tender(closes_at=local(text, zone), closes_zone=zone)
    assert release_of(call)["tender"]["tenderPeriod"]["endDate"] == told


def test_questions_and_answers_name_nobody_and_have_the_day_of_their_answer():
    first = tender(closes_at=CLOSES, publish_at=at("2026-11-02 10:00"), clarifications=answered(1))
    last = tender(after=first, closes_at=CLOSES, title=first.title, clarifications=answered(1, 2))
    told = release_of(last)["tender"]
    assert told["hasEnquiries"] is True
    assert told["enquiries"] == [
        {
            "id": str(number),
            "description": f"Is point {number} meant?",
            "answer": "Yes.",
            "dateAnswered": f"2026-11-0{number + 1}T10:00:00+02:00",
        }
        for number in (1, 2)
    ]


@pytest.mark.parametrize(("closes_at", "known"), [(CLOSES, None), (NOW, False)])
def test_that_nobody_asked_is_said_only_once_nobody_can(closes_at, known):
    assert release_of(tender(closes_at=closes_at))["tender"].get("hasEnquiries") is known


def test_awards_tell_who_got_what_and_why_nobody_did():
    lots = [*TWO_LOTS, {"number": 3, "title": "Spares"}, {"number": 4, "title": "Paper"}]
    awards = [
        won(1, "Example Supplies Ltd", country="Romania", tenders_received=4),
        won(2, "Example Supplies Ltd", "12", country="Romania"),
        lost(3, "no_award", "None fitted.", tenders_received=0),
        lost(4, reason="No need."),
    ]
    release = release_of(tender(closes_at=NOW, lots=lots, awards=awards, outcome="partly"))
    assert [(one["id"], one["status"], one["relatedLots"]) for one in release["awards"]] == [
        ("lot-1-example-supplies-ltd", "active", ["1"]),
        ("lot-2-example-supplies-ltd", "active", ["2"]),
        ("lot-3-no_award", "unsuccessful", ["3"]),
        ("lot-4-cancelled", "cancelled", ["4"]),
    ]
    first, _second, third, _fourth = release["awards"]
    assert first["date"] == "2026-12-20T00:00:00+02:00"
    assert first["value"] == {"amount": 48750.5, "currency": "EUR", "valueAddedTaxIncluded": False}
    assert first["suppliers"] == [{"id": "supplier-example-supplies-ltd", "name": "Example Supplies Ltd"}]
    assert third["description"] == "None fitted."
    suppliers = [party for party in release["parties"] if party["roles"] == ["supplier"]]
    assert [party["address"] for party in suppliers] == [{"countryName": "Romania"}]
    assert [(one["relatedLot"], one["value"]) for one in release["bids"]["statistics"]] == [
        ("1", 4),
        ("3", 0),
    ]


def test_of_a_tender_without_lots_the_number_of_tenders_stands_with_the_whole():
    awards = [won(tenders_received=3), won(contractor="Sample d.o.o.")]
    release = release_of(tender(closes_at=NOW, outcome="awarded", awards=awards))
    assert release["tender"]["numberOfTenderers"] == 3
    assert "bids" not in release


def test_corrigenda_and_moved_deadlines_are_amendments():
    same = {"title": "The call", "cpv": "30200000"}
    first = tender(**same, closes_at=CLOSES, publish_at=at("2026-11-02 10:00"))
    correction = {"change": "correction", "note": "The code was wrong."}
    second = tender(after=first, **{**same, "cpv": "48820000"}, closes_at=CLOSES, **correction)
    moved = {"deadline_act": "extended", "deadline_reason": "Two asked for time.", "closes_at": CLOSES + DAY}
    third = tender(after=second, **{**same, "cpv": "48820000"}, **moved, change="update")
    release = release_of(third)
    assert release["tender"]["amendments"] == [
        {
            "id": "1",
            "date": "2026-11-03T10:00:00+02:00",
            "rationale": "The code was wrong.",
            "description": "Corrigendum 1\nCPV code: from “30200000” to “48820000”",
        },
        {
            "id": "2",
            "date": "2026-11-04T10:00:00+02:00",
            "rationale": "Two asked for time.",
            "description": "Deadline extended\n"
            "Deadline: from “1 December 2026, 16:00 (EET)” to “2 December 2026, 16:00 (EET)”",
        },
    ]
    assert release["tender"]["tenderPeriod"]["endDate"] == "2026-12-02T16:00:00+02:00"


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        ("notice_void", "cancellationDetails"),
        ("cancelled", "cancellationDetails"),
        ("no_award", "unsuccessfulDetails"),
    ],
)
def test_the_reason_of_an_end_without_an_award_is_told(outcome, kind):
    documents = release_of(tender(closes_at=NOW, outcome=outcome, **NOTE))["tender"]["documents"]
    assert [one["description"] for one in documents if one["documentType"] == kind] == [NOTE["outcome_note"]]
