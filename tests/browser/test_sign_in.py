"""Signing in as people do it: an app on a telephone, a passkey, and once more before something weighs."""

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore

from audit.models import Entry
from news.models import PressRelease
from publishing.lifecycle import Status
from tests import signing_in
from tests.make import make

from .officer import Officer

pytestmark = [pytest.mark.browser, pytest.mark.looks]
FACTORS = "/admin/account/second-factor/"


@pytest.fixture
def at_the_door(person_at):
    """Ana's browser, with the first step done, on a telephone."""
    ana = Officer(person_at(width=360))
    ana.page.goto("/admin/")
    ana.page.fill("#id_login", "ana")
    ana.page.fill("#id_password", signing_in.PASSWORD)
    ana.press("Sign in")
    return ana


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.usefixtures("writer")
def test_a_person_enrols_an_app_and_signs_in_by_it(at_the_door):
    ana = at_the_door
    assert "needs a second factor" in ana.page.inner_text("#content-start, body")
    assert fits(ana.page)
    ana.page.get_by_role("link", name="Activate").click()
    secret = ana.page.input_value("#authenticator_secret")
    assert fits(ana.page)
    ana.page.fill("#id_code", signing_in.code(secret, steps=-1))
    ana.press("Activate")
    assert len(ana.page.input_value("#recovery_codes").split()) == 10
    ana.page.get_by_role("link", name="What happens next").click()
    assert ana.page.url.endswith("/admin/")
    ana.page.get_by_role("button", name="Log out").click()
    ana.page.wait_for_url("**/logout/")
    ana.page.goto("/admin/")
    ana.page.fill("#id_login", "ana")
    ana.page.fill("#id_password", signing_in.PASSWORD)
    ana.press("Sign in")
    assert fits(ana.page)
    ana.page.fill("#id_code", signing_in.code(secret))
    ana.press("Sign In")
    assert ana.page.url.endswith("/admin/")
    acts = list(Entry.objects.order_by("number").values_list("act", flat=True))
    assert acts[0] == "signed in"
    assert {"enrolled a second factor", "made recovery codes", "signed out"} <= set(acts)


@pytest.mark.usefixtures("writer")
def test_a_person_enrols_a_passkey_and_signs_in_by_it_alone(at_the_door):
    ana = at_the_door
    devices = ana.page.context.new_cdp_session(ana.page)
    devices.send("WebAuthn.enable")
    passkey = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": passkey})
    ana.page.goto(f"{FACTORS}webauthn/add/")
    ana.page.fill("#id_name", "Telephone")
    ana.page.check("#id_passwordless")
    ana.press("Add")
    ana.page.wait_for_url("**/recovery-codes/")
    ana.page.get_by_role("button", name="Log out").click()
    ana.page.wait_for_url("**/login/")
    with ana.page.expect_navigation(url="**/admin/"):
        ana.page.get_by_role("button", name="Sign in with a passkey").click()
    assert ana.page.locator("h1").inner_text() == "What happens next"
    assert Authenticator.objects.filter(type="webauthn", last_used_at__isnull=False).exists()
    assert Entry.objects.get(act="enrolled a second factor").subject == "passkey: Telephone"


def test_an_approver_is_asked_again_and_the_approval_goes_on_by_itself(approver, person_at):
    release = make(PressRelease, status=Status.IN_REVIEW, title="Seven lorries")
    boris = person_at("boris")
    boris.open(release)
    boris.press("Approve")
    grow_old(boris)
    boris.press("Approve")
    assert "What you typed is kept" in boris.page.inner_text("body")
    boris.page.fill("#id_password", signing_in.PASSWORD)
    boris.press("Confirm")
    assert boris.told.startswith("Done.")
    release.refresh_from_db()
    assert (release.status, release.approved_by) == (Status.APPROVED, User.objects.get(username="boris"))


def grow_old(officer):
    cookies = {one["name"]: one["value"] for one in officer.page.context.cookies()}
    session = SessionStore(cookies[settings.SESSION_COOKIE_NAME])
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
