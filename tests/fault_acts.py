"""What tests/faults.py does on the site's own database, each in a process of its own; a line for each trouble."""

import io
import time
from contextlib import closing, suppress
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path

HIDDEN = "Zqfaulthidden"


def prepare():
    """A release that is scheduled for next year, and staff; prints the word that nobody may see."""
    from django.contrib.auth import get_user_model

    from news.models import PressRelease
    from publishing import clock

    users = get_user_model().objects
    writer, approver = (
        users.create_user(name, is_staff=True, is_superuser=True) for name in ("writer", "approver")
    )
    for title, at in [("A headline", None), (f"{HIDDEN} headline", clock.now() + timedelta(days=365))]:
        release = PressRelease(title=title, summary=f"{title}.", body=f"<p>{title}.</p>")
        release.save_draft(writer)
        release.submit(writer)
        release.approve(approver, at, "Europe/Bucharest", override="Many alike.")
    print(HIDDEN)


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


ACTS = {"prepare": prepare, "whole": whole, "lock": lock, "upload": upload, "clock": clock}
