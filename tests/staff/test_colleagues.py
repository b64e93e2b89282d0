"""Invitations, a lost telephone, sessions: what administrators do for colleagues, and people for themselves."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from audit.models import Entry
from staff.letters import send_due
from staff.models import StaffLetter
from tests.signing_in import enrol, sign_in_with_both
from tests.smtp import mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
SESSIONS = "/admin/account/sessions/"
LINK = re.compile(r"https?://\S+/password/reset/key/\S+")
CHOSEN = "four words nobody guesses"


@pytest.fixture(autouse=True)
def without_earlier_attempts(db):
    cache.clear()


@pytest.fixture
def colleague(writer):
    writer.email = "ana@selec.example"
    writer.save()
    enrol(writer)
    return writer


def act(client, person, name):
    return client.post(f"/admin/auth/user/{person.pk}/act/{name}/")


def path_of(link):
    return "/" + link.split("/", 3)[3]


def test_a_colleague_is_invited_and_alone_knows_the_password(admin_client):
    admin_client.post("/admin/auth/user/add/", {"username": "dora", "email": "dora@selec.example"})
    dora = User.objects.get(username="dora")
    assert dora.is_staff
    assert not dora.has_usable_password()
    letter = StaffLetter.objects.get()
    assert letter.to == "dora@selec.example"
    link = path_of(LINK.search(letter.body)[0])
    browser = Client()
    page = browser.get(link, follow=True)
    form = page.redirect_chain[-1][0]
    answer = browser.post(form, {"password1": "short", "password2": "short"})
    assert "at least 15 characters" in answer.content.decode()
    browser.post(form, {"password1": CHOSEN, "password2": CHOSEN})
    dora.refresh_from_db()
    assert dora.check_password(CHOSEN)
    assert "invalid" in Client().get(link, follow=True).content.decode()
    acts = list(Entry.objects.order_by("number").values_list("act", "actor_name"))
    assert acts[-3:] == [("invited", "admin"), ("added", "admin"), ("set a password by a link", "dora")]


def test_an_invitation_needs_an_address_that_is_nobody_elses(admin_client, colleague):
    for email in ("", "ANA@selec.example"):
        answer = admin_client.post("/admin/auth/user/add/", {"username": "dora", "email": email})
        assert answer.status_code == 200
        assert 'value="dora"' in answer.content.decode()
    assert not User.objects.filter(username="dora").exists()


def test_a_lost_telephone_is_answered_by_a_reset_that_ends_the_sessions(admin_client, colleague):
    browser = Client()
    sign_in_with_both(browser, "ana")
    act(admin_client, colleague, "second-factor")
    assert not Authenticator.objects.filter(user=colleague).exists()
    assert browser.get("/admin/").status_code == 302
    entry = Entry.objects.get(act="reset a second factor")
    assert (entry.actor_name, entry.subject) == ("admin", f"auth.user {colleague.pk}: ana")
    assert "removed by admin" in " ".join(StaffLetter.objects.get().body.split())


def test_nobody_resets_their_own_second_factor(admin_client):
    admin = User.objects.get(username="admin")
    enrol(admin)
    assert act(admin_client, admin, "second-factor").status_code == 403
    assert Authenticator.objects.filter(user=admin).exists()


def test_acts_on_accounts_are_no_links(admin_client, colleague):
    assert admin_client.get(f"/admin/auth/user/{colleague.pk}/act/invite/").status_code == 405


def test_people_see_their_sessions_and_end_them(colleague):
    here, there = Client(), Client()
    sign_in_with_both(there, "ana")
    cache.clear()  # a code is good for one sign-in
    sign_in_with_both(here, "ana")
    assert len(here.get(SESSIONS).context["sessions"]) == 2
    here.post(f"{SESSIONS}others/end/")
    assert there.get("/admin/").status_code == 302
    assert here.get("/admin/").status_code == 200
    own = UserSession.objects.get()
    here.post(f"{SESSIONS}{own.pk}/end/")
    assert here.get("/admin/").status_code == 302
    acts = set(Entry.objects.values_list("act", flat=True))
    assert {"ended sessions", "ended a session"} <= acts


def test_nobody_ends_the_session_of_somebody_else(colleague, approver):
    ana, boris = Client(), Client()
    sign_in_with_both(ana, "ana")
    boris.force_login(approver)
    session = UserSession.objects.get(user=colleague)
    assert boris.post(f"{SESSIONS}{session.pk}/end/").status_code == 404
    assert ana.get("/admin/").status_code == 200


def test_an_administrator_sees_and_ends_the_sessions_of_others(admin_client, colleague):
    browser = Client()
    sign_in_with_both(browser, "ana")
    listed = "/admin/usersessions/usersession/"
    assert "ana" in admin_client.get(listed).content.decode()
    session = UserSession.objects.get(user=colleague)
    admin_client.post(listed, {"action": "forget", "_selected_action": session.pk})
    assert browser.get("/admin/").status_code == 302


def test_secrets_have_no_page_in_the_back_office(admin_client):
    for page in ("mfa/authenticator", "account/emailaddress"):
        assert admin_client.get(f"/admin/{page}/").status_code == 404


def test_letters_are_sent_by_the_worker_and_then_gone(admin_client, colleague, settings):
    act(admin_client, colleague, "invite")
    settings.EMAIL_HOST = ""
    assert send_due(10) == 0
    StaffLetter.objects.update(next_try_at="2020-01-01T00:00Z")
    with mail_server(settings) as server:
        assert send_due(10) == 1
    assert [mail["To"] for mail in server.mails] == ["ana@selec.example"]
    assert not StaffLetter.objects.exists()
