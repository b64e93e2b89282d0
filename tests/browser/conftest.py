"""The whole site in a real browser: a live server, people with a browser each, and an eye on what it does."""

import os
import time
from fnmatch import fnmatch
from pathlib import Path
from threading import Lock, current_thread, main_thread
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.test import override_settings
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from organisation import demo
from selec_cms import roles
from selec_cms.django_apps import StaticFilesConfig

from .officer import Officer

QUIET = [
    *"--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split(),
    *"--disable-component-update --disable-sync".split(),
]
SECONDS = 1000
LONGEST_ANSWER, LOOK_EVERY, QUIET_LOOKS = 30, 0.02, 3  # seconds, seconds, looks
IN_PAGE = {"data", "blob", "about"}


@pytest.fixture(scope="session")
def live_server():
    """Static files come from the finders, also under our own configuration of that app.

    The middleware reads its settings once, when the server starts, before any test's own settings.
    """
    with override_settings(SECURE_SSL_REDIRECT=False):
        server = LiveServer("localhost", start=False)
        server.thread.static_handler = StaticFilesHandler
        server.start()
    server.answering = Answering()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser():
    """Playwright runs a loop in this thread, which Django would take for asynchronous code."""
    named = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        path = named if Path(named).exists() else None
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


class Answering:
    """How many requests the server is answering: the database is not emptied under one, or both wait for ever.

    The test's own client asks in the test's own thread, and need not read an answer to its end.
    """

    def __init__(self):
        self.number, self.lock = 0, Lock()
        request_started.connect(self.begin)
        request_finished.connect(self.end)

    def begin(self, **_signal):
        self.add(1)

    def end(self, **_signal):
        self.add(-1)

    def add(self, change):
        if current_thread() is not main_thread():
            with self.lock:
                self.number += change

    def settle(self):
        """Wait until nothing is answered, and what was on its way has come."""
        quiet, patience = 0, time.monotonic() + LONGEST_ANSWER
        while quiet < QUIET_LOOKS and time.monotonic() < patience:
            quiet = 0 if self.number else quiet + 1
            time.sleep(LOOK_EVERY)
        assert quiet, f"{self.number} requests are not answered yet."


# CKEditor, where a page is left while the editor's own frame is still coming.
OF_THE_EDITOR = "Cannot set properties of undefined (setting 'dir')"


class Watch:
    """Notes all that no page may ever do, in one person's browser."""

    def __init__(self, context, site):
        self.host, self.troubles = urlsplit(site).netloc, []
        context.on("request", self.request)
        context.on("response", self.response)
        context.on("console", self.console)
        context.on("weberror", self.error)
        context.on("dialog", self.dialog)

    def error(self, failed):
        if OF_THE_EDITOR not in str(failed.error):
            self.troubles.append(f"page error: {failed.error}")

    def request(self, request):
        url = urlsplit(request.url)
        if url.scheme not in IN_PAGE and url.netloc != self.host:
            self.troubles.append(f"request to another host: {request.url}")
        name = url.path.removeprefix("/static/")
        if any(fnmatch(name, pattern) for pattern in StaticFilesConfig.ignore_patterns if "/" in pattern):
            self.troubles.append(f"request for a file that is not collected: {name}")

    def response(self, response):
        if response.status >= 500 or (response.status >= 400 and "/static/" in response.url):
            self.troubles.append(f"{response.status} for {response.url}")

    def console(self, message):
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.troubles.append(f"{message.text} ({message.page and message.page.url})")

    def dialog(self, dialog):
        """A page that is left with changes asks first; nothing else may ever ask."""
        if dialog.type != "beforeunload":
            self.troubles.append(f"dialog: {dialog.message}")
        dialog.accept()


@pytest.fixture
def person_at(browser, live_server, transactional_db, settings):
    """person_at("ana"): Ana signed in, in her own browser; person_at(): a visitor's page. options as Playwright has.

    Whole addresses, such as those of letters, lead to the live server.
    """
    settings.SITE_URL = live_server.url
    cache.clear()  # of earlier tests: it is in no model's table
    opened = []

    def open_browser(name="", width=1280, **options):
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 800}, locale="en-GB", **options
        )
        context.set_default_timeout(20 * SECONDS)
        opened.append((context, Watch(context, live_server.url)))
        page = context.new_page()
        return Officer(page).sign_in(name) if name else page

    yield open_browser
    for context, _watch in opened:
        context.close()
    live_server.answering.settle()
    assert [trouble for _context, watch in opened for trouble in watch.troubles] == []


@pytest.fixture
def visitor(person_at):
    return person_at()


@pytest.fixture
def organisation(transactional_db):
    demo.load()


@pytest.fixture
def holder(transactional_db):
    """holder("Writer"): an account of the same name, in lower case, with the rights of that role."""
    roles.settle()

    def make_holder(role):
        user = User.objects.create_user(role.lower(), password="a long password", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        return user

    return make_holder
