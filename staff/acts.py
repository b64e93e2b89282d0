"""What people do to their own ways of signing in reaches the log; signing in itself: audit/sign_ins.py."""

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.dispatch import receiver

from audit.models import record

from . import second_factor

CODES = Authenticator.Type.RECOVERY_CODES


def words(authenticator):
    kind = {
        Authenticator.Type.TOTP: "authenticator app",
        Authenticator.Type.WEBAUTHN: "passkey",
        CODES: "recovery codes",
    }[authenticator.type]
    return f"{kind}: {authenticator}" if authenticator.type == Authenticator.Type.WEBAUTHN else kind


@receiver(authenticator_added)
def added(request, user, authenticator, **_kwargs):
    if authenticator.type == CODES:
        record("made recovery codes", user)
    else:
        second_factor.enrolled(request, user)
        record("enrolled a second factor", user, subject=words(authenticator))


@receiver(authenticator_removed)
def removed(request, user, authenticator, **_kwargs):
    second_factor.removed(request, user)
    record("removed a second factor", user, subject=words(authenticator))


@receiver(authenticator_reset)
def made_anew(user, **_kwargs):
    record("made recovery codes", user)


@receiver(authenticator_used)
def used(user, authenticator, reauthenticated, **_kwargs):
    if authenticator.type == CODES:
        authenticator.refresh_from_db()
        left = len(authenticator.wrap().get_unused_codes())
        record("used a recovery code", user, subject=f"{left} left")


@receiver(authentication_failed)
def failed(user, authenticator, **_kwargs):
    record("second factor failed", subject=f"account {user.get_username()}", reason=words(authenticator))


@receiver(password_changed)
def changed(user, **_kwargs):
    record("changed their password", user)


@receiver(password_reset)
def reset(user, **_kwargs):
    record("set a password by a link", user)
