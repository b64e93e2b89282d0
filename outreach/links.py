"""The signed links in letters: each opens one page, for one purpose, without a password."""

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from publishing.site import absolute

from .models import Subscriber

PURPOSES = ["confirm", "manage", "leave"]


def _signer(purpose):
    return Signer(salt=f"outreach.alerts.{purpose}", sep=".")


def link(purpose, subscriber, query=""):
    """The whole address of a page of PURPOSES: that of one purpose opens no other."""
    return absolute(path(purpose, subscriber)) + (f"?{query}" if query else "")


def path(purpose, subscriber):
    return reverse(f"outreach:{purpose}", args=[_signer(purpose).sign(subscriber.key.hex)])


def key_in(purpose, token):
    """The key that was signed for this purpose; None for what we never signed."""
    try:
        return UUID(_signer(purpose).unsign(token))
    except (BadSignature, ValueError):
        return None


def subscriber_of(purpose, token):
    """Whose link it is; None where they have left, or it is none of ours."""
    key = key_in(purpose, token)
    return key and Subscriber.objects.filter(key=key).first()
