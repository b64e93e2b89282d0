"""The page cache: a page is a function of its address and the site's state, so it is kept for as long as that state.

Outermost, before Django: the state of the site comes first (site_state.py), and nothing is told but what belongs to it.
Visitors alone get what is kept; who has a session, or asks for a file's bytes, passes by.
`Cache-Status` (RFC 9211) says of each answer whether it was a hit.
"""

import re
import time
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from importlib import import_module
from threading import Lock
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.utils.http import parse_etags

from publishing.keeping import State
from publishing.lists import LISTS

from . import metrics
from .kept_pages import COMPRESSED, COMPRESSED_ONCE, Memory, Page
from .site_state import SiteState, asked_of_database, without_health_check

# Of one person, or bytes, which are no cheaper to keep than to read.
PASSES_BY = tuple(
    f"/{name}/"
    for name in "admin alerts contacts review static files images cards health policy-reports".split()
)
# What visitors' pages read of a query besides the filters of lists; whatever else stands there is not handed on.
PARAMETERS = {"q", "exact", "page", "month", "when", "limit", "cursor"}
LONGEST_QUERY = 2_000  # characters
# No page depends on these, or it is told them here: what is kept is for everybody.
NOT_HANDED_ON = {"HTTP_COOKIE", "HTTP_ACCEPT_ENCODING", "HTTP_ACCEPT_LANGUAGE", "HTTP_IF_NONE_MATCH"}
CONDITIONS = {"HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_RANGE"}
KEPT = ("200 ", "301 ", "302 ", "308 ", "410 ")
TEXT = ("text/", "application/json", "application/feed+json", "application/atom+xml", "application/xml")
TEXT += ("application/ld+json", "application/opensearchdescription+xml", "application/problem+json")
LONGEST = 2 * 1024 * 1024  # bytes of an answer that is kept
ACCEPTED = re.compile(r"([a-z*]+)\s*(?:;\s*q=([0-9.]*))?")
LONGEST_WAIT = 10  # seconds for a page that another thread is at work on
LONGEST_WAIT_FOR_ANOTHER = 2  # for one that another process is at work on
NAME = "SELEC"
NOT_KEPT = Page("", (), "", {"": b""})  # stands for an answer that is nobody else's


class Key(NamedTuple):
    state: State
    scheme: str
    host: str
    path: str
    query: str


class PageCache:
    """A WSGI application round `application`. Without `megabytes` nothing is kept, and answers are the same.

    `visitors`, if given, is asked instead for what is for everybody, and answers it in the same way.
    """

    def __init__(self, application, megabytes=0, redis_address="", replica=None, visitors=None):
        self.application, self.visitors = application, visitors
        self.replica = replica
        self.memory = Memory(megabytes * 1024 * 1024)
        self.shared = _shared(redis_address) if redis_address and megabytes else None
        self.is_on = bool(megabytes)
        self.site = SiteState() if self.is_on else lambda: (asked_of_database(), True)
        self.at_work = [Lock() for _ in range(64)]  # a page waits for itself, and by chance for another
        import_module(settings.ROOT_URLCONF)  # with which the lists come, and their filters
        self.parameters = PARAMETERS | {choice.name for one in LISTS.values() for choice in one.filters}

    def __call__(self, environ, start_response):
        if passes_by(environ):
            return self._passed_on(environ, start_response)
        (reading, state), is_connected = self.site()
        if state is None:
            return self._passed_on(environ, start_response)
        environ["selec.reading"], environ["selec.is_connected"] = reading, is_connected
        key = Key(state, *self._address(environ))
        page = self._kept(key)
        if page is None:
            with self._turn(key):
                page = self._kept(key)
                if page is None:
                    return self._rendered(key, environ, start_response)
        if page is NOT_KEPT:
            return self._passed_on(environ, start_response)
        metrics.count_kept()
        return sent(page, "hit", key, environ, start_response)

    def _address(self, environ):
        """(scheme, host, path, query): the query in one order, each name once, and none that no page reads."""
        scheme = environ.get("HTTP_X_FORWARDED_PROTO") or environ["wsgi.url_scheme"]
        host = environ.get("HTTP_HOST") or environ["SERVER_NAME"]
        if not environ.get("QUERY_STRING"):
            return scheme, host, environ["PATH_INFO"], ""
        asked = dict(parse_qsl(environ["QUERY_STRING"], keep_blank_values=True))
        known = sorted((name, value) for name, value in asked.items() if name in self.parameters)
        return scheme, host, environ["PATH_INFO"], urlencode(known)

    def _kept(self, key):
        """The page, NOT_KEPT where there is none for everybody, or None."""
        if not self.is_on:
            return None
        page = self.memory.get(key)
        if page is None and self.shared and (page := self.shared.get(key)):
            page = page if page.status else NOT_KEPT
            self.memory.put(key, page)
        return page

    @contextmanager
    def _turn(self, key):
        """One at a time: of this process's threads, and of all processes where they share what they keep."""
        lock = self.at_work[hash(key) % len(self.at_work)]
        is_ours = self.is_on and lock.acquire(timeout=LONGEST_WAIT)
        is_claimed = False
        try:
            is_claimed = self.shared and self._is_claimed(key)
            yield
        finally:
            if is_claimed:
                self.shared.release(key)
            if is_ours:
                lock.release()

    def _is_claimed(self, key):
        """Once no other process is at work on it; not where one has rendered it, or takes too long."""
        until = time.monotonic() + LONGEST_WAIT_FOR_ANOTHER
        while not self.shared.claim(key):
            if self._kept(key) is not None or time.monotonic() > until:
                return False
            time.sleep(0.01)
        return True

    def _rendered(self, key, environ, start_response):
        status, headers, body = self._asked(key, environ)
        if not is_whole_text(headers):
            start_response(status, [*headers, ("Cache-Status", f"{NAME}; fwd=miss")])
            return body if environ["REQUEST_METHOD"] == "GET" else unsent(body)
        content = joined(body)
        if is_for_everybody(status, headers):
            page = Page.of(status, headers, content, self._forms_for(environ))
            self._keep(key, page, environ["selec.reading"])
            return sent(page, "fwd=miss; stored" if self.is_on else "fwd=miss", key, environ, start_response)
        if status.startswith("200 "):
            self._keep(key, NOT_KEPT, environ["selec.reading"])
        return sent(Page.once(status, headers, content), "fwd=miss", key, environ, start_response)

    def _forms_for(self, environ):
        """Every one, where it is kept; the best that was asked for, where it is not. With what compresses to each."""
        asked = encodings(environ.get("HTTP_ACCEPT_ENCODING", ""))[:1]
        return COMPRESSED if self.is_on else {one: COMPRESSED_ONCE[one] for one in asked}

    def _asked(self, key, environ):
        """(status, headers, body) for anybody who asks for that address."""
        reading = environ["selec.reading"]
        if self.replica and self.replica.has(reading.version):
            with self.replica.asked(reading.now) as troubles:
                status, headers, body = self._answered(key, environ)
            if not troubles and not status.startswith("5"):
                return status, headers, body
            unsent(body)
            self.replica.leave_alone()
        return self._answered(key, environ)

    def _answered(self, key, environ):
        handed_on = {name: value for name, value in environ.items() if name not in NOT_HANDED_ON}
        answer = []
        with without_health_check() if environ["selec.is_connected"] else nullcontext():
            body = (self.visitors or self.application)(
                handed_on | {"REQUEST_METHOD": "GET", "QUERY_STRING": key.query},
                lambda status, headers, exc_info=None: answer.extend([status, headers]),
            )
        return *answer, body

    def _keep(self, key, page, reading):
        if self.is_on:
            self.memory.put(key, page)
        if self.shared:
            self.shared.put(key, page, (key.state.until - reading.now).total_seconds())

    def _passed_on(self, environ, start_response):
        def start(status, headers, exc_info=None):
            return start_response(status, [*headers, ("Cache-Status", f"{NAME}; fwd=bypass")], exc_info)

        return self.application(environ, start)


