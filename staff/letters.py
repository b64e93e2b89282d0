"""Letters to staff: written into the database where they are due, handed to the mail server by the worker.

So whoever asks for a link waits for no mail server, and learns nothing from how long the answer takes.
"""

from urllib.parse import urljoin

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.urls import reverse

from outreach.sending import NO_SERVER, NotYet, in_ascii, message_id, send_each
from publishing import clock

from .demo_accounts import is_demo
from .models import StaffLetter


def write(to, subject, body):
    return StaffLetter.objects.create(to=to, subject=subject[:250], body=body, next_try_at=clock.now())


def write_to(person, subject, words):
    """To a member of staff; whoever has no address gets none, nor do the accounts of the demo."""
    if person.email and not is_demo(person):
        write(person.email, f"[SELEC] {subject}", words)


def link_for_password(person):
    """Opens the page for a new password, once, for as long as PASSWORD_RESET_TIMEOUT says."""
    parts = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return urljoin(settings.SITE_URL, reverse("account_reset_password_from_key", kwargs=parts))


def send_due(limit):
    return send_each(StaffLetter.objects.due(clock.now()).order_by("next_try_at", "pk")[:limit], _as_mail)


def _as_mail(letter, _at):
    if not settings.EMAIL_HOST:
        raise NotYet(NO_SERVER)
    headers = {"Message-ID": message_id("staff", letter.key)}
    to = [in_ascii(letter.to)]
    return mail.EmailMessage(letter.subject, letter.body, settings.DEFAULT_FROM_EMAIL, to, headers=headers)
