"""Visits to links that lead out. A visit must never become a way into the inside:

only http and https on ports 80 and 443; every address that a name has must be public, at each hop;
and the connection goes to the address that was looked at, so that a second answer of the name server
changes nothing.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext, gettext_lazy as _

from . import clock
from .links import ExternalLink
from .readings import read_texts

MOST_REDIRECTS = 3
PORTS = {"http": 80, "https": 443}
GONE = {404: _("not found"), 410: _("gone for good")}
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Failed(Exception):
    """The visit did not come to an answer; the text is a sentence."""


class NotVisited(Exception):
    """A link that is never visited, so that nothing is known of it; the text is a sentence."""


@dataclass(frozen=True)
class Answer:
    is_alive: bool
    is_gone: bool
    outcome: str


def check_links(limit):
    """Visit what is due, `limit` links at most; returns how many were visited."""
    read_texts(limit * 10)
    number = 0
    for link in ExternalLink.objects.in_use().due(clock.now()).order_by("checked_at", "pk")[:limit]:
        if link.claim(clock.now()):
            link.found(visit(link.url), clock.now())
            number += 1
    return number


def visit(url):
    """HEAD, then GET where that is refused: many servers know no HEAD. Never raises."""
    try:
        status = follow("HEAD", url)
        if status >= 400:
            status = follow("GET", url)
    except NotVisited as sentence:
        return Answer(True, False, str(sentence))
    except Failed as sentence:
        return Answer(False, False, str(sentence))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(
            False, False, gettext("No answer: %(error)s.") % {"error": error or type(error).__name__}
        )
    if status in GONE:
        return Answer(
            False,
            True,
            gettext("It answers %(status)s, %(words)s.") % {"status": status, "words": GONE[status]},
        )
    return Answer(status < 500, False, gettext("It answers %(status)s.") % {"status": status})


def follow(method, url):
    """The status at the end of the redirects."""
    for _hop in range(MOST_REDIRECTS + 1):
        status, location = ask(method, url)
        if status not in (301, 302, 303, 307, 308) or not location:
            return status
        url = urljoin(url, location)
    words = gettext("It leads from one address to the next, more than %(number)s times.")
    raise Failed(words % {"number": MOST_REDIRECTS})


def ask(method, url):
    """One request to one checked address: its status and where it redirects to."""
    parts = urlsplit(url)
    port = parts.port or PORTS.get(parts.scheme)
    if parts.scheme not in PORTS or not parts.hostname:
        raise NotVisited(gettext("It was not visited: only http and https addresses are."))
    addresses = looked_up(parts.hostname, port)
    if port not in PORTS.values() and not (_allows_loopback() and addresses[0].is_loopback):
        raise NotVisited(gettext("It was not visited: port %(port)s is none of the web's.") % {"port": port})
    connection = _Connection(parts, addresses[0], port)
    end = threading.Timer(settings.LINK_CHECK_TIMEOUT, connection.cut)  # however slowly it drips
    end.start()
    try:
        connection.request(method, _path(parts), headers={"User-Agent": user_agent(), "Accept": "*/*"})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location")
    finally:
        end.cancel()
        connection.close()


def looked_up(host, port):
    """All addresses of a name; refused where a single one of them is not public."""
    try:
        found = socket.getaddrinfo(host.encode("idna").decode(), port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise Failed(gettext("Its host is no name that can exist.")) from error
    except socket.gaierror as error:
        raise Failed(gettext("There is no host called %(host)s.") % {"host": host}) from error
    addresses = [ipaddress.ip_address(address[0].partition("%")[0]) for *_kind, address in found]
    for address in addresses:
        if not is_public(address) and not (_allows_loopback() and address.is_loopback):
            raise Failed(gettext("%(host)s is not on the public internet.") % {"host": host})
    return addresses


def is_public(address):
    """Also of what is wrapped: an address of version 4 inside one of version 6 counts by itself."""
    if address.version == 6:
        if address in NAT64 or address.sixtofour or address.teredo or address.is_site_local:
            return False
        address = address.ipv4_mapped or address
    is_special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not is_special


def user_agent():
    host = next((host for host in settings.ALLOWED_HOSTS if host[0] not in "*."), "")
    return f"SELEC-link-checker/1.0{f' (+https://{host}/)' if host else ''}"


def _allows_loopback():
    return settings.LINK_CHECK_ALLOWS_LOOPBACK


def _path(parts):
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    return quote(path, safe="/?&=%:;,+@!$'()*~#[]-._")


class _Connection(http.client.HTTPConnection):
    """To an address that has been checked, under the name that the link has."""

    def __init__(self, parts, address, port):
        super().__init__(parts.hostname.encode("idna").decode(), port, timeout=settings.LINK_CHECK_TIMEOUT)
        self.address, self.is_secure = str(address), parts.scheme == "https"
        self.default_port = PORTS[parts.scheme]

    def connect(self):
        self.sock = socket.create_connection((self.address, self.port), self.timeout)
        if self.is_secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def cut(self):
        """From another thread: whatever waits for this connection ends at once."""
        connected = self.sock
        if connected is not None:
            try:
                socket.socket.shutdown(connected, socket.SHUT_RDWR)  # also below TLS, in mid-handshake
            except OSError:
                return
