"""Every page is valid HTML, with one h1, no id twice and no heading skipped: public ones, and the back office."""

import os
import re
from collections import Counter
from gzip import compress
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client, override_settings

from tests import nu_checker
from tests.crawl import IN_THE_BACK_OFFICE, NOT_SHOWN, PUBLIC, telling_pages

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
HEADING = re.compile(r"<h([1-6])\b")
BESIDE = re.compile(r'(?:<link rel="stylesheet" href|<script src)="/static/([^"]+)"')
MOST = 60_000  # bytes of a page as it is sent, with its stylesheets and scripts, without its images
ID = re.compile(r'\sid="([^"]+)"')


@pytest.fixture
def demo():
    with override_settings(DEBUG=True, DEMO_PASSWORD="a long password"):
        call_command("demo")


@pytest.fixture
def checker():
    if not nu_checker.install():
        lacks = "needs Java and npm: apt install default-jre-headless npm"
        pytest.fail(lacks) if os.environ.get("CI") else pytest.skip(lacks)
    return nu_checker


@pytest.fixture(params=[PUBLIC, IN_THE_BACK_OFFICE], ids=["public", "back office"])
def pages(request, demo):
    client = Client()
    if request.param == IN_THE_BACK_OFFICE:
        client.force_login(User.objects.create_superuser("root"))
    pages = dict(telling_pages(client, request.param))
    assert len(pages) > 80
    return pages


def test_every_page_is_valid_its_headings_in_order_and_light(pages, checker, tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    for number, html in enumerate(pages.values()):
        (folder / f"{number}.html").write_text(html)
    addresses = [*pages]
    assert [(addresses[number], fault) for number, fault in checker.faults(folder)] == []
    heavy = {}
    for address, html in pages.items():
        levels = [int(level) for level in HEADING.findall(NOT_SHOWN.sub("", html))]
        assert levels.count(1) == 1, address
        assert all(below <= above + 1 for above, below in pairwise(levels)), address
        assert [name for name, times in Counter(ID.findall(html)).items() if times > 1] == [], address
        if not address.startswith("/admin/"):
            heavy |= {address: weight} if (weight := weight_of(html)) > MOST else {}
    assert heavy == {}


def weight_of(html):
    """Without its images."""
    beside = [Path(finders.find(name)).read_bytes() for name in BESIDE.findall(html)]
    assert beside
    return sum(len(compress(one)) for one in [html.encode(), *beside])
