"""The page of an event as its readers meet it."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client

import organisation.demo
from news.models import Event, PressRelease
from organisation.models import MemberState, Partner, TaskForce
from publishing.lifecycle import ChangeKind, Standing, Status
from publishing.models import ReviewLink
from tests.library.files import document
from tests.make import at, make

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
SECOND = timedelta(seconds=1)
LIST = "/news/events/"
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def facts(clock):
    clock.set(NOW)
    organisation.demo.load()


def event(on=TODAY + timedelta(days=7), **fields):
    return make(Event, **{"starts_on": on, "decision": "confirmed", **fields})


def read(path):
    response = Client().get(path)
    assert response.status_code == 200, path
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def text_of(path):
    """The words of the page's own part, without markup."""
    page = read(path)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page[page.index("<main") :]))


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (None, "council", "Council session"),
        (1, "meeting", "1st meeting"),
        (2, "workshop", "2nd workshop"),
        (3, "council", "3rd Council session"),
        (11, "task_force", "11th Task Force meeting"),
        (12, "meeting", "12th meeting"),
        (13, "meeting", "13th meeting"),
        (19, "meeting", "19th meeting"),
        (21, "seepag", "21st SEEPAG conference"),
        (22, "meeting", "22nd meeting"),
        (111, "meeting", "111th meeting"),
        (123, "training", "123rd training"),
    ],
)
def test_its_number_is_told_as_people_say_it(number, kind, words):
    one = event(ordinal=number, kind=kind)
    assert f"<span>{words}</span>" in read(one.get_absolute_url())


THREE = {"announcement": "<p>Shall be.</p>", "proceedings": "<p>Goes on.</p>", "report": "<p>Was.</p>"}


@pytest.mark.parametrize(
    ("hour", "texts", "order"),
    [
        ("2026-11-26 23:59:59", THREE, ["Shall be.", "Goes on.", "Was."]),
        ("2026-11-27 00:00", THREE, ["Goes on.", "Shall be.", "Was."]),
        ("2026-11-27 23:59:59", THREE, ["Goes on.", "Shall be.", "Was."]),
        ("2026-11-28 00:00", THREE, ["Was.", "Goes on.", "Shall be."]),
        ("2026-11-28 00:00", {"announcement": "<p>Shall be.</p>"}, ["Shall be."]),
        ("2026-11-27 00:00", {"announcement": "<p>Shall be.</p>"}, ["Shall be."]),
        ("2026-11-28 00:00", {**THREE, "report": ""}, ["Goes on.", "Shall be."]),
        ("2026-11-28 00:00", {"announcement": ""}, []),
    ],
)
def test_the_text_that_fits_the_moment_leads_and_the_others_stay_readable(hour, texts, order, clock):
    one = event(**texts)
    clock.set(at(hour))
    page = text_of(one.get_absolute_url())
    found = sorted((words for words in ("Shall be.", "Goes on.", "Was.") if words in page), key=page.index)
    assert found == order


def test_an_announcement_is_marked_as_one_once_it_is_over(clock):
    one = event(announcement="<p>Shall be.</p>")
    assert "As it was announced" not in read(one.get_absolute_url())
    clock.set(at("2026-11-28 00:00"))
    assert "As it was announced" in read(one.get_absolute_url())


def test_the_title_is_leaf_first_with_the_days():
    one = event(title="The conference", ends_on=TODAY + timedelta(days=8))
    page = read(one.get_absolute_url())
    assert "<title>The conference :: 27–28 November 2026 :: Events :: News & Events</title>" in page


def test_who_takes_part_is_named_as_on_its_day():
    one = event(date(2016, 10, 7), others_taking_part="Three universities\nA bank")
    one.member_states.add(MemberState.objects.get(slug="turkiye"))
    one.partners.add(Partner.objects.get(slug="interpol"))
    one.task_force = TaskForce.objects.first()
    page = text_of(one.get_absolute_url())
    assert "Turkey" in page
    for words in ("INTERPOL", "Three universities", "A bank"):
        assert words in page


def test_who_has_only_applied_to_become_a_partner_is_named_nowhere():
    applicant = Partner.objects.create(name="Applicantia", slug="applicantia")
    applicant.statuses.create(status="applied", decided_on=date(2020, 1, 1))
    one = event()
    one.partners.add(applicant)
    assert "Applicantia" not in read(one.get_absolute_url())
    assert "Applicantia" not in read(LIST)


def test_the_press_is_told_how_to_come_until_it_is_over(clock):
    until = at("2026-11-25 16:00")
    one = event(press="accreditation", press_how="<p>Write to us.</p>", accreditation_until=until)
    page = text_of(one.get_absolute_url())
    assert "Accreditation until 25 November 2026, 16:00 (EET)" in page
    assert "Write to us." in page
    assert "Open to accredited press" in text_of(LIST)
    clock.set(until)
    assert "Accreditation closed on 25 November 2026, 16:00 (EET)" in text_of(one.get_absolute_url())
    clock.set(at("2026-11-28 00:00"))
    assert "Write to us." not in text_of(one.get_absolute_url())


