"""Whole answers, as they are sent: compressed once, in a bounded part of a process's memory."""

import gzip
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from threading import Lock

import brotli
from isal import igzip

# The best encoding first. Of what is kept it takes about a millisecond for a page; of what is sent once, a twentieth.
COMPRESSED = {
    "br": partial(brotli.compress, quality=5),
    "gzip": partial(gzip.compress, compresslevel=6, mtime=0),
}
COMPRESSED_ONCE = {
    "br": partial(brotli.compress, quality=1),
    "gzip": partial(igzip.compress, compresslevel=2, mtime=0),
}
SMALL = 200  # bytes that are not worth compressing
SHARE_OF_QUERIES = 0.25  # of the memory: addresses with a query are as many as strangers care to make up


@dataclass(frozen=True)
class Page:
    """An answer that may be kept. `headers` are those of every form of it, without its length and encoding."""

    status: str
    headers: tuple
    tag: str
    forms: dict  # by encoding: the body's bytes

    @classmethod
    def of(cls, status, headers, body, compressed=COMPRESSED):
        """For everybody: it may be stored anywhere, and is asked about each time."""
        given = {name.lower(): value for name, value in headers}
        tag = given.get("etag", "").removeprefix("W/") or f'"{sha256(body).hexdigest()[:32]}"'
        told = {"Vary": "Accept-Encoding"} | (
            {} if "cache-control" in given else {"Cache-Control": "no-cache"}
        )
        rest = [one for one in _without_length(headers) if one[0].lower() not in ("etag", "vary")]
        forms = {one: compress(body) for one, compress in compressed.items()} if len(body) >= SMALL else {}
        return cls(status, (*rest, *told.items()), f"W/{tag}", forms or {"": body})

    @classmethod
    def once(cls, status, headers, body):
        """For one person."""
        forms = {"gzip": COMPRESSED_ONCE["gzip"](body)} if len(body) >= SMALL else {"": body}
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
