"""Vacancies and internships as their readers and HR meet them."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from notices.models import Internship, Vacancy
from publishing.checks import findings
from publishing.lifecycle import Status
from publishing.models import ReviewLink
from tests.library.files import document
from tests.make import at, make, whole

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
SECOND = timedelta(seconds=1)
KINDS = {Vacancy: "/careers/", Internship: "/internship/"}


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


def read(path):
    response = Client().get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.parametrize(("kind", "section"), KINDS.items())
def test_a_closed_notice_answers_without_a_way_to_apply_and_stands_in_the_archive_of_its_year(
    kind, section, clock
):
    notice = make(
        kind,
        title="The call",
        closes_at=NOW + timedelta(hours=1),
        how_to_apply="<p>Write to us at once.</p>",
        publish_at=at("2025-12-31 23:59"),
    )
    page = read(notice.item.address)
    assert notice.item.address.startswith(section)
    assert ("Write to us at once." in page, "Closing soon" in page, "noindex" in page) == (True, True, False)
    assert "The call" in read(section)
    assert "The call" not in read(f"{section}?status=closed")
    clock.set(NOW + timedelta(hours=1) - SECOND)
    assert "Write to us at once." in read(notice.item.address)
    clock.set(NOW + timedelta(hours=1))
    page = read(notice.item.address)
    assert ("Write to us at once." in page, "Closed" in page, "noindex" in page) == (False, True, True)
    assert "The call" not in read(section)
    assert "The call" in read(f"{section}?status=closed")
    assert "The call" in read(f"{section}?status=closed&year=2025")
    assert "The call" not in read(f"{section}?status=closed&year=2026")


@pytest.mark.parametrize(("kind", "section"), KINDS.items())
@pytest.mark.parametrize("year", ["x", "99999", "-1", "²⁰²⁵", "0000", "%00"])
def test_a_year_that_is_none_finds_nothing(kind, section, year):
    make(kind, title="The call", closes_at=NOW)
    assert "The call" not in read(f"{section}?status=closed&year={year}")


@pytest.mark.parametrize(("kind", "section"), KINDS.items())
def test_before_it_opens_nobody_is_told_how_to_apply(kind, section, clock):
    opens = NOW + timedelta(days=1)
    notice = make(kind, opens_at=opens, closes_at=opens + timedelta(days=9), how_to_apply="<p>Write.</p>")
    page = read(notice.item.address)
    assert ("Not yet open" in page, "Write." in page) == (True, False)
    assert "opens on 21 November 2026, 12:00 (EET)" in read(section)
    clock.set(opens)
    assert "Write." in read(notice.item.address)


@pytest.mark.parametrize(
    ("fields", "is_stopped"),
    [
        ({"outcome_note": ""}, True),
        ({"outcome_note": "The post was abolished."}, False),
        ({"outcome_note": "", "deadline_act": "closed_early", "deadline_reason": "Abolished."}, False),
        ({"outcome_note": "", "closes_at": NOW - SECOND}, False),
        ({"outcome_note": "", "outcome": ""}, False),
    ],
)
def test_whoever_ends_a_notice_before_its_deadline_tells_the_public_why(fields, is_stopped):
    known = make(Vacancy, closes_at=fields.get("closes_at", NOW + SECOND))
    given = {"outcome": "cancelled", "closes_at": known.closes_at, **fields}
    ended = whole(Vacancy, after=known, status=Status.IN_REVIEW, **given)
    rules = [one.rule for one in findings(ended)]
    assert ("ended_before_its_deadline_in_silence" in rules) == is_stopped


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"outcome": "reopened"}, "reopened_as"),
        ({"outcome": "filled", "reopened_as": "VN/2"}, "reopened_as"),
        ({"outcome": "reopened", "reference": "VN/1", "reopened_as": "vn 1"}, "reopened_as"),
        ({"privacy_notice": "javascript:alert(1)"}, "privacy_notice"),
        ({"privacy_notice": "//elsewhere.example"}, "privacy_notice"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(fields, field):
    with pytest.raises(ValidationError) as refused:
        make(Vacancy, status=Status.DRAFT, **fields).full_clean(exclude=["publish_at"])
    assert field in refused.value.error_dict


def test_a_rolling_call_needs_no_deadline_and_others_do():
    rules = {
        rolling: [one.rule for one in findings(whole(Internship, is_rolling=rolling, closes_at=None))]
        for rolling in (True, False)
    }
    assert ("deadline_missing" in rules[True], "deadline_missing" in rules[False]) == (False, True)
    call = make(Internship, title="All the year", is_rolling=True)
    assert "No deadline: applications are taken until further notice." in read(call.item.address)
    assert "All the year" in read("/internship/")


def test_a_rolling_call_that_has_ended_takes_no_applications_until_further_notice():
    call = make(Internship, is_rolling=True, outcome="cancelled", how_to_apply="<p>Write to us.</p>")
    page = read(call.item.address)
    assert ("Closed" in page, "until further notice" in page, "Write to us" in page) == (True, False, False)
    coming = make(Internship, is_rolling=True, opens_at=NOW + SECOND)
    assert "until further notice" not in read(coming.item.address)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "later", [{"closes_at": NOW - SECOND}, {"standing": "withdrawn", "note": "An error."}]
)
def test_neither_an_earlier_text_nor_a_withdrawn_one_says_that_it_is_open_or_how_to_apply(kind, later):
    said = {"closes_at": NOW + timedelta(days=9), "how_to_apply": "<p>Write to us.</p>"}
    notice = make(kind, **said)
    assert "Write to us." in read(notice.item.address)
    make(kind, after=notice, publish_at=NOW, **{**said, **later})
    for address in (notice.item.address, f"{notice.item.address}history/1/"):
        page = read(address)
        found = ("Write to us." in page, "<b>Open</b>" in page, "Deadline:" in page, "noindex" in page)
        assert found == (False, False, True, True)


OUTCOMES = [(kind, outcome) for kind in KINDS for outcome in kind.Outcome]


@pytest.mark.parametrize(("kind", "outcome"), OUTCOMES)
@pytest.mark.parametrize("closes_at", [NOW - SECOND, NOW + timedelta(days=9), None])
def test_however_it_ended_it_is_closed_in_every_outlet_and_says_how(kind, outcome, closes_at):
    fields = {"closes_at": closes_at, "outcome": outcome, "outcome_note": "Forty-one applied."}
    notice = make(kind, title="The call", how_to_apply="<p>Write to us.</p>", **fields)
    page, section = read(notice.item.address), KINDS[kind]
    assert (f"<b>{outcome.label}</b>" in page, "Forty-one applied." in page) == (True, True)
    assert ("<b>Closed</b>" in page, "noindex" in page, "Write to us." in page) == (True, True, False)
    assert "The call" not in read(section)
    assert str(outcome.label) in read(f"{section}?status=closed&year=2020")
    assert "The call" not in read(f"{section}?status=closed&year=2021")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reserve_list": "Three persons"}, ["Three persons"]),
        ({"reserve_list_until": date(2027, 7, 6)}, ["Valid until 06 July 2027"]),
        (
            {"reserve_list": "Three persons", "reserve_list_until": date(2027, 7, 6)},
            ["Three persons", "Valid until 06 July 2027"],
        ),
    ],
)
def test_a_reserve_list_is_told_with_its_validity(fields, words):
    page = read(make(Vacancy, **fields).item.address)
    assert re.findall(r"<dd>([^<]*)</dd>", page.partition("<dt>Reserve list</dt>")[2]) == words


def test_an_unpaid_internship_has_no_amount():
    with pytest.raises(ValidationError, match="unpaid internship has no amount"):
        Internship(pay="unpaid", amount="EUR 500").clean()


def test_lists_show_what_closes_first_on_top():
    hours = {"Third": None, "Second": NOW + timedelta(days=9), "First": NOW + timedelta(days=2)}
    for title, hour in hours.items():
        make(Vacancy, title=title, closes_at=hour)
    page = read("/careers/")
    assert page.index("First") < page.index("Second") < page.index("Third")


def test_whoever_reviews_a_notice_is_shown_its_files_and_a_visitor_when_it_is_public(person):
    draft = whole(Vacancy, status=Status.DRAFT)
    draft.files.add(document(title="The form"), document({"at": None}, title="Not approved"))
    link = ReviewLink.make(draft, person("ana"), "Ministry", 7)
    page = read(link.get_absolute_url())
    assert ("The form" in page, "Not approved" in page) == (True, False)
    (file,) = re.findall(r'href="(/files/[^"]*)"', page)
    assert "The form" in read(file)
    notice = whole(Vacancy)
    notice.files.add(document(title="The form"))
    assert "The form" in read(notice.item.address)
    whole(Vacancy, after=notice, standing="withdrawn", note="An error.", publish_at=NOW)
    assert "The form" not in read(notice.item.address)
