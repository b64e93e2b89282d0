"""Sending what visitors wrote to the unit that it is for."""

import smtplib
from email.utils import formataddr

from django.conf import settings
from django.core import mail
from django.utils.encoding import punycode

from organisation.models import Contact, Purpose
from publishing import clock

from .models import Message

SMTP = "django.core.mail.backends.smtp.EmailBackend"
NO_SERVER = "No mail server is set (MAIL_HOST): it waits until there is one."
OF_THIS_MESSAGE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, ValueError)  # others may get through
NO_ADDRESS = "No e-mail address is known for this purpose, nor for general questions: add one under Contacts."


def send_due(limit):
    """Send what is due, `limit` messages at most; returns how many were sent.

    A server that is down, or takes nothing from this site, is asked once.
    """
    sent = 0
    for message in Message.objects.due(clock.now()).order_by("next_try_at", "pk")[:limit]:
        if not message.claim(clock.now()):
            continue
        to = address_for(message.purpose)
        if not settings.EMAIL_HOST or not to:
            message.postponed(clock.now(), NO_ADDRESS if settings.EMAIL_HOST else NO_SERVER)
            continue
        try:
            letter(message, to).send()
        except (OSError, smtplib.SMTPException, ValueError) as error:
            message.failed(clock.now(), error_in_words(error))
            if not isinstance(error, OF_THIS_MESSAGE):
                break
        else:
            message.succeeded(clock.now(), to)
            sent += 1
    return sent


def address_for(purpose):
    """That of the purpose; where it has none, that for general questions."""
    known = dict(Contact.objects.exclude(email="").values_list("purpose", "email"))
    return known.get(purpose) or known.get(Purpose.GENERAL, "")


def letter(message, to):
    about = message.get_purpose_display()
    body = [
        f"Written in the contact form of the SELEC site on {clock.in_words(message.at)}.",
        f"Purpose: {about}",
        f"From: {message.name or '(no name)'} <{message.email}>",
        "",
        message.text.replace("\r\n", "\n"),
        "",
        "-- ",
        "Whoever wrote this is not known to the site: the name and the address are as they were typed.",
    ]
    return mail.EmailMessage(
        f"[{about}] {message.subject}",
        "\n".join(body),
        settings.DEFAULT_FROM_EMAIL,
        [to],
        reply_to=[formataddr((message.name, _in_ascii(message.email)))],
        headers={"Message-ID": f"<contact-{message.key}@{_domain()}>"},
        connection=mail.get_connection(SMTP),
    )


def _in_ascii(address):
    """As headers have it: a domain in other letters has a name in Latin ones."""
    local, _at, domain = address.rpartition("@")
    return f"{local}@{punycode(domain)}"


def _domain():
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"


def error_in_words(error):
    if isinstance(error, ValueError):
        return f"It cannot be written as a mail: {error}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = [f"{code} {text.decode(errors='replace')}" for code, text in error.recipients.values()]
        return f"The mail server refused the address: {'; '.join(answers)}"
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        said = said.decode(errors="replace") if isinstance(said, bytes) else said
        return f"The mail server answered {error.smtp_code} {said}"
    return f"The mail server did not answer: {error or type(error).__name__}"
