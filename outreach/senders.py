"""Who sends how much, without keeping who they are."""

import hashlib
import hmac
import ipaddress
import secrets
from datetime import timedelta

from django.conf import settings

from publishing import clock

from .models import DailySalt, Message, SignUp

# Of each form: (how long, how many from one address); then how many from everybody, so that no crowd fills the
# mailboxes.
FORMS = [Message, SignUp]
MOST_OF_ONE = [(timedelta(hours=1), 5), (timedelta(days=1), 15)]
MOST_OF_ALL = (timedelta(hours=1), 300)


def sender_of(request, at):
    """A keyed hash that tells two messages of one address on one day to be so, and nothing else."""
    network = network_of(request)
    salt, _is_new = DailySalt.objects.get_or_create(
        day=clock.today(at), defaults={"salt": secrets.token_hex(32)}
    )
    key = hashlib.sha256(f"{settings.SECRET_KEY}{salt.salt}".encode()).digest()
    return hmac.new(key, network.encode(), "sha256").hexdigest()


def network_of(request):
    """The visitor's address; of version 6 the network of one household, which has addresses without end."""
    given = request.META.get("REMOTE_ADDR", "")
    if settings.CLIENT_ADDRESS_HEADER:
        given = request.headers.get(settings.CLIENT_ADDRESS_HEADER, given)
    address = address_in(given)
    if address is None:
        return "unknown"
    return str(address) if address.version == 4 else str(ipaddress.ip_network(f"{address}/64", strict=False))


def address_in(given):
    """Of a list, as X-Forwarded-For is one, the last: our own proxy wrote that, the others anybody can make up."""
    last = given.rpartition(",")[2].strip()
    for text in (last, last.rpartition(":")[0].strip("[]")):  # alone, and with a port
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            continue
        return getattr(address, "ipv4_mapped", None) or address
    return None


def has_sent_enough(form, sender, at):
    """`form` is the model of what its visitors send."""
    own = form.objects.filter(sender=sender)
    return any(own.filter(at__gt=at - span).count() >= most for span, most in MOST_OF_ONE)


def have_all_sent_enough(form, at):
    span, most = MOST_OF_ALL
    return form.objects.filter(at__gt=at - span).count() >= most


def forget(at):
    """Take the hashes and the salts of the days that are over; returns how many rows were changed."""
    today = clock.today(at)
    midnight = at.astimezone(clock.SEAT).replace(hour=0, minute=0, second=0, microsecond=0)
    hashes = [form.objects.exclude(sender="").filter(at__lt=midnight).update(sender="") for form in FORMS]
    salts, _by_model = DailySalt.objects.filter(day__lt=today).delete()
    counted, _by_model = SignUp.objects.filter(at__lte=at - timedelta(days=1)).delete()
    return sum(hashes) + salts + counted
