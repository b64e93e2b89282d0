"""How django-allauth behaves here: closed to the public, written to the log, mailed by the worker."""

import secrets
from base64 import b32encode
from urllib.parse import urljoin

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse

from audit.models import record
from publishing.limits import network_of

from . import letters, sealing
from .backend import may_sign_in
from .demo_accounts import is_demo
from .recent import has_signed_in_recently
from .second_factor import known_factors

TOLD_ONCE = 300  # seconds, for which further attempts on a locked account write no further entry


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def pre_login(self, request, user, **kwargs):
        """Whichever way somebody comes: by password, passkey or another site."""
        if may_sign_in(user):
            return super().pre_login(request, user, **kwargs)
        messages.error(request, self.error_messages["username_password_mismatch"])
        raise ImmediateHttpResponse(redirect("account_login"))

    def get_client_ip(self, request):
        address = network_of(request).partition("/")[0]
        return "0.0.0.0" if address == "unknown" else address  # noqa: S104 - stands for one that is not known

    # Limits

    def _get_login_attempts_cache_key(self, request, **credentials):
        """The account, under whichever of the site's names and spellings it is tried."""
        return credentials.get("username", "").strip().casefold()

    def pre_authenticate(self, request, **credentials):
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self._note_lock(request, credentials.get("username", ""))
            raise

    def _note_lock(self, request, typed):
        """What a stranger typed as a name is not kept: people type their passwords there."""
        known = get_user_model().objects.filter(username__iexact=typed[:150].replace("\0", "")).first()
        subject = f"account {known.username}" if known else "no such account"
        if cache.add(
            f"staff.locked.{self.get_client_ip(request)}.{subject}"[:200].replace(" ", "_"), 1, TOLD_ONCE
        ):
            record("sign-in locked", subject=subject)

    # A recent sign-in

    def is_reauthentication_required(self, *, app=""):
        return not has_signed_in_recently(self.request)

    # Letters

    def get_reset_password_from_key_url(self, key):
        parts = dict(zip(["uidb36", "key"], key.split("-", 1), strict=True))
        return urljoin(settings.SITE_URL, reverse("account_reset_password_from_key", kwargs=parts))

    def send_mail(self, template_prefix, email, context):
        letter = self.render_mail(template_prefix, email, {"email": email, **context})
        letters.write(email, letter.subject, letter.body)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        if user.email and not is_demo(user):
            super().send_notification_mail(template_prefix, user, context, user.email)


class FactorAdapter(DefaultMFAAdapter):
    def can_delete_authenticator(self, authenticator):
        """The last factor is replaced by adding another one first."""
        return known_factors(authenticator.user).count() > 1

    def get_totp_label(self, user):
        return user.get_username()

    def encrypt(self, text):
        return sealing.seal(text)

    def decrypt(self, encrypted_text):
        """In place of what cannot be read any more, a secret that nobody knows: it opens nothing."""
        try:
            return sealing.unseal(encrypted_text)
        except sealing.Unreadable:
            return b32encode(secrets.token_bytes(20)).decode()
