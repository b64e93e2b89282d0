"""What is kept of people: for how long, and what becomes of it when one of them asks."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client

from audit.models import Entry, first_broken_link
from news.models import PressRelease
from outreach.models import Message, Subscriber
from publishing import clock as house_clock
from publishing.models import Heartbeat
from publishing.retention import KEPT
from publishing.work import JOBS, work_off
from publishing.writing import Writing
from selec_cms import personal_data
from selec_cms.models import MissedAddress, PolicyReport
from tests.make import at, make
from tests.outreach.alerts import subscriber

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
ANN = "ann@example.com"


@pytest.fixture
def ann(clock, person):
    """A member of staff who has subscribed and written as well; and somebody else who has."""
    clock.set(NOW)
    told = {
        "purpose": "press",
        "subject": "A question",
        "text": "My own words.",
        "at": NOW,
        "next_try_at": NOW,
    }
    for email in ("Ann@Example.com", "other@example.com"):
        Message.objects.create(email=email, **told)
        subscriber(email)
    account = person("ann", "change_pressrelease", email=ANN, first_name="Ann", last_name="Example")
    Writing.objects.create(person=account, kind="news.pressrelease", key="k" * 20, opened_at=NOW, seen_at=NOW)
    return account


@pytest.fixture
def officer(person):
    client = Client()
    client.force_login(person("officer", "handle_personal_data"))
    return client


def run(*arguments):
    out = StringIO()
    call_command("personal_data", *arguments, stdout=out)
    return out.getvalue()


def test_an_export_has_all_that_is_kept_of_one_person_and_nothing_of_others(ann):
    release = make(PressRelease, edited_by=ann, title="Written by Ann")
    Client().force_login(ann)
    told = json.loads(run("export", "ANN@example.com"))
    assert [one["text"] for one in told["messages"]] == ["My own words."]
    assert [one["email"] for one in told["subscriptions"]] == ["Ann@Example.com"]
    (account,) = told["accounts"]
    assert (account["first_name"], [act["act"] for act in account["acts"]]) == ("Ann", ["signed in"])
    named = {(one["kind"], one["as"], one["id"]) for one in account["named_in"]}
    assert ("news.pressrelease", "edited_by", release.pk) in named
    assert "other@example.com" not in json.dumps(told)
    assert "password" not in json.dumps(told)
    assert len(told["stays"]) == 2
    assert json.loads(run("export", "ann"))["accounts"] == json.loads(run("export", ANN))["accounts"]


def test_erasing_takes_what_is_theirs_closes_the_account_and_keeps_the_log_whole(ann):
    release = make(PressRelease, edited_by=ann, title="Ann Example writes")
    client = Client()
    client.force_login(ann)
    assert run("erase", ANN).startswith("Would be erased: 1 subscriber, 1 message, 1 account.")
    assert Subscriber.objects.count() == 2
    said = run("erase", ANN, "--yes")
    assert "Erased: 1 subscriber, 1 message, 1 account." in said
    assert "published texts are not touched" in said
    assert [one.email for one in Subscriber.objects.all()] == ["other@example.com"]
    assert [one.email for one in Message.objects.all()] == ["other@example.com"]
    ann.refresh_from_db()
    assert (ann.username, ann.get_full_name(), ann.email) == (f"erased-{ann.pk}", "", "")
    assert (ann.is_active, ann.is_staff, ann.has_usable_password()) == (False, False, False)
    assert not ann.user_permissions.exists()
    assert not Writing.objects.exists()
    assert not Session.objects.exists()
    assert client.get("/admin/").status_code == 302
    release.refresh_from_db()
    assert (release.edited_by, release.title) == (ann, "Ann Example writes")
    assert first_broken_link() is None


def test_the_log_says_that_it_was_done_and_by_whom_and_repeats_nothing(ann, officer):
    before = Entry.objects.count()
    assert officer.post("/admin/personal-data/", {"act": "export", "address": ANN}).json()["messages"]
    officer.post("/admin/personal-data/", {"act": "erase", "address": ANN, "again": ANN})
    entries = list(Entry.objects.order_by("number"))[before:]
    assert [(one.act, one.actor_name) for one in entries] == [
        ("exported personal data", "officer"),
        ("erased personal data", "officer"),
    ]
    assert "example" not in str([vars(one) for one in entries])


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"act": "erase", "address": ANN, "again": "ann@example.org"}, "Type the address once more"),
        ({"act": "erase", "address": ANN}, "Type the address once more"),
        (
            {"act": "erase", "address": "nobody@example.com", "again": "nobody@example.com"},
            "Nothing is kept under",
        ),
        ({"act": "erase", "address": "officer", "again": "officer"}, "This is your own account"),
        ({"act": "burn", "address": ANN}, "Nothing has been done yet"),
        ({"act": "export", "address": "a" * 300}, "Nothing has been done yet"),
    ],
)
def test_what_is_not_clear_erases_nothing_and_keeps_what_was_typed(ann, officer, sent, sentence):
    page = officer.post("/admin/personal-data/", sent).content.decode()
    assert sentence in page
    assert f'value="{sent["address"]}"' in page
    assert (Subscriber.objects.count(), Message.objects.count()) == (2, 2)
    assert User.objects.get(username="officer").is_active


def test_the_last_who_gives_rights_is_not_erased(person, ann):
    only = person("root", "change_user", "change_group")
    with pytest.raises(CommandError, match="Nobody else gives rights"):
        run("erase", "root", "--yes")
    only.refresh_from_db()
    assert only.is_active
    person("second", "change_user", "change_group")
    run("erase", "root", "--yes")


def test_a_failure_half_way_erases_nothing(ann, person):
    ann.user_permissions.set(person("root", "change_user", "change_group").user_permissions.all())
    User.objects.filter(username="root").update(is_active=False)
    with pytest.raises(personal_data.NotErased):
        personal_data.erase(ANN)
    assert (Subscriber.objects.count(), Message.objects.count()) == (2, 2)


# For how long


def test_each_line_of_the_table_deletes_what_it_says_when_it_says(clock, person):
    clock.set(NOW)
    rows = {
        "Addresses that visitors miss": (
            MissedAddress(path="/x/", first_at=NOW, last_at=NOW),
            365,
        ),
        "Reports of browsers": (
            PolicyReport(first_at=NOW, last_at=NOW),
            90,
        ),
        "What staff typed and did not save": (
            Writing(person=person("ana"), kind="news.event", key="k" * 20, opened_at=NOW, seen_at=NOW),
            90,
        ),
        "Addresses not confirmed for alerts": (Subscriber(email=ANN, asked_at=NOW), 3),
        "Messages of visitors": (
            Message(purpose="press", email=ANN, at=NOW, next_try_at=NOW, sent_at=NOW),
            30,
        ),
    }
    for row, _days in rows.values():
        row.save()
    for what, (row, days) in rows.items():
        assert str(days) in KEPT[what].period
        for late, is_kept in ((-1, True), (1, False)):
            clock.set(NOW + timedelta(days=days, seconds=late))
            work_off(JOBS[KEPT[what].job])
            assert type(row).objects.filter(pk=row.pk).exists() == is_kept, what


def test_sessions_that_are_over_are_cleared_and_from_where_they_were(django_user_model):
    past, coming = at("2020-01-01 12:00"), at("2099-01-01 12:00")
    user = django_user_model.objects.create_user("ana")
    for key, end in [("old", past), ("new", coming)]:
        Session.objects.create(session_key=key, session_data="", expire_date=end)
        UserSession.objects.create(session_key=key, user=user, ip="192.0.2.1", user_agent="A browser")
    assert KEPT["Sessions of staff"].forget(house_clock.now()) == 1
    for model in (Session, UserSession):
        assert [one.session_key for one in model.objects.all()] == ["new"]


def test_staff_read_the_table_from_which_the_worker_deletes(client, person, clock):
    clock.set(NOW)
    deleting = {one.job for one in KEPT.values() if one.forget}
    assert deleting == {name for name in JOBS if name.startswith("forget ")}
    work_off(JOBS[KEPT["Messages of visitors"].job])
    client.force_login(person("ana"))
    page = client.get("/admin/retention/").content.decode()
    for one in KEPT.values():
        assert one.what.replace("'", "&#x27;") in page
        assert one.why.replace("'", "&#x27;") in page
    assert "20 November 2026, 12:00" in page
    assert page.count("Never: the worker has not run") == len(deleting) - 1
    assert "/admin/personal-data/" not in page


def test_only_who_may_reaches_the_page_of_one_person(client, writer):
    client.force_login(writer)
    assert {
        client.get("/admin/personal-data/").status_code,
        client.post("/admin/personal-data/").status_code,
    } == {403}
    assert not Heartbeat.objects.exists()
