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
from django.contrib import messages
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from audit.models import record

from . import colleagues, sealing, second_factor

CODES = Authenticator.Type.RECOVERY_CODES
UNREADABLE = _(
    "The site’s secret key was changed, and what it knew of your authenticator app and your recovery codes cannot be "
    "read any more. Sign in by a passkey, or ask an administrator to reset your second factor: then you enrol anew."
)


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
def used(request, user, authenticator, **_kwargs):
    if authenticator.type == CODES:
        authenticator.refresh_from_db()
        left = len(authenticator.wrap().get_unused_codes())
        record("used a recovery code", user, subject=f"{left} left")
    if colleagues.forget_unreadable(user, user):
        messages.warning(request, colleagues.FORGOTTEN)


@receiver(authentication_failed)
def failed(request, user, authenticator, **_kwargs):
    reason = words(authenticator)
    if not sealing.is_readable(authenticator):
        reason += ", which cannot be read any more"
        messages.error(request, UNREADABLE)
    record("second factor failed", subject=f"account {user.get_username()}", reason=reason)


@receiver(password_changed)
def changed(user, **_kwargs):
    record("changed their password", user)


@receiver(password_reset)
def reset(user, **_kwargs):
    record("set a password by a link", user)
