"""Outreach's own jobs for the worker."""

from django.db import transaction

from audit.models import record
from publishing import clock
from publishing.work import job

from .letters import send_letters
from .mail import send_due
from .models import Message, Subscriber
from .queue import queue_alerts


@job("send messages", pause=15)
def send():
    return send_due(10)  # each may wait for the mail server


@job("queue alerts", pause=2)
def queue():
    return queue_alerts()


@job("send letters", pause=2)
def send_to_subscribers():
    return send_letters()


@job("delete old messages", pause=3600)
@transaction.atomic
def delete():
    now = clock.now()
    number, _by_model = Message.objects.outlived(now).delete()
    if number:
        record("deleted old messages", subject=f"{number} messages of visitors")
    return number


@job("forget who did not confirm", pause=600)
def forget_unconfirmed():
    number, _by_model = Subscriber.objects.lapsed(clock.now()).delete()
    return number
