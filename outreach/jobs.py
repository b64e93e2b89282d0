"""Outreach's own jobs for the worker."""

from django.db import transaction

from audit.models import record
from publishing import clock
from publishing.work import job

from .mail import send_due
from .models import Message
from .senders import forget


@job("send messages", pause=15)
def send():
    return send_due(10)  # each may wait for the mail server


@job("delete old messages", pause=3600)
@transaction.atomic
def delete():
    now = clock.now()
    number, _by_model = Message.objects.outlived(now).delete()
    if number:
        record("deleted old messages", subject=f"{number} messages of visitors")
    forget(now)
    return number
