"""Measures alerts to many subscribers, on SQLite and on a real PostgreSQL.

    .venv/bin/python tests/measure_alerts.py                       10,000 subscribers
    .venv/bin/python tests/measure_alerts.py --subscribers 2000    fewer

Told are: the seconds until an instant alert is queued, the letters a second that a mail server on this machine is
handed, and how many it takes where nothing has to be looked up for them: the rate of the mail server itself.
"""

import argparse
import smtplib
import sys
import time
from types import SimpleNamespace

from measuring import begin, on_both_databases

MOST_SECONDS = 5
BARE = 1000  # mails
SENDING = 20  # seconds


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--subscribers", type=int, default=10_000)
    options.add_argument("--here", action="store_true", help="on the database of DATABASE_URL alone")
    chosen = options.parse_args()
    if chosen.here:
        return on_this_database(chosen.subscribers)
    return on_both_databases(__file__, f"--subscribers={chosen.subscribers}")


def on_this_database(number):
    begin()
    from django.conf import settings

    from news.models import PressRelease
    from outreach.letters import send_letters
    from outreach.models import Letter, Subscriber
    from outreach.queue import queue_alerts
    from publishing import clock
    from tests.make import make
    from tests.smtp import mail_server

    subscribers(number, Subscriber, clock.now())
    make(PressRelease, publish_at=clock.now())
    began = time.monotonic()
    queue_alerts()
    queued = time.monotonic() - began
    assert Letter.objects.waiting().count() == number
    with mail_server(SimpleNamespace()) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        bare = by_itself(server)
        server.mails.clear()
        began = time.monotonic()
        while time.monotonic() - began < SENDING and send_letters():
            pass
        rate = len(server.mails) / (time.monotonic() - began)
        assert len({mail["To"] for mail in server.mails}) == len(server.mails)
    print(f"  {number} subscribers: an instant alert is queued in {queued:.1f} s")
    print(f"  {rate:.0f} letters a second; the mail server alone takes {bare:.0f}", flush=True)
    return 0 if queued < MOST_SECONDS else 1


def subscribers(number, model, now):
    rows = [model(email=f"s{one}@example.com", asked_at=now, confirmed_at=now) for one in range(number)]
    model.objects.bulk_create(rows)


def by_itself(server):
    """Mails a second of the same size over one connection."""
    with smtplib.SMTP("127.0.0.1", server.port) as post:
        began = time.monotonic()
        for one in range(BARE):
            post.sendmail("a@example.com", [f"b{one}@example.com"], f"Subject: {one}\n\n{'x' * 70}\n" * 40)
        return BARE / (time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main())
