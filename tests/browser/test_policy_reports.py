"""What a real browser tells of a page that was kept from doing something. It tells by https alone: hence nginx."""

import shutil
import time
from urllib.parse import urlsplit

import pytest

from selec_cms.policy_reports import PolicyReport
from tests import deployed, machine

from .conftest import QUIET

pytestmark = [pytest.mark.browser, pytest.mark.looks]
FORBIDDEN = (
    "document.body.append(Object.assign(new Image(), {src: 'https://elsewhere.example/a.png?who=me'}))"
)
PATIENCE = 20  # seconds


@pytest.fixture
def by_https(browser, live_server, tmp_path, settings):
    """A browser for which the live server, behind nginx, is the site at its own address."""
    if not (shutil.which("nginx") or machine.install("nginx")):
        machine.skip("needs nginx: apt install nginx")
    settings.ALLOWED_HOSTS = [deployed.HOST]
    port = machine.free_port()
    live = urlsplit(live_server.url).port
    deployed.nginx_folder(tmp_path, [live], plain=machine.free_port(), tls=port)
    nginx = deployed.nginx(tmp_path)
    deployed.await_port(port)
    led = [f"--host-resolver-rules=MAP {deployed.HOST}:443 127.0.0.1:{port}", "--ignore-certificate-errors"]
    path = machine.installed_browser()
    other = browser.browser_type.launch(executable_path=path, args=[*QUIET, *led, "--short-reporting-delay"])
    yield other.new_context(base_url=f"https://{deployed.HOST}")
    other.close()
    nginx.terminate()
    nginx.wait(10)
    live_server.answering.settle()


def test_what_the_policy_forbids_is_reported_and_nothing_of_whoever_looked(by_https, organisation):
    page = by_https.new_page()
    page.goto("/search/?q=a+visitors+words")
    page.wait_for_timeout(500)
    page.evaluate(FORBIDDEN)
    until = time.monotonic() + PATIENCE
    while not PolicyReport.objects.exists() and time.monotonic() < until:
        page.wait_for_timeout(100)
    (kept,) = PolicyReport.objects.values()
    del kept["id"], kept["first_at"], kept["last_at"]
    assert kept == {"directive": "img-src", "blocked": "elsewhere.example", "page": "search/", "times": 1}
