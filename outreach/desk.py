"""The messages on the desk: those that did not get through."""

from datetime import timedelta

from django.urls import reverse

from publishing import clock
from publishing.desk import MOST, Line, Section, ago, joined, section
from publishing.gate import may_view

from .models import Message

PATIENCE = timedelta(minutes=15)


@section(order=60)
def messages_that_wait(person):
    if not may_view(person, Message):
        return None
    now = clock.now()
    waiting = Message.objects.seen_by(person).waiting().filter(at__lte=now - PATIENCE).order_by("at")
    lines = [
        Line(
            str(message),
            reverse("admin:outreach_message_change", args=[message.pk]),
            joined(message.state.lower(), f"written {ago(message.at, now)}", message.last_error),
            is_urgent=True,
        )
        for message in waiting[: MOST + 1]
    ]
    return Section("Messages that have not been mailed", lines, "Every visitor’s message has been mailed.")
