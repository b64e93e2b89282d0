"""Signing in, for tests: at once where that is not what they are about, and by both factors where it is.

A session that `force_login` opens counts as one that both factors have opened a moment ago.
"""

import time

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.test import Client

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PERIOD = 30  # seconds
PASSWORD = "a long password"
LOGIN = "/admin/account/login/"
SECOND = "/admin/account/second-factor/authenticate/"


@receiver(user_logged_in)
def proved(request, user, **_kwargs):
    if not request.path:  # no browser asked for it
        record_authentication(request, user, "mfa", type="totp")


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def enrol(person, secret=SECRET):
    """An authenticator app, and nothing else."""
    Authenticator.objects.filter(user=person).delete()
    return TOTP.activate(person, secret).instance


def code(secret=SECRET, steps=0):
    """What the app shows: now, or so many steps later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + steps))


def sign_in(client, name, password=PASSWORD, **headers):
    """The first step; the answer leads to what comes next."""
    return client.post(LOGIN, {"login": name, "password": password}, **headers)


def sign_in_with_both(client, name):
    sign_in(client, name)
    return client.post(SECOND, {"code": code()})


def grow_old(client, seconds=3600):
    """As if this session had signed in so long ago."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= seconds
    session.save()
