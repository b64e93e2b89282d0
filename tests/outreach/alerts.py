"""Subscribers and their mails, for tests: a call says only what the test is about."""

from html import unescape
from itertools import count

from django.contrib.contenttypes.models import ContentType
from django.utils.html import strip_tags

from outreach.letters import send_letters
from outreach.models import Subscriber
from outreach.queue import queue_alerts
from tests.make import at

CONFIRMED = at("2026-11-01 12:00")
NUMBERS = count(1)


def subscriber(email="", kinds=(), areas=(), states=(), followed=(), **fields):
    given = {
        "asked_at": CONFIRMED,
        "confirmed_at": CONFIRMED,
        "email": email or f"s{next(NUMBERS)}@example.com",
    }
    row = Subscriber.objects.create(**{**given, **fields})
    chosen = [ContentType.objects.get_for_model(kind) for kind in kinds]
    for name, rows in {"kinds": chosen, "areas": areas, "states": states, "followed": followed}.items():
        getattr(row, name).set(rows)
    return row


def work():
    """What the worker does, until nothing is left."""
    while queue_alerts() + send_letters(60):
        pass


def told(server):
    """[(to, subject)] of what the server was handed since it was asked last."""
    mails = [(mail["To"], mail["Subject"]) for mail in server.mails]
    server.mails.clear()
    return mails


def text(mail):
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def html(mail):
    return mail.get_body(("html",)).get_content()


def said(response):
    return " ".join(unescape(strip_tags(response.content.decode())).split())


def link_in(mail, purpose="confirm"):
    words = text(mail)
    start = words.index(f"/alerts/{purpose}/")
    return words[start:].split()[0]
