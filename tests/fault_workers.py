"""What tests/faults.py does to workers and to their mail server; the site's own side of it is in fault_acts.py."""

import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

from tests import deployed
from tests.rolling import Load
from tests.smtp import mail_server

READERS, LINKS = 12, 30
DELAY = 2.5  # seconds by which an act may take longer, on a busy machine; half of what the worker waits for


def workers_killed(site, seconds):
    """Two of them, each killed at a random moment of its work; then a calm one, once nobody writes any more."""
    stack = ExitStack()
    post, visits = stack.enter_context(mail_server(SimpleNamespace())), stack.enter_context(link_server())
    links = f"http://127.0.0.1:{visits.server_address[1]}/"
    site.child("publish", "Told by workers", links)
    kills = int(site.child("workers", str(post.port), str(seconds)))

    def troubles(load):
        with stack, working(site, post.port):
            yield from left(site)
        yield from (
            f"GET {path}: {status}" for _began, method, path, status in load.errors if method == "GET"
        )
        yield from undelivered(site, post.mails, "Told by workers", kills)
        if len({*visits.seen}) != LINKS or len(visits.seen) - LINKS > kills:
            yield f"{len(visits.seen)} visits to {len({*visits.seen})} of {LINKS} links"
        if kills < seconds / 3:
            yield f"only {kills} kills"

    return troubles


def mail_stalls(site, seconds):
    """A server that takes the connection and says nothing; the worker that waits for it is the one that goes on."""
    usual = float(site.child("publish", "Told before"))  # by a process that has just started, under load
    stack, silent = ExitStack(), socket.create_server(("127.0.0.1", 0))
    port = silent.getsockname()[1]
    stack.enter_context(working(site, port))
    with silent:
        silent.settimeout(60)
        caller, _address = silent.accept()
        took = float(site.child("publish", "Told later"))
        page = Load(site.tls).ask("GET", "/news/press-releases/")[2]
        time.sleep(seconds)
        caller.close()

    def troubles(load):
        with stack, mail_server(SimpleNamespace(), port) as post:
            yield from left(site)
        if took > usual + DELAY or "Told later" not in page:
            here = "" if "Told later" in page else "not "
            yield f"published after {took:.1f} s, before it after {usual:.1f} s; {here}on its page at once"
        yield from (f"{method} {path}: {status}" for _began, method, path, status in load.errors)
        yield from undelivered(site, post.mails, "Told later", 0)

    return troubles


@contextmanager
def working(site, port):
    """A worker, which hands its mail to that port."""
    command = [sys.executable, deployed.HERE / "tests" / "faults.py", "work", str(port)]
    with open(site.folder / "worker.log", "ab") as log:
        told = {"stdout": log, "stderr": log, "env": site.environment, "cwd": deployed.HERE}
        worker = subprocess.Popen(command, **told)
        try:
            yield
        finally:
            worker.kill()
            worker.wait()


def left(site):
    """What still waits after a minute."""
    return filter(None, site.child("left", "60").splitlines())


def undelivered(site, mails, title, most_repeats):
    """Each message and each letter has to be there, under one Message-ID; `site.mailed` are those of before."""
    names = [mail["Message-ID"] for mail in mails]
    site.mailed |= {name for name in names if name.startswith("<contact-")}
    told = {(mail["To"], mail["Message-ID"]) for mail in mails if title in mail.as_string()}
    if len(site.mailed) != site.messages():
        yield f"{len(site.mailed)} of {site.messages()} messages mailed"
    if not len(told) == len({to for to, _name in told}) == READERS:
        yield f"{len(told)} letters to {len({to for to, _name in told})} of {READERS} people"
    if len(names) - len({*names}) > most_repeats:
        yield f"{len(names) - len({*names})} mails came twice"


class Visited(BaseHTTPRequestHandler):
    def do_HEAD(self):
        self.server.seen.append(self.path)
        time.sleep(0.2)  # a worker may be killed meanwhile
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_words):
        pass


@contextmanager
def link_server():
    """`.seen` are the addresses that were visited."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Visited) as server:
        server.seen = []
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()
