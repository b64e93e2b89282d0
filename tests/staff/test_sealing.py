"""Secrets of second factors in the database, and what becomes of them when the site's secret key does."""

import io
import json
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from audit.models import Entry
from staff.models import StaffLetter
from staff.sealing import seal_again, unreadable
from tests.signing_in import SECOND, SECRET, code, enrol, sign_in, sign_in_with_both

pytestmark = pytest.mark.django_db
INDEX, ENROL = "/admin/", "/admin/account/second-factor/"
NEW_KEY = "another secret key, which is long enough for all that it has to sign"


@pytest.fixture(autouse=True)
def without_earlier_attempts(db):
    cache.clear()


def another_key(settings, *earlier):
    settings.SECRET_KEY_FALLBACKS = [*earlier]
    settings.SECRET_KEY = NEW_KEY


def stored():
    return json.dumps([*Authenticator.objects.values_list("data", flat=True)])


def lets_in(person):
    cache.clear()  # a code is good once
    client = Client()
    sign_in_with_both(client, person.get_username())
    return client.get(INDEX).status_code == 200


def told(*arguments):
    out = io.StringIO()
    call_command("second_factors", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_what_is_enrolled_stands_nowhere_in_the_database_as_it_is(client, writer):
    sign_in(client, "ana")
    secret = client.get(f"{ENROL}totp/activate/").context["form"].secret
    codes = client.post(f"{ENROL}totp/activate/", {"code": code(secret)}, follow=True).context["unused_codes"]
    sessions = str([one.get_decoded() for one in Session.objects.all()])
    assert len(codes) == 10
    assert not [word for word in [secret, *codes] if word in stored() or word in sessions]
    assert stored().count("sealed:") == 2


def test_a_code_opens_when_the_key_was_changed_and_the_earlier_one_is_named(writer, settings):
    enrol(writer)
    another_key(settings, settings.SECRET_KEY)
    assert lets_in(writer)


def test_the_worker_seals_by_the_present_key_so_that_the_earlier_one_can_go(writer, settings):
    enrol(writer)
    first = RecoveryCodes.activate(writer).get_unused_codes()
    another_key(settings, settings.SECRET_KEY)
    assert (seal_again(), seal_again()) == (2, 0)
    another_key(settings)
    assert lets_in(writer)
    assert Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes() == first


def test_what_was_stored_before_secrets_were_sealed_opens_and_is_sealed(writer):
    enrol(writer)
    Authenticator.objects.update(data={"secret": SECRET})
    assert lets_in(writer)
    assert seal_again() == 1
    assert SECRET not in stored()
    assert lets_in(writer)


def test_under_a_key_that_knows_nothing_no_code_opens_and_the_page_says_what_to_do(client, writer, settings):
    enrol(writer)
    another_key(settings)
    assert seal_again() == 0
    sign_in(client, "ana")
    page = re.sub(r"\s+", " ", client.post(SECOND, {"code": code()}).content.decode())
    assert "ask an administrator to reset your second factor" in page
    assert client.get(INDEX).status_code == 302
    assert Entry.objects.get().reason == "authenticator app, which cannot be read any more"


def test_who_runs_the_site_lets_people_enrol_anew(client, writer, approver, settings):
    enrol(writer)
    RecoveryCodes.activate(writer)
    another_key(settings)
    enrol(approver)
    assert "ana: cannot be read" in told()
    assert "they enrol anew" in told("--forget")
    assert "All second factors can be read" in told()
    assert [entry.act for entry in Entry.objects.all()] == ["removed a second factor"] * 2
    assert StaffLetter.objects.count() == bool(writer.email)
    sign_in(client, "ana")
    assert client.get(INDEX, follow=True).redirect_chain[-1][0] == ENROL
    assert lets_in(approver)


def test_who_comes_in_by_what_can_be_read_loses_what_cannot_and_is_told(client, writer, settings):
    RecoveryCodes.activate(writer)
    another_key(settings)
    TOTP.activate(writer, SECRET)
    sign_in(client, "ana")
    page = client.post(SECOND, {"code": code()}, follow=True)
    assert "were taken off your account" in re.sub(r"\s+", " ", page.content.decode())
    assert not unreadable()
