"""Secrets of second factors, as the database holds them: sealed by a key that comes from SECRET_KEY.

Those that an earlier SECRET_KEY sealed can be read while SECRET_KEY_FALLBACKS has it; the worker seals them again.
The library, 7 MB, is imported where somebody signs in: most processes never see that.
"""

from base64 import urlsafe_b64encode

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils.encoding import force_bytes

MARK = "sealed:"  # what has none was stored before secrets were sealed
FIELDS = ("secret", "seed")  # of an authenticator app, of recovery codes; a passkey has nothing to hide


class Unreadable(ValueError):
    """It was sealed by a key that this site does not know any more."""


def seal(text):
    return MARK + _key(settings.SECRET_KEY).encrypt(text.encode()).decode()


def unseal(stored):
    if not stored.startswith(MARK):
        return stored
    from cryptography.fernet import InvalidToken, MultiFernet

    keys = MultiFernet([_key(one) for one in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])
    try:
        return keys.decrypt(stored.removeprefix(MARK)).decode()
    except InvalidToken:
        raise Unreadable from None


def _key(secret):
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(SHA256(), length=32, salt=None, info=b"selec: second factors").derive(force_bytes(secret))
    return Fernet(urlsafe_b64encode(derived))


def is_readable(authenticator):
    try:
        for field in FIELDS:
            unseal(authenticator.data.get(field, ""))
    except Unreadable:
        return False
    return True


def unreadable(**of):
    """Of these accounts, or of all."""
    found = Authenticator.objects.filter(**of).select_related("user").order_by("user__username", "type")
    return [one for one in found if not is_readable(one)]


def seal_again():
    """By the present key, what another one sealed, or none; how many they were."""
    stale = [one.pk for one in Authenticator.objects.all() if _is_stale(one)]
    for pk in stale:
        _seal_one(pk)
    return len(stale)


def _is_stale(authenticator):
    stored = [authenticator.data[field] for field in FIELDS if field in authenticator.data]
    return is_readable(authenticator) and not all(map(_is_sealed_by_present_key, stored))


def _is_sealed_by_present_key(stored):
    from cryptography.fernet import InvalidToken

    try:
        _key(settings.SECRET_KEY).decrypt(stored.removeprefix(MARK))
    except InvalidToken:
        return False
    return stored.startswith(MARK)


@transaction.atomic
def _seal_one(pk):
    """Under a lock: a recovery code that is used meanwhile stays used."""
    one = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if one and _is_stale(one):
        one.data |= {field: seal(unseal(one.data[field])) for field in FIELDS if field in one.data}
        one.save(update_fields=["data"])
