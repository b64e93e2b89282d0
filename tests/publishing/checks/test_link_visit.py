"""The visitor of links, against a real server on this machine."""

import contextlib
import socket
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest
from django.core.management import call_command

from news.models import PressRelease
from publishing.checks import findings
from publishing.link_visit import check_links, is_public, visit
from publishing.links import LEASE, ExternalLink
from publishing.readings import read_texts
from tests.make import at, make

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
NOW = at("2026-11-20 12:00")


class Handler(BaseHTTPRequestHandler):
    """/404 answers 404; /head answers 405 to HEAD; /to/<address> redirects there; /slow and /drip never end."""

    protocol_version = "HTTP/1.0"

    def do_GET(self):
        self.server.seen.append((self.command, self.path, self.headers["User-Agent"], self.headers["Host"]))
        if self.path == "/slow":
            return time.sleep(3)
        if self.path == "/drip":
            return self.drip()
        if self.path.startswith(("/to/", "/steps/", "/loop")):
            return self.redirect()
        status = self.path.strip("/?").split("/")[0]
        self.send_response(int(status) if status.isdecimal() else 405 if self.command == "HEAD" else 200)
        return self.end_headers()

    do_HEAD = do_GET

    def redirect(self):
        if self.path.startswith("/steps/"):
            number = int(self.path.split("/")[2])
            target = f"/steps/{number - 1}" if number else "/200"
        else:
            target = self.path.removeprefix("/to/")  # /loop leads to itself
        self.send_response(302)
        self.send_header("Location", target)
        self.end_headers()

    def drip(self):
        for _ in range(30):
            self.wfile.write(b"H")
            self.wfile.flush()
            time.sleep(0.1)

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def server(settings):
    settings.LINK_CHECK_ALLOWS_LOOPBACK, settings.LINK_CHECK_TIMEOUT = True, 1
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.block_on_close, server.seen = True, False, []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.url = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


# path: (alive, gone at once)
ANSWERS = {
    "/200": (True, False),
    "/head": (True, False),
    "/403": (True, False),
    "/429": (True, False),
    "/404": (False, True),
    "/410": (False, True),
    "/500": (False, False),
    "/steps/2": (True, False),
    "/steps/3": (False, False),
    "/loop": (False, False),
    "/to//404": (False, True),
    "/slow": (False, False),
    "/drip": (False, False),
    "/to/http://10.0.0.1/": (False, False),
    "/to/http://169.254.169.254/latest/meta-data": (False, False),
    "/to/http://[::ffff:10.0.0.1]/": (False, False),
    "/to/file:///etc/passwd": (True, False),
    "/200/ä ü?q=ö": (True, False),
    "/to/http://no-such-host.invalid/": (False, False),
}


@pytest.mark.parametrize("path", ANSWERS)
def test_what_a_visit_finds(path, server):
    start = time.monotonic()
    answer = visit(server.url + path)
    assert (answer.is_alive, answer.is_gone) == ANSWERS[path], answer
    assert answer.outcome.endswith(".")
    assert time.monotonic() - start < 2.5


def test_a_visit_says_who_comes_and_asks_for_the_head_first(server, settings):
    settings.ALLOWED_HOSTS = ["www.selec.example"]
    visit(f"{server.url}/head")
    agent = "SELEC-link-checker/1.0 (+https://www.selec.example/)"
    host = server.url.removeprefix("http://")
    assert server.seen == [("HEAD", "/head", agent, host), ("GET", "/head", agent, host)]


def test_the_inside_is_never_visited(server, settings):
    settings.LINK_CHECK_ALLOWS_LOOPBACK = False
    for host in [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "0.0.0.0",  # noqa: S104  never listened on
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "017700000001",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
    ]:
        assert not visit(f"http://{host}:{server.server_port}/200").is_alive, host
    assert server.seen == []


@pytest.mark.parametrize(
    "address",
    ["10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "127.0.0.1", "0.0.0.0", "224.0.0.1",  # noqa: S104  never listened on
     "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "::ffff:192.168.0.1", "64:ff9b::a00:1", "2002:a00:1::",
     "ff02::1", "198.18.0.1", "fec0::1", "64:ff9b:1::a00:1", "::7f00:1", "2001::1", "::ffff:224.0.0.1", "240.0.0.1"],
)  # fmt: skip
def test_addresses_that_are_not_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "193.231.1.1", "2a00:1450:4001::1", "::ffff:8.8.8.8"])
def test_addresses_that_are_public(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url", ["http://8.8.8.8:22/", "https://8.8.8.8:8443/", "ftp://8.8.8.8/", "http:///x", "x:y"]
)
def test_other_ports_and_schemes_are_not_visited_and_not_called_dead(url, settings):
    answer = visit(url)
    assert (answer.is_alive, "not visited" in answer.outcome) == (True, True)


