"""What happens next: what stands on whose desk, and what it costs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import record
from news.models import PressRelease
from publishing import desk
from publishing.checked import check_items
from publishing.lifecycle import ChangeKind, Standing, Status
from publishing.models import ExternalLink, ReviewLink, Writing
from publishing.readings import read_texts
from tests.make import account, at, make

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


def page_of(person):
    client = Client()
    client.force_login(person)
    return re.sub(r"\s+", " ", client.get("/admin/").content.decode())


def titles(person):
    return [section.title for section in desk.sections_for(person)]


def lines(person, title):
    found = next((section for section in desk.sections_for(person) if section.title == title), None)
    return found and found.lines


def texts(person, title):
    return [line.text for line in lines(person, title)]


def change_page(edition):
    return f"/admin/news/pressrelease/{edition.pk}/change/"


def in_review(title, by, **fields):
    who = {"edited_by": by, "submitted_by": by, "submitted_at": NOW - timedelta(hours=3)}
    return make(PressRelease, title=title, status=Status.IN_REVIEW, **{**who, **fields})


def test_a_text_in_review_waits_for_who_may_approve_it_and_leads_to_it(writer, approver):
    release = in_review("Theirs", writer)
    [line] = lines(approver, "Waits for your review")
    assert (line.text, line.url, line.is_urgent) == ("Theirs", change_page(release), False)
    assert line.detail == "Press release, first edition · submitted by ana"
    assert lines(writer, "Waits for your review") is None


@pytest.mark.parametrize("part", ["edited_by", "submitted_by"])
def test_what_i_wrote_or_submitted_does_not_wait_for_my_review_but_for_a_colleague(part, writer, approver):
    in_review("Mine", writer, **{part: approver})
    assert texts(approver, "Waits for your review") == []
    assert texts(approver, "Waits for a colleague") == ["Mine"]


def test_what_nobody_is_known_to_have_written_waits_for_review_too(approver):
    in_review("Found", None)
    assert texts(approver, "Waits for your review") == ["Found"]


@pytest.mark.parametrize(("hours", "is_urgent"), [(-1, True), (23, True), (25, False)])
def test_a_text_is_urgent_when_its_hour_is_near_or_past(hours, is_urgent, writer, approver):
    in_review("Soon", writer, publish_at=NOW + timedelta(hours=hours))
    [line] = lines(approver, "Waits for your review")
    assert line.is_urgent == is_urgent
    assert ("urgent</em>" in page_of(approver)) == is_urgent


def test_my_drafts_say_why_they_came_back(writer, approver):
    release = in_review("Back again", writer)
    release.hand_back(approver, "Name the partners.")
    make(PressRelease, title="Somebody else's", status=Status.DRAFT)
    [line] = lines(writer, "Your drafts")
    assert (line.text, line.url) == ("Back again", change_page(release))
    assert "boris returned it: “Name the partners.”" in line.detail


def test_the_last_word_on_a_draft_is_shown_and_not_my_own(writer, approver):
    draft = make(PressRelease, status=Status.DRAFT, edited_by=writer)
    for act, by, reason in [
        ("returned", approver, "First."),
        ("commented", approver, "Second."),
        ("commented", writer, "Mine."),
    ]:
        record(act, by, item=draft.item_id, edition=draft.number, reason=reason)
    [line] = lines(writer, "Your drafts")
    assert "boris commented: “Second.”" in line.detail


def test_what_outsiders_answered_stands_with_what_waits_for_them_and_in_a_line(writer, approver):
    release = in_review("With the ministry", writer)
    link = ReviewLink.make(release, writer, "Ministry", 7)
    link.answer("comment", "Ioana Pop", "Name the port. " * 200, str(release.version))
    link.answer("approve", "Ioana Pop", "", str(release.version))
    for person, title in ((writer, "Waits for a colleague"), (approver, "Waits for your review")):
        [line] = lines(person, title)
        assert "Signed off by an outsider: “Ioana Pop (Ministry), version 0" in line.detail
    link.answer("comment", "Ioana Pop", "Name the port. " * 200, str(release.version))
    [line] = lines(writer, "Waits for a colleague")
    assert "Commented by an outsider: “Ioana Pop" in line.detail
    assert len(line.detail) < 400


def test_a_text_that_came_back_is_on_the_desk_of_who_submitted_it_too(writer, approver, person):
    release = in_review("Theirs", writer, edited_by=person("cora", "change_pressrelease"))
    release.hand_back(approver, "Once more.")
    [line] = lines(writer, "Your drafts")
    assert "Once more." in line.detail


def test_what_cannot_wait_comes_first_and_is_never_cut_off(writer, approver):
    for number in range(desk.MOST):
        in_review(f"Can wait {number}", writer)
    in_review("Cannot wait", writer, publish_at=NOW + timedelta(hours=1))
    waiting = next(each for each in desk.sections_for(approver) if each.title == "Waits for your review")
    assert (len(waiting.shown), waiting.has_more) == (desk.MOST, True)
    assert waiting.shown[0].text == "Cannot wait"


def test_the_calendar_holds_what_goes_live_and_comes_down_by_day_hour_and_kind_of_change(writer):
    first = make(PressRelease, title="Coming", publish_at=at("2026-11-23 09:00"))
    live, other = make(PressRelease), make(PressRelease)
    make(
        PressRelease,
        after=live,
        title="Mended",
        publish_at=at("2026-11-21 08:00"),
        change=ChangeKind.CORRECTION,
        note="A slip.",
        zone="Europe/London",
    )
    make(
        PressRelease,
        after=other,
        title="Leaving",
        publish_at=at("2026-11-23 10:30"),
        change=ChangeKind.UPDATE,
        standing=Standing.WITHDRAWN,
        note="Because.",
    )
    make(PressRelease, title="Too far", publish_at=NOW + timedelta(days=29))
    found = lines(writer, "The next four weeks")
    assert [(line.text, line.detail) for line in found] == [
        ("Mended", "Goes live · Press release, correction · set as 21 Nov 2026 06:00 London"),
        ("Coming", "Goes live · Press release, first edition"),
        ("Leaving", "Comes down · Press release, withdrawal"),
    ]
    assert found[1].url == change_page(first)
    page = page_of(writer)
    assert page.count("Mon 23 Nov") == 1
    assert "08:00 <span>Bucharest</span>" in page
    assert page.index("Sat 21 Nov") < page.index("Mended") < page.index("Mon 23 Nov") < page.index("10:30")


def test_a_person_without_rights_learns_nothing_and_what_to_do(person, writer):
    in_review("Secret", writer)
    make(PressRelease, title="Hidden", publish_at=at("2026-11-23 09:00"))
    nobody = person("nobody")
    assert titles(nobody) == []
    page = page_of(nobody)
    assert "Secret" not in page
    assert "Hidden" not in page
    assert "Your account has no role yet: ask an administrator for one." in page


def test_a_new_persons_desk_says_that_nothing_waits_and_how_to_begin(writer):
    page = page_of(writer)
    assert "Nothing waits for you" in page
    assert 'href="/admin/news/pressrelease/add/">New press release</a>' in page
    assert "You have no draft." in page


def test_each_beginning_is_offered_once_and_news_first(admin_user):
    offered = re.findall(r'href="(/admin/\w+/\w+/add/)">(New [\w ]+)</a>', page_of(admin_user))
    assert len(offered) == len(set(offered)) > 5
    assert offered[0] == ("/admin/news/pressrelease/add/", "New press release")


def test_who_only_reads_has_the_calendar_and_no_tasks(person):
    assert titles(person("reader", "view_pressrelease")) == ["The next four weeks"]


def some_of_everything(writer, approver, times):
    for number in range(times):
        in_review(f"Waiting {number}", writer)
        in_review(f"Sent {number}", approver)
        draft = in_review(f"Back {number}", approver)
        draft.hand_back(writer, "Once more.")
        make(PressRelease, publish_at=NOW + timedelta(hours=1 + number))


def test_the_desk_costs_the_same_however_much_there_is(writer, approver):
    client, costs = Client(), []
    client.force_login(approver)
    for times in (2, 30):
        some_of_everything(writer, approver, times)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/admin/").content.decode()
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 28
    assert "There are more" in page
    assert page.count("Waiting ") == desk.MOST


def test_what_is_limited_to_other_people_is_on_nobody_elses_desk(writer, approver):
    in_review("For all", writer)
    in_review("For named people", writer).item.named_people.set([writer])
    assert texts(approver, "Waits for your review") == ["For all"]


def test_an_emergency_publication_waits_for_another_person(writer, approver, person):
    other = person("cora", "view_pressrelease", "approve_pressrelease")
    make(PressRelease, title="Flood", emergency_reason="Lives at risk", approved_by=other, approved_at=NOW)
    make(PressRelease, title="Ordinary")
    [line] = lines(approver, "Emergency publications to confirm")
    assert (line.text, line.is_urgent) == ("Flood", True)
    assert "“Lives at risk”" in line.detail
    assert lines(other, "Emergency publications to confirm") == []
    assert lines(writer, "Emergency publications to confirm") is None


def test_a_page_whose_review_date_has_come_is_due_until_somebody_begins(writer):
    due = make(PressRelease, title="Due", review_on=NOW.date())
    make(PressRelease, title="Later", review_on=NOW.date() + timedelta(days=1))
    make(PressRelease, title="Not yet public", publish_at=NOW + timedelta(days=1), review_on=NOW.date())
    replaced = make(PressRelease, title="Replaced", review_on=NOW.date())
    make(PressRelease, after=replaced, title="Replaced", review_on=None)
    assert texts(writer, "Due to be looked at again") == ["Due"]
    make(PressRelease, after=due, status=Status.DRAFT, review_on=NOW.date())
    assert texts(writer, "Due to be looked at again") == []


def test_what_was_typed_and_not_saved_is_taken_up_from_the_desk(writer, approver):
    row = {"kind": "news.pressrelease", "key": "abcdefghijkl", "typed": "title=Half", "opened_at": NOW}
    Writing.objects.create(person=writer, typed_at=NOW, seen_at=NOW, opened_version=0, **row)
    [line] = lines(writer, "What you typed and did not save")
    assert (line.text, line.url) == ("Half", "/admin/news/pressrelease/add/?typed=abcdefghijkl")
    assert lines(approver, "What you typed and did not save") == []


def test_what_was_typed_leads_nowhere_where_its_form_was_closed_to_this_person(writer, approver):
    draft = make(PressRelease, status=Status.DRAFT)
    row = {"kind": "news.pressrelease", "key": "abcdefghijkl", "typed": "title=Half", "opened_at": NOW}
    Writing.objects.create(person=writer, edition=draft.pk, typed_at=NOW, seen_at=NOW, **row)
    assert texts(writer, "What you typed and did not save") == ["Half"]
    draft.limit_to([approver])
    assert lines(writer, "What you typed and did not save") == []


def test_live_pages_that_fail_the_checks_and_dead_links_are_named(writer):
    page = '<p>See <a href="https://dead.example/x">their report</a>.</p>'
    failing = make(PressRelease, title="Fails", summary="", body=page)
    for sentence in ("1 live page is still to be checked.", "Links to other sites are still to be visited."):
        assert sentence in page_of(writer)
    read_texts(10)
    ExternalLink.objects.update(is_dead=True)
    check_items(10)
    [line] = lines(writer, "Live pages that fail the checks")
    assert (line.text, line.url, line.is_urgent) == ("Fails", desk.url_of(failing), True)
    [line] = lines(writer, "Links that lead nowhere")
    assert (line.text, line.detail) == ("Fails", "leads to https://dead.example/x")
    ExternalLink.objects.update(is_dead=False, checked_at=NOW)
    assert "No link to another site is dead." in page_of(writer)
    ExternalLink.objects.update(is_dead=True)
    failing.item.named_people.set([account("somebody else")])
    assert lines(writer, "Live pages that fail the checks") == lines(writer, "Links that lead nowhere") == []
