"""What the checks find decides whether a text is published, and on whose word."""

import re

import pytest
from django.db import connection
from django.test import Client

from audit.models import Entry
from news.models import PressRelease
from publishing.checks import findings, fingerprint
from publishing.checks.registry import RULES, Rule
from publishing.lifecycle import Refused, Standing, Status
from tests.make import at, make

pytestmark = pytest.mark.django_db
LIST = "/admin/news/pressrelease/"
SHOUTED = "<p>THIS IS WRITTEN IN CAPITALS THROUGHOUT.</p>"


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(at("2026-11-20 12:00"))


def post(user, edition, verb, **fields):
    client = Client()
    client.force_login(user)
    address = f"{LIST}{edition.pk}/move/{verb}/"
    read = re.search(r'name="read" value="(\w+)"', client.get(address).content.decode())
    read = {"version": edition.version, "read": read[1] if read else ""}
    page = client.post(address, {**read, **fields}, follow=True)
    edition.refresh_from_db()
    return page.content.decode()


def test_a_stop_is_not_overridden_by_anybody(approver):
    release = make(PressRelease, status=Status.IN_REVIEW, summary="")
    with pytest.raises(Refused, match="The summary is empty"):
        release.approve(approver, override="I want it.")
    own = make(PressRelease, status=Status.DRAFT, summary="", edited_by=approver)
    with pytest.raises(Refused, match="The summary is empty"):
        own.publish_now(approver, "It burns.")
    assert not PressRelease.objects.public().exists()


def test_a_warning_asks_for_a_reason_that_is_kept_with_the_act(approver):
    release = make(PressRelease, status=Status.IN_REVIEW, body=SHOUTED)
    page = post(approver, release, "approve")
    assert "Warning:" in page
    assert "This field is required" in page
    assert release.status == Status.IN_REVIEW
    post(approver, release, "approve", override="It quotes a banner.")
    assert release.status == Status.APPROVED
    assert "capitals): It quotes a banner." in Entry.objects.of_item(release.item).first().reason


def test_a_reason_covers_no_warning_that_arose_since_it_was_read(approver):
    release = make(
        PressRelease, status=Status.IN_REVIEW, title="Seven lorries were held at the port", body=SHOUTED
    )
    read = fingerprint(findings(release, approver))
    make(PressRelease, title="Seven lorries were held at the port", status=Status.DRAFT)
    page = post(approver, release, "approve", read=read, override="It quotes a banner.")
    assert "something that you have not been shown" in page
    assert "It quotes a banner." in page
    assert release.status == Status.IN_REVIEW
    post(approver, release, "approve", override="It quotes a banner, and is another case.")
    assert release.status == Status.APPROVED


def test_a_text_without_fault_is_approved_without_a_reason(approver):
    release = make(PressRelease, status=Status.IN_REVIEW)
    assert "override" not in post(approver, release, "submit")
    release.approve(approver)
    assert Entry.objects.of_item(release.item).first().reason == "public from 20 Nov 2026 12:00 Bucharest"


def test_taking_a_page_down_is_never_held_up(approver, writer):
    release = make(PressRelease, summary="", body=SHOUTED)
    release.withdraw(writer, "It was wrong.").approve(approver)
    assert PressRelease.objects.in_force().get().standing == Standing.WITHDRAWN


def test_nobody_learns_of_a_text_that_is_limited_to_other_people(approver, writer):
    hidden = make(PressRelease, status=Status.DRAFT, title="Seven lorries were held at the port")
    hidden.item.named_people.set([writer])
    release = make(PressRelease, status=Status.IN_REVIEW, title="Seven lorries were held at the port")
    assert [finding.rule for finding in findings(release, writer)] == ["neighbour"]
    assert findings(release, approver) == []


def test_a_rule_whose_query_fails_leaves_the_approval_whole(approver, monkeypatch):
    def broken(_piece):
        with connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column FROM publishing_item")
        yield "never said"

    monkeypatch.setitem(RULES, "broken", Rule("broken", broken, stops=True, compares=False))
    release = make(PressRelease, status=Status.IN_REVIEW)
    with pytest.raises(Refused, match="in spite of the warnings"):
        release.approve(approver)
    release.approve(approver, override="I looked for myself.")
    assert release.status == Status.APPROVED