def passes_by(environ):
    """Whether the answer is that of one person, or no page."""
    return (
        environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or environ["PATH_INFO"].startswith(PASSES_BY)
        or f"{settings.SESSION_COOKIE_NAME}=" in environ.get("HTTP_COOKIE", "")
        or not CONDITIONS.isdisjoint(environ)
        or len(environ.get("QUERY_STRING", "")) > LONGEST_QUERY
        or "review=" in environ.get("QUERY_STRING", "")
    )


def is_whole_text(headers):
    """What comes piece by piece has no length; a redirect has one of nought."""
    given = {name.lower(): value for name, value in headers}
    is_text = given.get("content-type", "").startswith(TEXT)
    return (
        is_text
        and "content-encoding" not in given
        and int(given.get("content-length", LONGEST + 1)) <= LONGEST
    )


def unsent(body):
    if hasattr(body, "close"):
        body.close()
    return []


def joined(body):
    try:
        return b"".join(body)
    finally:
        unsent(body)


def is_for_everybody(status, headers):
    given = {name.lower(): value.lower() for name, value in headers}
    control = given.get("cache-control", "")
    is_own = "set-cookie" in given or "private" in control or "no-store" in control
    return status.startswith(KEPT) and not is_own


def sent(page, how, key, environ, start_response):
    """The page in the form that was asked for, or 304."""
    headers = [*page.headers, ("Cache-Status", f"{NAME}; {how}")]
    if page.tag:
        # nginx keeps it until the end of this second, which is before anything changes by itself.
        headers += [
            ("ETag", page.tag),
            ("X-Accel-Expires", f"@{int(environ['selec.reading'].now.timestamp())}"),
        ]
        if has_it(environ.get("HTTP_IF_NONE_MATCH", ""), page.tag):
            start_response("304 Not Modified", [one for one in headers if one[0] != "Content-Type"])
            return []
    encoding = next(
        (one for one in encodings(environ.get("HTTP_ACCEPT_ENCODING", "")) if one in page.forms), ""
    )
    body = page.body_in(encoding)
    headers += [("Content-Encoding", encoding)] if encoding else []
    start_response(page.status, [*headers, ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def has_it(tags, tag):
    """Whether a tag that is weak, or none, is among those of `If-None-Match`."""
    return bool(tags) and (tags == tag or not {"*", tag, tag[2:]}.isdisjoint(parse_etags(tags)))


@lru_cache(maxsize=256)
def encodings(accepted):
    """Those of ours that an `Accept-Encoding` allows, the best first."""
    weights = dict(ACCEPTED.findall(accepted.lower()))
    return [one for one in COMPRESSED if one in weights and not re.fullmatch(r"0(\.0*)?", weights[one])]


def _shared(address):
    from .shared_pages import Shared  # a library of seven megabytes, for those alone who have a Redis

    return Shared(address)
