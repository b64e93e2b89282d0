"""A recent sign-in is asked for before what weighs most, and nothing typed is lost by it."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.test import Client

from news.models import PressRelease
from publishing.lifecycle import Status
from tests.make import make
from tests.signing_in import PASSWORD, code, enrol, grow_old

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
AGAIN = "/admin/account/reauthenticate/"
REASON = "A fraud runs in our name: warn everybody."


@pytest.fixture(autouse=True)
def without_earlier_attempts(db):
    cache.clear()


@pytest.fixture
def boris(approver):
    client = Client()
    client.force_login(approver)
    return client


def move(release, verb):
    return f"/admin/news/pressrelease/{release.pk}/move/{verb}/"


def sent(client, release, verb, **fields):
    page = client.get(move(release, verb)).content.decode()
    read = re.search(r'name="read" value="(\w+)"', page)
    words = {"version": release.version, "read": read[1] if read else "", "override": "I have looked."}
    return {**words, **fields}


@pytest.mark.parametrize(
    ("verb", "status", "after"),
    [("approve", Status.IN_REVIEW, Status.APPROVED), ("publish_now", Status.DRAFT, Status.APPROVED)],
)
def test_publishing_waits_for_a_recent_sign_in_and_is_then_done_as_it_was_typed(
    boris, approver, verb, status, after
):
    release = make(PressRelease, status=status, title="A warning")
    fields = sent(boris, release, verb, reason=REASON)
    grow_old(boris)
    answer = boris.post(move(release, verb), fields)
    assert answer.url == AGAIN
    release.refresh_from_db()
    assert release.status == status
    assert "What you typed is kept" in boris.get(AGAIN).content.decode()
    assert boris.post(AGAIN, {"password": "wrong"}).status_code == 200
    assert boris.post(AGAIN, {"password": PASSWORD}).status_code == 302
    release.refresh_from_db()
    assert (release.status, release.approved_by) == (after, approver)
    if verb == "publish_now":
        assert release.emergency_reason == REASON


def test_it_is_asked_once_for_a_quarter_of_an_hour(boris):
    grow_old(boris, 14 * 60)
    release = make(PressRelease, status=Status.IN_REVIEW)
    assert boris.post(move(release, "approve"), {}).status_code == 200
    grow_old(boris, 60)
    assert boris.post(move(release, "approve"), {}).url == AGAIN


def test_a_code_of_the_second_factor_will_do(boris, approver):
    enrol(approver)
    release = make(PressRelease, status=Status.IN_REVIEW)
    fields = sent(boris, release, "approve")
    grow_old(boris)
    boris.post(move(release, "approve"), fields)
    answer = boris.post("/admin/account/second-factor/reauthenticate/", {"code": code()})
    assert answer.status_code == 302
    release.refresh_from_db()
    assert release.status == Status.APPROVED


def test_what_is_refused_afterwards_comes_back_as_it_was_typed(boris):
    release = make(PressRelease, status=Status.IN_REVIEW)
    grow_old(boris)
    boris.post(move(release, "approve"), sent(boris, release, "approve", publish_at_date="the day after"))
    answer = boris.post(AGAIN, {"password": PASSWORD})
    assert answer.status_code == 200
    assert "the day after" in answer.content.decode()


def test_writing_and_submitting_ask_for_nothing(writer):
    client = Client()
    client.force_login(writer)
    grow_old(client)
    release = make(PressRelease, status=Status.DRAFT, edited_by=writer)
    assert client.post(move(release, "submit"), sent(client, release, "submit")).url != AGAIN


def test_rights_are_given_after_a_recent_sign_in_alone(admin_client, writer):
    admin = User.objects.get(username="admin")
    admin.set_password(PASSWORD)
    admin.save()
    admin_client.force_login(admin)
    group = Group.objects.create(name="Interns")
    grow_old(admin_client)
    page = f"/admin/auth/group/{group.pk}/change/?_changelist_filters=q%3DIn"
    assert admin_client.post(page, {"name": "Trainees"}).url == AGAIN
    group.refresh_from_db()
    assert group.name == "Interns"
    admin_client.post(AGAIN, {"password": PASSWORD})
    group.refresh_from_db()
    assert group.name == "Trainees"
