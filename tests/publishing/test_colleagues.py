"""Two people at the same instant, on two real connections: one succeeds, the other is told."""

import time
from functools import partial
from threading import Barrier, Event, Thread

import pytest
from django.db import connection, transaction

from audit.models import Entry, first_broken_link
from news.models import PressRelease
from publishing.lifecycle import Refused, Status
from publishing.models import FormerAddress
from tests.make import make

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run each act on a connection of its own, started together; the sentences of those refused."""
    barrier, refused, broken = Barrier(len(acts)), [], []

    def run(act):
        try:
            barrier.wait(10)
            act()
        except Refused as error:
            refused.append(str(error))
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert broken == []
    return refused


def opened(edition):
    """The edition as a person has it open: an instance of their own."""
    return PressRelease.objects.select_related("item").get(pk=edition.pk)


@pytest.mark.parametrize("_round", range(5))
def test_of_two_who_approve_one_is_told(_round, approver, person):
    other = person("dora", "approve_pressrelease", "view_pressrelease", "change_pressrelease")
    edition = make(PressRelease, status=Status.IN_REVIEW)
    mine, theirs = opened(edition), opened(edition)
    refused = at_once(lambda: mine.approve(approver), lambda: theirs.approve(other))
    assert len(refused) == 1
    assert "approved it" in refused[0]
    assert PressRelease.objects.public().get() == edition
    assert Entry.objects.filter(act="approved").count() == 1


@pytest.mark.parametrize("_round", range(5))
def test_of_two_who_edit_one_is_told_and_nothing_is_overwritten(_round, writer, approver):
    edition = make(PressRelease, status=Status.DRAFT)
    mine, theirs = opened(edition), opened(edition)
    mine.title, theirs.title = "Mine", "Theirs"
    refused = at_once(lambda: mine.save_draft(writer), lambda: theirs.save_draft(approver))
    stored = opened(edition)
    assert len(refused) == 1
    assert (stored.title, stored.edited_by) in [("Mine", writer), ("Theirs", approver)]
    assert stored.version == 1


@pytest.mark.parametrize("_round", range(5))
def test_of_two_who_withdraw_or_start_a_draft_one_is_told(_round, writer, approver):
    live = make(PressRelease)
    mine, theirs = opened(live), opened(live)
    refused = at_once(lambda: mine.withdraw(writer, "Why"), lambda: theirs.start_draft(approver))
    assert len(refused) == 1
    assert "already being worked on" in refused[0]
    assert PressRelease.objects.filter(item=live.item).count() == 2


@pytest.mark.parametrize("_round", range(5))
def test_approval_and_return_at_once_leave_one_of_the_two(_round, writer, approver):
    edition = make(PressRelease, status=Status.IN_REVIEW)
    mine, theirs = opened(edition), opened(edition)
    refused = at_once(lambda: mine.approve(approver), lambda: theirs.hand_back(writer, "A slip."))
    assert len(refused) == 1
    assert opened(edition).status in (Status.APPROVED, Status.DRAFT)


def test_the_same_title_approved_at_once_gets_two_addresses(approver, person):
    editions = [make(PressRelease, title="Study visit", status=Status.IN_REVIEW) for _ in range(4)]
    acts = [partial(opened(edition).approve, approver, override="Visits") for edition in editions]
    assert at_once(*acts) == []
    addresses = {opened(edition).item.address for edition in editions}
    assert len(addresses) == 4


def test_nobody_takes_an_address_that_is_just_being_left():
    leaving, coming = make(PressRelease, title="One headline"), make(PressRelease, title="Another")
    address, has_moved = leaving.item.address, Event()

    def leave():
        with transaction.atomic():
            leaving.item.move_to("elsewhere", leaving.address("elsewhere"))
            has_moved.set()
            time.sleep(0.5)
        connection.close()

    colleague = Thread(target=leave)
    colleague.start()
    has_moved.wait(10)
    coming.item.settle("one-headline", coming.address)
    colleague.join(10)
    assert FormerAddress.objects.get(address=address).item == leaving.item
    assert coming.item.address == coming.address("one-headline-2")


def test_the_audit_chain_is_whole_after_many_wrote_at_once(writer):
    editions = [make(PressRelease, status=Status.DRAFT) for _ in range(8)]
    at_once(*[partial(opened(edition).submit, writer) for edition in editions])
    assert Entry.objects.filter(act="submitted").count() == 8
    assert first_broken_link() is None
