"""How often one visitor may ask for what costs much: counted in the cache that all processes share.

What is read and not sent is counted in QUICK: without Redis that is each process's own, since a row in the database
for each search would cost as much as the search; the limit is then so many times higher.

Pages are never limited. A whole newsroom may share one address, so each limit is far beyond what people do. Nobody
is refused because the cache is gone.
"""

import hashlib
import hmac
import ipaddress
import logging
import secrets
import time
from datetime import UTC, datetime

from django.conf import settings
from django.core.cache import caches
from django.http.request import HttpHeaders

DAY = 24 * 3600
SHARED, QUICK = "default", "quick"


class Limit:
    """`windows` are pairs of (how many, in how many seconds); more than one may apply."""

    def __init__(self, name, *windows, counted_in=SHARED):
        self.name, self.windows, self.counted_in = name, windows, counted_in

    def wait(self, request):
        """Count this request: 0 where it may go on, otherwise in how many seconds the next one may."""
        try:
            cache = caches[self.counted_in]
            who = visitor(request, cache)
            return max(self._wait(cache, who, most, seconds) for most, seconds in self.windows)
        except Exception:  # whatever a cache raises when it is gone: each has errors of its own
            logging.getLogger(__name__).warning(
                "The cache is gone: “%s” is not limited.", self.name, exc_info=True
            )
            return 0

    def _wait(self, cache, who, most, seconds):
        now = time.time()
        key = f"limit:{self.name.replace(' ', '-')}:{seconds}:{int(now // seconds)}:{who}"
        try:
            number = cache.incr(key)
        except ValueError:  # the first one
            cache.add(key, 0, seconds)
            number = cache.incr(key)
        return int(seconds - now % seconds) + 1 if number > most else 0


def visitor(request, cache):
    """A keyed hash of the visitor's network. Its salt is in the cache alone and gone a day later: no hash can be led
    back to an address then, by nobody."""
    name = f"limit:salt:{datetime.now(UTC):%Y-%m-%d}"
    salt = cache.get(name) or cache.get_or_set(name, secrets.token_hex(32), DAY)
    key = hashlib.sha256(f"{settings.SECRET_KEY}{salt}".encode()).digest()
    return hmac.digest(key, network_of(request).encode(), "sha256").hex()


def network_of(request):
    """The visitor's address; of version 6 the network of one household, which has addresses without end."""
    given = request.META.get("REMOTE_ADDR", "")
    if settings.CLIENT_ADDRESS_HEADER:
        given = request.META.get(HttpHeaders.to_wsgi_name(settings.CLIENT_ADDRESS_HEADER), given)
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


def too_many(response, seconds):
    """The same answer, as the refusal that it is."""
    response.status_code = 429
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response
