"""What tests/faults.py does on the site's own database, each in a process of its own; a line for each trouble."""

import io
import os
import random
import secrets
import signal
import time
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path

HIDDEN = "Zqfaulthidden"


def prepare():
    """A release that is scheduled for next year, and staff; prints the word that nobody may see."""
    from django.contrib.auth import get_user_model

    from organisation.models import Contact
    from publishing import clock

    for name in ("writer", "approver"):
        get_user_model().objects.create_user(name, is_staff=True, is_superuser=True)
    Contact.objects.create(purpose="general", email="info@example.org")
    approved("A headline")
    approved(f"{HIDDEN} headline", at=clock.now() + timedelta(days=365))
    print(HIDDEN)


def approved(title, html="", at=None):
    """How many seconds passed from the act of publishing to its being public."""
    from django.contrib.auth import get_user_model

    from news.models import PressRelease

    approver, writer = get_user_model().objects.filter(is_superuser=True).order_by("username")
    release = PressRelease(title=title, summary=f"{title}.", body=f"<p>{title}.</p>{html}")
    release.save_draft(writer)
    release.submit(writer)
    began = time.monotonic()
    release.approve(approver, at, "Europe/Bucharest", override="Many alike.")
    while not at and not PressRelease.objects.public().filter(pk=release.pk).exists():
        time.sleep(0.05)
    return time.monotonic() - began


def publish(title, links=""):
    """To readers, with links to a server; prints the seconds that it took."""
    from outreach.models import Subscriber
    from publishing import clock
    from tests.fault_workers import LINKS, READERS

    now = clock.now()
    rows = [Subscriber(email=f"s{one}@example.com", asked_at=now, confirmed_at=now) for one in range(READERS)]
    Subscriber.objects.bulk_create(rows, ignore_conflicts=True)
    html = "".join(f'<p><a href="{links}{one}">Piece {one}</a></p>' for one in range(LINKS if links else 0))
    print(approved(title, html))


def work(port):
    """A worker as it always is, but for shorter leases and pauses, and for visits to this machine."""
    from django.conf import settings
    from django.core.management import call_command

    from outreach.models import mailing
    from publishing import links
    from publishing.work import JOBS

    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", int(port), 5
    settings.LINK_CHECK_ALLOWS_LOOPBACK = True
    mailing.LEASE = links.LEASE = timedelta(seconds=6)
    mailing.FIRST_PAUSE = mailing.LONGEST_PAUSE = timedelta(seconds=1)
    for name, one in JOBS.items():
        JOBS[name] = replace(one, pause=1)
    call_command("worker")


def workers(port, seconds):
    """Two at any time, each killed within two seconds and replaced; prints how many were killed."""
    from django.db import connections

    chance, until, kills = random.Random(20161007), time.monotonic() + float(seconds), 0
    running = {}
    while time.monotonic() < until:
        while len(running) < 2:
            connections.close_all()
            if not (pid := os.fork()):
                work(port)
            running[pid] = time.monotonic() + chance.uniform(0.1, 2)
        for pid in [pid for pid, end in running.items() if time.monotonic() > end]:
            kill(pid)
            del running[pid]
            kills += 1
        time.sleep(0.02)
    for pid in running:
        kill(pid)
    print(kills + len(running))


def kill(pid):
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def left(seconds):
    """What workers have still to do once so many seconds have passed."""
    from outreach.models import Delivery, Letter, Message
    from publishing.links import ExternalLink

    until = time.monotonic() + float(seconds)
    waiting = {
        "messages": Message.objects.waiting(),
        "letters": Letter.objects.waiting(),
        "items to tell of": Delivery.objects.filter(letter=None),
        "links": ExternalLink.objects.filter(checked_at=None),
    }
    while any(rows.all().exists() for rows in waiting.values()) and time.monotonic() < until:
        time.sleep(0.2)
    print("\n".join(f"{rows.count()} {name} wait" for name, rows in waiting.items() if rows.all().exists()))


