"""The door of the back office: who comes in, by what, and what is learnt by those who do not."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import NoReverseMatch, reverse

from audit.models import Entry
from staff import demo_accounts
from staff.models import StaffLetter
from tests.signing_in import LOGIN, PASSWORD, SECOND, code, enrol, sign_in, sign_in_with_both

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
INDEX, ENROL = "/admin/", "/admin/account/second-factor/"
WRONG = "The username and/or password you specified are not correct."
DEMO_BANNER = "no second factor protects it"


@pytest.fixture(autouse=True)
def without_earlier_attempts(db):
    cache.clear()


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def acts():
    return list(Entry.objects.order_by("number").values_list("act", flat=True))


# Both factors


def test_a_password_and_a_code_open_the_back_office_and_are_on_record(client, writer):
    enrol(writer)
    assert sign_in(client, "ana").url == SECOND
    assert client.get(INDEX).status_code == 302
    assert client.post(SECOND, {"code": code()}).url == INDEX
    assert client.get(INDEX).status_code == 200
    assert acts() == ["signed in"]


def test_a_wrong_code_opens_nothing_and_is_on_record(client, writer):
    enrol(writer)
    sign_in(client, "ana")
    wrong = f"{(int(code()) + 123_456) % 10**6:06}"
    assert "Incorrect code." in text(client.post(SECOND, {"code": wrong}))
    assert client.get(INDEX).status_code == 302
    entry = Entry.objects.get()
    assert (entry.act, entry.subject, entry.reason) == (
        "second factor failed",
        "account ana",
        "authenticator app",
    )


def test_a_code_is_good_for_one_sign_in(writer):
    enrol(writer)
    assert sign_in_with_both(Client(), "ana").status_code == 302
    assert "Incorrect code." in text(sign_in_with_both(Client(), "ana"))


def test_each_recovery_code_opens_once_and_is_on_record(client, writer):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    enrol(writer)
    codes = RecoveryCodes.activate(writer).get_unused_codes()
    for browser, answer in [(client, 302), (Client(), 200)]:
        sign_in(browser, "ana")
        assert browser.post(SECOND, {"code": codes[0]}).status_code == answer
    used = Entry.objects.get(act="used a recovery code")
    assert (used.actor_name, used.subject) == ("ana", "9 left")


def test_without_a_second_factor_the_back_office_leads_to_enrolling_one(client, writer):
    sign_in(client, "ana")
    page = client.get("/admin/news/pressrelease/", follow=True)
    assert page.redirect_chain[-1][0] == ENROL
    assert "Your account needs a second factor" in text(page)
    assert client.post("/admin/news/pressrelease/add/", {"title": "Typed"}).status_code == 401


def test_without_a_second_factor_nobody_is_staff_on_the_public_site(client, writer):
    sign_in(client, "ana")
    assert client.get("/").wsgi_request.staff is None
    client.get("/?at=2016-10-07T12:00")
    assert client.get("/").wsgi_request.moment is None


def test_a_session_of_before_is_not_let_in_when_the_owner_enrols(writer):
    thief = Client()
    sign_in(thief, "ana")
    enrol(writer)
    assert thief.get(INDEX).status_code == 302
    sign_in_with_both(Client(), "ana")
    assert thief.get(INDEX).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_enrolling_lets_in_makes_recovery_codes_and_is_on_record(client, writer):
    sign_in(client, "ana")
    page = client.get(f"{ENROL}totp/activate/")
    secret = page.context["form"].secret
    answer = client.post(f"{ENROL}totp/activate/", {"code": code(secret)})
    assert answer.url == f"{ENROL}recovery-codes/"
    assert len(client.get(answer.url).context["unused_codes"]) == 10
    assert client.get(INDEX).status_code == 200
    assert sorted(acts()) == ["enrolled a second factor", "made recovery codes", "signed in"]


def test_the_last_factor_cannot_be_taken_off(client, writer):
    enrol(writer)
    sign_in_with_both(client, "ana")
    client.post(f"{ENROL}totp/deactivate/")
    assert Authenticator.objects.filter(user=writer).exists()


# The demo


@pytest.fixture
def demo(settings):
    settings.DEBUG = True
    address = demo_accounts.address("approver")
    return User.objects.create_superuser("approver", address, "a demo password")


def test_under_debug_the_demo_signs_in_in_one_step_and_a_banner_says_so(client, demo):
    assert sign_in(client, "approver", "a demo password").url == INDEX
    assert DEMO_BANNER in text(client.get(INDEX))


def test_under_debug_nobody_else_is_excused(client, settings, writer):
    settings.DEBUG = True
    sign_in(client, "ana")
    assert client.get(INDEX, follow=True).redirect_chain[-1][0] == ENROL
    assert DEMO_BANNER not in text(client.get(INDEX, follow=True))


def test_outside_debug_no_demo_account_signs_in_and_its_sessions_are_dead(client, demo, settings):
    sign_in(client, "approver", "a demo password")
    settings.DEBUG = False
    assert client.get(INDEX).status_code == 302
    assert client.get(ENROL).status_code == 302
    assert WRONG in text(sign_in(Client(), "approver", "a demo password"))
    enrol(demo)
    assert WRONG in text(sign_in(Client(), "approver", "a demo password"))


# Limits


def test_five_wrong_passwords_lock_an_account_from_any_address_and_are_on_record(writer):
    for number in range(5):
        sign_in(Client(), "ana", "wrong", REMOTE_ADDR=f"198.51.100.{number}")
    for name in ("ana", "ANA"):
        answer = sign_in(Client(), name, PASSWORD, REMOTE_ADDR="203.0.113.9")
        assert "Too many failed login attempts" in text(answer)
    assert Entry.objects.filter(act="sign-in locked", subject="account ana").count() == 1


def test_ten_wrong_passwords_from_one_address_stop_it_for_any_account(writer):
    for number in range(10):
        sign_in(Client(), f"nobody-{number}", "wrong", REMOTE_ADDR="198.51.100.7")
    answer = sign_in(Client(), "ana", PASSWORD, REMOTE_ADDR="198.51.100.7")
    assert "Too many failed login attempts" in text(answer)
    assert sign_in(Client(), "ana", PASSWORD, REMOTE_ADDR="198.51.100.8").status_code == 302


def test_codes_are_not_guessed(client, writer):
    enrol(writer)
    sign_in(client, "ana")
    for _ in range(5):
        client.post(SECOND, {"code": "000000"})
    assert "Too many failed login attempts" in text(client.post(SECOND, {"code": code()}))


# Whether an account exists


def test_a_wrong_password_and_an_unknown_or_closed_account_get_the_same_answer(writer, approver):
    User.objects.filter(pk=approver.pk).update(is_active=False)
    answers = [
        sign_in(Client(), "ana", "wrong"),
        sign_in(Client(), "nobody", "wrong"),
        sign_in(Client(), "boris", PASSWORD),
    ]
    plain = {re.sub(r'value="[^"]*"', "", text(answer)) for answer in answers}
    assert len(plain) == 1
    assert WRONG in plain.pop()


@pytest.mark.parametrize("name", ["ana", "nobody"])
def test_a_password_is_hashed_whether_or_not_there_is_such_an_account(writer, name, monkeypatch):
    from django.contrib.auth import hashers

    hashed, encode = [], hashers.MD5PasswordHasher.encode

    def counted(self, password, salt):
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)
    assert authenticate(None, username=name, password="wrong") is None
    assert hashed == ["wrong"]


def test_asking_for_a_new_password_tells_nobody_whose_address_is_known(client, writer):
    User.objects.filter(pk=writer.pk).update(email="ana@selec.example")
    answers = [
        client.post("/admin/account/password/reset/", {"email": email}, follow=True)
        for email in ("ana@selec.example", "nobody@selec.example")
    ]
    assert text(answers[0]) == text(answers[1])
    assert [letter.to for letter in StaffLetter.objects.all()] == ["ana@selec.example"]


def test_nobody_signs_up(client):
    for page in ("account_signup", "account_email", "mfa_signup_webauthn"):
        with pytest.raises(NoReverseMatch):
            reverse(page)
    assert "sign up" not in text(client.get(LOGIN)).lower()


def test_signing_in_by_another_site_leaves_no_trace_while_it_is_off(client):
    page = text(client.get(LOGIN))
    assert "oidc" not in page.lower()
    with pytest.raises(NoReverseMatch):
        reverse("openid_connect_login", args=["staff"])


# Passwords


@pytest.mark.parametrize("password", ["correct horse battery staple", "лозинка од петнаесет", "x9" * 64])
def test_long_passwords_of_any_letters_will_do(password):
    validate_password(password)


@pytest.mark.parametrize("password", ["14 characters!", "1q2w3e4r5t6y7u8i9o0p", "Tr0ub4dor&3"])
def test_short_or_well_known_passwords_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


def test_only_staff_sign_in(client, person):
    User.objects.filter(pk=person("dora").pk).update(is_staff=False)
    assert WRONG in text(sign_in(client, "dora"))
