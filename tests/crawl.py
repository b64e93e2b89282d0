"""A walk over the site that stops at each page that holds something which no page of its sort held before."""

import re
from collections import Counter, deque
from contextlib import contextmanager
from urllib.parse import urljoin

import pytest
from django.db import connection
from django.urls import Resolver404, resolve

from publishing import keeping
from publishing.keeping import COPIES

LINK = re.compile(r'<a\b[^>]*?\shref="([^"#]+)')
ELEMENT = re.compile(r"<([a-z][a-z0-9]*)\b([^>]*)>")
TOLD = re.compile(r'\b(class|role|type|aria-current|disabled|open)(?:="([^"]*)")?')
NOT_SHOWN = re.compile(r"(?s)<textarea.*?</textarea>|<script.*?</script>|<template.*?</template>|<!--.*?-->")
NOTHING_NEW = 5  # pages of one view, after which no more of it are asked for
PUBLIC = ["/", "/no-such-page/", "/search/?q=lorry", "/search/?q=lory", "/search/?q=zzqq"]
IN_THE_BACK_OFFICE = ["/admin/"]


def telling_pages(client, start):
    """(address, HTML) of pages from `start` on, along the links that stay on its side of the back office's door."""
    is_staff = start == IN_THE_BACK_OFFICE
    seen, met, idle, waiting = set(), set(), {}, deque(start)
    while waiting:
        address = waiting.popleft()
        view = sort_of_page(address)
        is_beyond = (
            not address.startswith("/") or address.startswith("/admin/") != is_staff or "logout" in address
        )
        if address in seen or is_beyond or idle.get(view, 0) >= NOTHING_NEW:
            continue
        seen.add(address)
        response = client.get(address)
        if not response.get("Content-Type", "").startswith("text/html") or response.status_code in (301, 302):
            continue
        html = response.content.decode()
        waiting += [urljoin(address, link.replace("&amp;", "&")) for link in LINK.findall(html)]
        parts = {(view, response.status_code, part) for part in parts_of(html)}
        if parts <= met:
            idle[view] = idle.get(view, 0) + 1
            continue
        met |= parts
        yield address, html


def sort_of_page(address):
    """The view; in the back office the act, whatever it is done to."""
    try:
        name = resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return None
    return name.rpartition("_")[2] if name.startswith("admin:") else name


def parts_of(html):
    """Each element with its classes and what else decides on how it looks."""
    for tag, attributes in ELEMENT.findall(NOT_SHOWN.sub("", html)):
        yield tag, *sorted(TOLD.findall(attributes))


class Turn:
    """Puts one address of each view before the next of any, so that what leaks is found soon."""

    def __init__(self):
        self.met = Counter()

    def __call__(self, address):
        view = resolve(address.partition("?")[0]).view_name
        self.met[view] += 1
        return self.met[view]


@contextmanager
def still_site():
    """Processes keep what they keep of a site that stands still, although the test is one transaction; and
    PostgreSQL, which counts rows by itself at times alone, knows how many there are: it took seconds for a feed."""
    COPIES.clear()
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeping, "may_be_undone", lambda: False)
        yield
