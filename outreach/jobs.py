"""Outreach's own jobs for the worker."""

from django.conf import settings
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _, gettext_noop

from audit.models import record
from publishing.retention import kept, stays
from publishing.work import job

from .letters import send_letters
from .mail import send_due
from .models import Message, Subscriber
from .models.subscriber import CONFIRMED_WITHIN, REFUSED_FOR
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


def message_days():
    words = gettext("%(days)s days after it was mailed (CONTACT_KEPT_DAYS); before that it waits")
    return words % {"days": settings.CONTACT_KEPT_DAYS}


@kept(gettext_noop("Messages of visitors"), _("The unit that it is for answers it."), message_days)
@transaction.atomic
def forget_messages(at):
    number, _by_model = Message.objects.outlived(at).delete()
    if number:
        record("deleted old messages", subject=f"{number} messages of visitors")
    return number


@kept(
    gettext_noop("Addresses not confirmed for alerts"),
    _("The link to confirm is mailed there."),
    format_lazy(_("{days} days after somebody asked"), days=CONFIRMED_WITHIN.days),
    pause=600,
)
def forget_unconfirmed(at):
    number, _by_model = Subscriber.objects.lapsed(at).delete()
    return number


stays(
    gettext_noop("Addresses of subscribers, what they chose, and what they were sent"),
    _("Alerts go there; a correction goes to whoever had what it corrects."),
    format_lazy(
        _("Until they leave, which deletes all of it; or their mail server has refused them for {days} days"),
        days=REFUSED_FOR.days,
    ),
)
