"""Signing in by way of another site, in a web process that has it switched on, against a real provider."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
import requests

from tests.machine import free_port
from tests.openid_provider import CLIENT, SECRET, provider

HERE = Path(__file__).resolve().parent.parent.parent
PATIENCE_SECONDS = 60
PEOPLE = """
from django.contrib.auth.models import User
for name, is_active in [("ana", True), ("boris", False)]:
    User.objects.create_user(name, f"{name}@selec.example", is_staff=True, is_active=is_active)
"""
FACTORS = "/admin/account/second-factor/"

pytestmark = pytest.mark.looks


@pytest.fixture(scope="module")
def elsewhere():
    with provider() as running:
        yield running


@pytest.fixture(scope="module")
def site(elsewhere, tmp_path_factory):
    """A site with a database of its own."""
    folder, port = tmp_path_factory.mktemp("openid"), free_port()
    given = {"DEBUG": "1", "SECRET_KEY": "openid", "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3"}
    given |= {"OIDC_SERVER": elsewhere.address, "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET}
    given |= {"MEDIA_ROOT": f"{folder}/media", "OIDC_NAME": "SELEC account", "PORT": str(port)}
    run = {"cwd": HERE, "env": os.environ | given, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "--verbosity=0"], check=True, **run)
    subprocess.run([*manage, "shell", "-c", PEOPLE], check=True, **run)
    server = subprocess.Popen([*manage, "runserver", "--noreload", f"127.0.0.1:{port}"], **run)
    address = f"http://127.0.0.1:{port}"
    wait_for(f"{address}/robots.txt")
    yield Site(address, folder / "db.sqlite3")
    server.terminate()
    server.wait()


def wait_for(address):
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            return requests.get(address, timeout=5)
        except requests.ConnectionError:
            time.sleep(0.2)
    raise TimeoutError


class Site:
    def __init__(self, address, database):
        self.address, self.database = address, database

    def sign_in(self):
        """A browser that follows the button of the other site to its end, and the last page."""
        browser = requests.Session()
        page = browser.get(f"{self.address}/admin/account/login/", timeout=30)
        assert "SELEC account" in page.text
        return browser, browser.get(f"{self.address}/admin/account/oidc/staff/login/", timeout=30)

    def stored(self, query):
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(query).fetchall()


def test_whoever_has_an_account_with_the_address_that_is_verified_there_comes_in(site, elsewhere):
    elsewhere.person = {"sub": "4711", "email": "ana@selec.example", "email_verified": True}
    browser, _page = site.sign_in()
    assert elsewhere.asked[-2:] == ["/token", "/userinfo"]
    assert browser.get(f"{site.address}/admin/", timeout=30).url == f"{site.address}{FACTORS}"
    log = site.stored("SELECT act, actor_name FROM audit_entry ORDER BY number")
    assert log == [("linked a sign-in", "ana"), ("signed in", "ana")]
    elsewhere.person = {"sub": "4711", "email": "another@elsewhere.example", "email_verified": False}
    browser, _page = site.sign_in()
    assert browser.get(f"{site.address}/admin/", timeout=30).url == f"{site.address}{FACTORS}"


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "1", "email": "ana@selec.example", "email_verified": False},
        {"sub": "2", "email": "stranger@selec.example", "email_verified": True},
        {"sub": "3", "email": "boris@selec.example", "email_verified": True},
        {"sub": "4"},
    ],
    ids=["not verified", "unknown", "closed", "without an address"],
)
def test_nobody_else_does_and_no_account_is_made(site, elsewhere, person):
    elsewhere.person = person
    browser, page = site.sign_in()
    assert page.url.startswith(f"{site.address}/admin/account/login/")
    assert "No account here belongs to this sign-in" in page.text
    assert "/admin/account/login/" in browser.get(f"{site.address}/admin/", timeout=30).url
    assert site.stored("SELECT count(*) FROM auth_user") == [(2,)]