def test_an_online_event_has_no_place_and_one_at_both_has_two():
    assert "Online" in text_of(event(attendance="online", place="Bucharest").get_absolute_url())
    assert "Sofia and online" in text_of(event(attendance="both", place="Sofia").get_absolute_url())


def test_its_documents_are_shown_with_it_and_are_private_before(client):
    paper = document(title="The agenda")
    one = make(Event, starts_on=TODAY, publish_at=NOW + SECOND)
    one.files.add(paper)
    assert client.get(paper.get_absolute_url()).status_code == 404
    shown = event()
    shown.files.add(paper)
    assert "The agenda" in read(shown.get_absolute_url())
    assert client.get(paper.get_absolute_url()).status_code == 200
    gone = event(title="Withdrawn")
    gone.files.add(paper)
    make(Event, after=gone, standing=Standing.WITHDRAWN, note="A slip.").files.add(paper)
    assert "The agenda" not in read(gone.get_absolute_url())


def test_who_reviews_a_draft_from_outside_sees_its_documents(writer):
    draft = make(Event, status=Status.DRAFT, title="The draft", starts_on=TODAY)
    draft.files.add(document(title="The agenda"))
    link = ReviewLink.make(draft, writer, "Ministry", 7)
    page = read(link.get_absolute_url())
    assert "The agenda" in page
    assert f"?review={link.token}" in page


# The outcome


def test_an_event_and_the_release_on_its_outcome_lead_to_each_other():
    release = make(PressRelease, title="What came of it")
    later = make(
        PressRelease, after=release, title="What came of it, corrected", change=ChangeKind.CORRECTION
    )
    one = event(title="The session", outcome_release=release)
    page, back = one.get_absolute_url(), later.get_absolute_url()
    assert f'<a href="{back}">What came of it, corrected</a>' in read(page)
    assert f'<a href="{page}">The session</a>' in read(back)


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": Status.DRAFT},
        {"status": Status.IN_REVIEW},
        {"publish_at": NOW + SECOND},
        {"standing": Standing.WITHDRAWN, "note": "A slip."},
        {"standing": Standing.REMOVED, "note": "A slip."},
    ],
)
def test_the_outcome_is_not_named_before_the_public_has_it(hidden, clock):
    release = make(PressRelease, title="Secretly decided", **hidden)
    first = event()
    one = event(after=first, outcome_release=release)
    for path in (one.get_absolute_url(), one.history_url, f"{one.history_url}2/", LIST):
        assert "ecretly" not in read(path), path
    clock.set(NOW + SECOND)
    assert ("Secretly decided" in read(one.get_absolute_url())) == ("publish_at" in hidden)


@pytest.mark.parametrize("hidden", [{"status": Status.DRAFT}, {"publish_at": NOW + SECOND}])
def test_the_release_does_not_name_an_event_before_the_public_has_it(hidden):
    release = make(PressRelease)
    make(Event, title="The secret session", outcome_release=release, **hidden)
    assert "The secret session" not in read(release.get_absolute_url())


# Earlier texts


def test_an_earlier_text_tells_its_own_state_and_not_what_came_of_its_date(clock):
    first = event(decision="confirmed")
    event(after=first, decision="postponed", publish_at=NOW - SECOND, note="Flooded.")
    clock.set(at("2027-06-01 12:00"))
    page = text_of(f"{first.history_url}1/")
    assert ("Confirmed" in page, "Held" in page, "Flooded" in page) == (True, False, False)


def test_a_history_tells_hours_in_their_zone_and_nothing_that_nobody_typed():
    first = event(date(2026, 12, 1))
    hour = at("2026-12-03 10:00")
    second = event(None, after=first, starts_at=hour, ends_at=hour + timedelta(hours=2))
    page = text_of(second.history_url)
    assert "3 Dec 2026 10:00 Bucharest" in page
    assert "1 December 2026" in page
    for name in ("Begins at", "Ends at", "First day"):
        assert page.count(name) == 1
    for name in ("First on", "Last on", "Over at"):
        assert name not in page


def test_its_address_stays_when_its_dates_change():
    first = event(date(2027, 1, 12), title="The session")
    second = event(date(2027, 2, 1), after=first, title="The session")
    assert second.get_absolute_url() == "/news/events/2027/01/12/the-session/"
    assert "1 February 2027" in text_of(second.get_absolute_url())


@pytest.mark.parametrize(
    "path",
    [
        f"{LIST}2026/11/27/nix/",
        f"{LIST}2026/99/99/nix/",
        f"{LIST}26/1/7/nix/",
        f"{LIST}2026/11/27/nix/history/",
        f"{LIST}2026/11/27/nix/history/9999999999999999999/",
    ],
)
def test_an_address_of_nothing_is_a_404_page(path):
    assert Client().get(path).status_code == 404
