"""Handing mails to the mail server: one connection for a batch, and what its answers mean."""

import smtplib
import time
from contextlib import suppress

from django.conf import settings
from django.core import mail
from django.utils.encoding import punycode
from django.utils.translation import gettext, gettext_lazy as _

from publishing import clock

SMTP = "django.core.mail.backends.smtp.EmailBackend"
NO_SERVER = _("No mail server is set (MAIL_HOST): it waits until there is one.")


class NotYet(Exception):
    """What is missing, as a sentence for staff who can add it."""


# Others may get through.
OF_THIS_MAIL = (NotYet, smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, ValueError)


def send_each(rows, write, seconds=float("inf")):
    """Send the mail that `write(row, at)` makes of each, and note it; returns how many rows were settled.

    None is a mail that nobody needs any more. A server that is down, or takes nothing from this site, is asked
    once. After so many seconds no other is begun.
    """
    settled, until = 0, time.monotonic() + seconds
    post = mail.get_connection(SMTP)
    for row in rows:
        if time.monotonic() > until:
            break
        at = clock.now()
        if row.claim(at):
            error = _send(row, write, post, at)
            settled += error is None
            if error and not isinstance(error, OF_THIS_MAIL):
                break
    with suppress(OSError, smtplib.SMTPException):  # whatever happens now, each mail has been noted
        post.close()
    return settled


def _send(row, write, post, at):
    """Send and note one; what went wrong, if anything."""
    try:
        if letter := write(row, at):
            post.open()
            letter.connection = post
            letter.send()
    except NotYet as reason:
        row.postponed(at, str(reason))
        return reason
    except (OSError, smtplib.SMTPException, ValueError) as error:
        row.failed(clock.now(), error_in_words(error))
        if is_for_good(error):
            row.refused_for_good(clock.now())
        return error
    row.succeeded(at)
    return None


def is_for_good(error):
    """Whether the server says that there is no such address, and not that it should be tried later."""
    refused = isinstance(error, smtplib.SMTPRecipientsRefused)
    return refused and all(500 <= code < 600 for code, _text in error.recipients.values())


def message_id(kind, key):
    return f"<{kind}-{key}@{_domain()}>"


def _domain():
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"


def in_ascii(address):
    """As headers have it: a domain in other letters has a name in Latin ones."""
    local, _at, domain = address.rpartition("@")
    return f"{local}@{punycode(domain)}"


def error_in_words(error):
    if isinstance(error, ValueError):
        return gettext("It cannot be written as a mail: %(error)s") % {"error": error}
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = [f"{code} {text.decode(errors='replace')}" for code, text in error.recipients.values()]
        return gettext("The mail server refused the address: %(answers)s") % {"answers": "; ".join(answers)}
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        said = said.decode(errors="replace") if isinstance(said, bytes) else said
        return gettext("The mail server answered %(code)s %(words)s") % {
            "code": error.smtp_code,
            "words": said,
        }
    return gettext("The mail server did not answer: %(error)s") % {"error": error or type(error).__name__}
