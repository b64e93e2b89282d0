"""Sending what visitors wrote to the unit that it is for."""

from email.utils import formataddr

from django.conf import settings
from django.core import mail
from django.utils.translation import gettext, gettext_lazy as _

from organisation.models import Contact, Purpose
from publishing import clock

from .models import Message
from .sending import NO_SERVER, NotYet, in_ascii, message_id, send_each

NO_ADDRESS = _(
    "No e-mail address is known for this purpose, nor for general questions: add one under Contacts."
)


NOT_KNOWN = _("Whoever wrote this is not known to the site: the name and the address are as they were typed.")


def send_due(limit):
    """Send what is due, `limit` messages at most; returns how many were sent."""
    return send_each(Message.objects.due(clock.now()).order_by("next_try_at", "pk")[:limit], letter)


def address_for(purpose):
    """That of the purpose; where it has none, that for general questions."""
    known = dict(Contact.objects.exclude(email="").values_list("purpose", "email"))
    return known.get(purpose) or known.get(Purpose.GENERAL, "")


def letter(message, _at):
    """The mail to its unit, whose address is noted with it."""
    message.sent_to = address_for(message.purpose)
    if not settings.EMAIL_HOST or not message.sent_to:
        raise NotYet(NO_ADDRESS if settings.EMAIL_HOST else NO_SERVER)
    about = message.get_purpose_display()
    hour = clock.in_words(message.at)
    body = [
        gettext("Written in the contact form of the SELEC site on %(hour)s.") % {"hour": hour},
        gettext("Purpose: %(about)s") % {"about": about},
        gettext("From: %(sender)s") % {"sender": f"{message.name or gettext('(no name)')} <{message.email}>"},
        "",
        message.text.replace("\r\n", "\n"),
        "",
        "-- ",
        NOT_KNOWN,
    ]
    return mail.EmailMessage(
        f"[{about}] {message.subject}",
        "\n".join(map(str, body)),
        settings.DEFAULT_FROM_EMAIL,
        [message.sent_to],
        reply_to=[formataddr((message.name, in_ascii(message.email)))],
        headers={"Message-ID": message_id("contact", message.key)},
    )
