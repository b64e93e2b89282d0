"""Whole answers, as they are sent: compressed once, in a bounded part of a process's memory, and in Redis for all."""

import json
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from gzip import compress as gzip
from hashlib import sha256
from pathlib import Path
from threading import Lock
from time import monotonic

import brotli
from django.apps import apps
from django.conf import settings
from redis import Redis, RedisError

QUALITY = {"br": 5, "gzip": 6}  # the best first; what takes about a millisecond for a page
SMALL = 200  # bytes that are not worth compressing
SHARE_OF_QUERIES = 0.25  # of the memory: addresses with a query are as many as strangers care to make up
ON_PAGES = ["SITE_URL", "OCID_PREFIX", "OCDS_LICENSE", "DEBUG"]  # settings that differ from site to site
PAUSE = 5  # seconds for which a Redis that failed is left alone
CLAIM = 5_000  # milliseconds for which one process may be at work on a page before another is


@dataclass(frozen=True)
class Page:
    """An answer that may be kept. `headers` are those of every form of it, without its length and encoding."""

    status: str
    headers: tuple
    tag: str
    forms: dict  # by encoding: the body's bytes

    @classmethod
    def of(cls, status, headers, body):
        """For everybody: it may be stored anywhere, and is asked about each time."""
        given = {name.lower(): value for name, value in headers}
        tag = given.get("etag", "").removeprefix("W/") or f'"{sha256(body).hexdigest()[:32]}"'
        told = {"Vary": "Accept-Encoding"} | (
            {} if "cache-control" in given else {"Cache-Control": "no-cache"}
        )
        rest = [one for one in _without_length(headers) if one[0].lower() not in ("etag", "vary")]
        forms = {"br": brotli.compress(body, quality=QUALITY["br"]), "gzip": _gzip(body)}
        return cls(status, (*rest, *told.items()), f"W/{tag}", forms if len(body) >= SMALL else {"": body})

    @classmethod
    def once(cls, status, headers, body):
        """For one person."""
        forms = {"gzip": _gzip(body)} if len(body) >= SMALL else {"": body}
        return cls(status, tuple(_without_length(headers)), "", forms)

    @property
    def size(self):
        """Bytes, about as many as it takes in memory."""
        return sum(map(len, self.forms.values())) + 1_500

    def body_in(self, encoding):
        return (
            self.forms[encoding] if encoding in self.forms else zlib.decompress(self.forms["gzip"], wbits=31)
        )


def _without_length(headers):
    return [(name, value) for name, value in headers if name.lower() != "content-length"]


def _gzip(body):
    return gzip(body, QUALITY["gzip"], mtime=0)


class Memory:
    """The pages asked for last, up to so many bytes; a quarter of them is for addresses with a query."""

    def __init__(self, most):
        self.shelves = {
            True: Shelf(int(most * SHARE_OF_QUERIES)),
            False: Shelf(int(most * (1 - SHARE_OF_QUERIES))),
        }

    def get(self, key):
        return self.shelves[bool(key.query)].get(key)

    def put(self, key, page):
        self.shelves[bool(key.query)].put(key, page)


class Shelf:
    def __init__(self, most):
        self.most, self.size, self.lock = most, 0, Lock()
        self.pages = OrderedDict()

    def get(self, key):
        with self.lock:
            if page := self.pages.get(key):
                self.pages.move_to_end(key)
            return page

    def put(self, key, page):
        with self.lock:
            former = self.pages.pop(key, None)
            self.pages[key] = page
            self.size += page.size - (former.size if former else 0)
            while self.size > self.most:
                _key, oldest = self.pages.popitem(last=False)
                self.size -= oldest.size


class Shared:
    """The same for the processes of several machines. It fails open: without Redis there is nothing in it."""

    def __init__(self, address):
        self.redis = Redis.from_url(address, socket_timeout=0.25, socket_connect_timeout=0.25)  # s
        self.silent_until = 0
        self.build = build()

    def get(self, key):
        found = self._ask(lambda: self.redis.get(self._name(key)))
        return _read(found) if found else None

    def put(self, key, page, seconds):
        self._ask(lambda: self.redis.set(self._name(key), _written(page), ex=max(int(seconds), 1)))

    def claim(self, key):
        """Whether it is for this process to render it: so it is where nobody can tell."""
        told = self._ask(lambda: [self.redis.set(f"{self._name(key)}:claim", 1, nx=True, px=CLAIM)])
        return not told or bool(told[0])

    def release(self, key):
        """What was not kept is rendered by the next one at once: it waits for nobody."""
        self._ask(lambda: self.redis.delete(f"{self._name(key)}:claim"))

    def _name(self, key):
        return f"selec:page:{sha256(repr((self.build, key)).encode()).hexdigest()}"

    def _ask(self, command):
        if monotonic() < self.silent_until:
            return None
        try:
            return command()
        except RedisError:
            self.silent_until = monotonic() + PAUSE
            return None


def build():
    """What pages are made by, as a name: the code, the templates, the names of static files, and the environment.

    Two versions of the site that run side by side during an upgrade share no page.
    """
    own = [Path(one.path) for one in apps.get_app_configs() if Path(one.path).parent == settings.BASE_DIR]
    files = [path for folder in own for path in folder.rglob("*.py")]
    files += (settings.BASE_DIR / "templates").rglob("*.html")
    files += [
        settings.BASE_DIR / "requirements" / "base.txt",
        Path(settings.STATIC_ROOT) / "staticfiles.json",
    ]
    told = sha256(repr([getattr(settings, name) for name in ON_PAGES]).encode())
    for path in sorted(path for path in files if path.exists()):
        told.update(path.read_bytes())
    return told.hexdigest()


def _written(page):
    """A line of JSON, then the bodies."""
    names = [*page.forms]
    told = {
        "status": page.status,
        "headers": page.headers,
        "tag": page.tag,
        "forms": [[name, len(page.forms[name])] for name in names],
    }
    return json.dumps(told).encode() + b"\n" + b"".join(page.forms[name] for name in names)


def _read(found):
    head, _newline, rest = found.partition(b"\n")
    told, forms = json.loads(head), {}
    for name, length in told["forms"]:
        forms[name], rest = rest[:length], rest[length:]
    return Page(told["status"], tuple(map(tuple, told["headers"])), told["tag"], forms)
