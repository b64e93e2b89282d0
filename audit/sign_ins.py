"""Sign-ins, sign-outs and failures reach the log. What a stranger typed as a name is not kept:
people type their passwords there."""

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from .models import record


@receiver(user_logged_in)
def signed_in(user, **_kwargs):
    record("signed in", user)


@receiver(user_logged_out)
def signed_out(user, **_kwargs):
    if user:
        record("signed out", user)


@receiver(user_login_failed)
def sign_in_failed(credentials, **_kwargs):
    typed = str(credentials.get("username", ""))[:150].replace("\0", "")
    known = get_user_model().objects.filter(username=typed).exists()
    record("sign-in failed", subject=f"account {typed}" if known else "no such account")