@pytest.mark.parametrize(
    "url", ["http://[", "http://a:b:c/", "http://\x00/", "http://" + "a" * 300 + "/", "http://ä..b/"]
)
def test_an_address_that_is_none_is_a_failure_and_no_crash(url):
    assert not visit(url).is_alive


def answering(monkeypatch, *answers):
    """The name server says one answer after the other; [(address)] of what was connected to."""
    given, connected = list(answers), []

    def answer(_host, port, **_options):
        found = given.pop(0) if len(given) > 1 else given[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    def connect(address, _timeout=None, **_options):
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(socket, "create_connection", connect)
    return connected


def test_a_name_of_which_one_address_is_inside_is_never_visited(monkeypatch):
    connected = answering(monkeypatch, ["8.8.8.8", "10.0.0.1"])
    assert "not on the public internet" in visit("http://two.example/").outcome
    assert connected == []


def test_a_second_answer_of_the_name_server_changes_nothing(monkeypatch):
    """The connection goes to the address that was looked at, not to whatever the name says by then."""
    connected = answering(monkeypatch, ["8.8.8.8"], ["10.0.0.1"])
    assert not visit("http://rebinding.example/").is_alive
    assert connected == ["8.8.8.8"]


def test_a_redirect_to_the_inside_is_looked_at_as_the_first_address_is(server):
    for inside in (
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/",
        "http://[fe80::1]/",
        "//192.168.1.1/",
    ):
        answer = visit(f"{server.url}/to/{inside}")
        assert "not on the public internet" in answer.outcome, inside
    assert {seen[0] for seen in server.seen} == {"HEAD"}
    assert len(server.seen) == 4


def test_a_handshake_that_drips_is_cut_off(settings):
    settings.LINK_CHECK_ALLOWS_LOOPBACK, settings.LINK_CHECK_TIMEOUT = True, 1
    listener = socket.create_server(("127.0.0.1", 0))

    def drip():
        client, _address = listener.accept()
        with contextlib.suppress(OSError):
            for byte in b"\x16\x03\x03\x40\x00" + b"\x02" * 40:
                client.sendall(bytes([byte]))
                time.sleep(0.1)

    threading.Thread(target=drip, daemon=True).start()
    start = time.monotonic()
    answer = visit(f"https://127.0.0.1:{listener.getsockname()[1]}/")
    listener.close()
    assert not answer.is_alive
    assert time.monotonic() - start < 2.5


def release(*urls):
    links = " ".join(f'<a href="{url}">a page</a>' for url in urls)
    return make(PressRelease, body=f"<p>See {links}</p>", summary="S.")


def run(clock, instant):
    clock.set(instant)
    return check_links(100)


def test_links_are_visited_when_due_and_dead_when_they_failed_twice(server, clock):
    clock.set(NOW)
    edition = release(f"{server.url}/200#part", f"{server.url}/404", f"{server.url}/500")
    assert run(clock, NOW) == 3
    dead = dict(ExternalLink.objects.values_list("url", "is_dead"))
    assert dead == {f"{server.url}/200": False, f"{server.url}/404": True, f"{server.url}/500": False}
    assert run(clock, NOW + timedelta(hours=23)) == 0
    assert run(clock, NOW + timedelta(hours=25)) == 2
    assert ExternalLink.objects.get(url=f"{server.url}/500").is_dead
    assert run(clock, NOW + timedelta(days=8)) == 3
    warnings = [one for one in findings(edition) if one.rule == "dead_outward_link"]
    assert sorted(one.url for one in warnings) == [f"{server.url}/404", f"{server.url}/500"]
    assert not any(one.stops for one in warnings)


def test_a_link_that_answers_again_is_alive_at_once(clock):
    link = ExternalLink.objects.known(["https://example.org/"]).get()
    answers = [visit("http://["), visit("http://["), visit("ftp://example.org/")]
    assert [link.found(answer, NOW) or (link.is_dead, link.failures) for answer in answers] == [
        (False, 1),
        (True, 2),
        (False, 0),
    ]


def test_of_two_runs_one_has_the_link_until_its_lease_ends():
    link = ExternalLink.objects.known(["https://example.org/"]).get()
    assert link.claim(NOW)
    assert not link.claim(NOW)
    assert link.claim(NOW + LEASE)


def test_a_link_that_nobody_uses_is_left_alone(server, clock):
    edition = release(f"{server.url}/200")
    read_texts(10)
    PressRelease.objects.filter(pk=edition.pk).update(superseded_at=NOW)
    assert run(clock, NOW + timedelta(days=1)) == 0


def test_the_command_says_how_many(server, capsys):
    release(f"{server.url}/200", f"{server.url}/404")
    call_command("check_links", limit=1)
    call_command("check_links")
    assert capsys.readouterr().out == "1 links visited.\n1 links visited.\n"