def write():
    """Ten megabytes of messages at once, which a full database has to refuse as a whole."""
    from django.db import DatabaseError, transaction

    from outreach.models import Message
    from publishing import clock

    now = clock.now()
    words = {"purpose": "press", "email": "a@example.org", "subject": "Much", "at": now, "next_try_at": now}
    try:
        with transaction.atomic():
            Message.objects.bulk_create(Message(text=secrets.token_hex(2500), **words) for _ in range(2000))
        print("a full disk took ten megabytes")
    except DatabaseError:
        if Message.objects.filter(subject="Much").exists():
            print("a part of what was refused is kept")


def whole():
    """The audit log's chain, and files and rows that belong together."""
    from django.core.management import call_command

    from tests.kill import chain

    call_command("sweep_media", minutes=0, stdout=io.StringIO())
    print("\n".join(chain()))


def lock(seconds):
    from django.db import connection, transaction

    with transaction.atomic():
        connection.cursor().execute("UPDATE audit_head SET number = number")
        time.sleep(float(seconds))


def upload(port):
    """A file that the web process on that port cannot store."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    from library.models import Document, Version
    from tests.deployed import HOST
    from tests.kill_uploads import BOUNDARY, SECRET, parts

    client = Client()
    client.force_login(get_user_model().objects.get(username="writer"))
    before = (Document.objects.count(), Version.objects.count())
    body = parts({"title": "A table", "language": "en"}, "a.csv", b"country,seizures\n" * 1_500_000)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    headers = {
        **{"Host": HOST, "X-Forwarded-Proto": "https", "Referer": f"https://{HOST}/"},
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={SECRET}",
    }
    with closing(HTTPConnection("127.0.0.1", int(port), timeout=60)) as connection:
        status = 500
        with suppress(ConnectionError):  # it may be refused before all of it was sent
            connection.request("POST", "/admin/library/document/add/", body, headers)
        with suppress(ConnectionError, HTTPException):
            status = connection.getresponse().status
    if status < 400:
        print(f"the upload was answered by {status}")
    if (Document.objects.count(), Version.objects.count()) != before:
        print("rows of the upload are left")
    root = Path(settings.MEDIA_ROOT)
    kept = [path.name for path in root.rglob("*") if path.is_file() and path.stat().st_size > 1_000_000]
    if kept:
        print(f"files of the upload are left: {', '.join(kept)}")


def clock():
    """The database's clock goes back an hour between two acts."""
    from django.contrib.auth import get_user_model
    from django.db import connection

    from audit.models import first_broken_link
    from news.models import PressRelease
    from publishing import clock
    from publishing.lifecycle import Refused
    from tests.database_clock import DatabaseClock

    writer, approver = (
        get_user_model().objects.filter(username__in=["writer", "approver"]).order_by("-username")
    )
    database, now = DatabaseClock(), clock.now()
    database.install()
    try:
        release = PressRelease(title="Before the step", summary="S.", body="<p>T.</p>")
        release.save_draft(writer)
        release.submit(writer)
        release.approve(approver, override="Many alike.")
        database.set(now.replace(microsecond=0) - timedelta(hours=1))
        connection.close()
        if PressRelease.objects.public().filter(pk=release.pk).exists():
            print("what is not public yet by the clock is shown")
        try:
            correction = release.start_draft(writer)
            print(f"{correction} was begun before what it corrects")
        except Refused:  # with a sentence: by the clock the first edition is scheduled
            pass
        release.unschedule(approver, "The clock was wrong.")
        release.approve(approver, override="Many alike.")
        if not PressRelease.objects.public().filter(pk=release.pk).exists():
            print("what was approved again is not public")
        if broken := first_broken_link():
            print(broken)
    finally:
        database.set(None)


ACTS = {
    act.__name__: act for act in (prepare, publish, work, workers, left, write, whole, lock, upload, clock)
}
