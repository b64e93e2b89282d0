"""The messages and the letters on the desk: those that did not get through."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext

from publishing import clock
from publishing.desk import MOST, Line, Section, ago, joined, section
from publishing.gate import may_view

from .models import Letter, Message, Subscriber
from .sending import NO_SERVER

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
            joined(
                message.state.lower(),
                gettext("written %(ago)s") % {"ago": ago(message.at, now)},
                message.last_error,
            ),
            is_urgent=True,
        )
        for message in waiting[: MOST + 1]
    ]
    return Section(
        gettext("Messages that have not been mailed"),
        lines,
        gettext("Every visitor’s message has been mailed."),
    )


@section(order=61)
def letters_that_wait(person):
    """By what the mail server says; no address is shown."""
    if not may_view(person, Subscriber):
        return None
    now = clock.now()
    groups = Letter.objects.waiting().filter(made_at__lte=now - PATIENCE).values("last_error")
    groups = groups.annotate(number=Count("pk"), first=Min("made_at")).order_by("-number", "last_error")
    untried = gettext("They wait for their turn.") if settings.EMAIL_HOST else NO_SERVER
    lines = [
        Line(
            f"{group['number']} letters" if group["number"] > 1 else gettext("One letter"),
            reverse("admin:outreach_subscriber_changelist"),
            joined(
                gettext("the first written %(group)s") % {"group": ago(group["first"], now)},
                group["last_error"] or untried,
            ),
            is_urgent=bool(group["last_error"]) or not settings.EMAIL_HOST,
        )
        for group in groups[: MOST + 1]
    ]
    return Section(
        gettext("Letters that subscribers have not got"), lines, gettext("Subscribers get their letters.")
    )
