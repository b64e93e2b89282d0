"""Letters to subscribers as mails, in text and in HTML; none of them leads anybody to an image or counts who reads."""

from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from publishing import clock

from .choices import chosen_by
from .entries import Told, entries_of
from .links import link
from .models import Letter
from .sending import in_ascii, message_id, send_each

AT_A_TIME, SECONDS = 500, 3  # then the worker turns to what else is due
NOT_YOU = _(
    "If it was not you who asked, do nothing: as long as nobody presses the button, nothing is sent but such links, "
    "and this site forgets the address by itself once the link holds no more."
)


@dataclass(frozen=True)
class Writing:
    """What stands in a letter, the same in both forms; `button` and each of `links` are a label and an address."""

    subject: str
    paragraphs: list
    entries: list
    button: tuple | None
    links: list

    def as_text(self):
        blocks = [*self.paragraphs]
        for entry in self.entries:
            facts = [f"{label}: {words}" for label, words in entry.facts]
            acts = [f"{act.label}, {act.when}: {act.words}".rstrip(": ") for act in entry.acts]
            lines = [entry.heading, entry.kind, entry.summary, *facts, *acts, entry.url]
            blocks.append("\n".join(str(line) for line in lines if line))
        blocks += [f"{label}:\n{url}" for label, url in ([self.button] if self.button else [])]
        footer = "\n".join(f"{label}:\n{url}" for label, url in self.links)
        return "\n\n".join([*map(str, blocks), *([f"-- \n{footer}"] if footer else [])]) + "\n"


def send_letters(seconds=SECONDS):
    """Send what is due for so many seconds, links that somebody waits for first; returns how many were settled."""
    if not settings.EMAIL_HOST:
        return 0
    due = Letter.objects.due(clock.now()).select_related("subscriber")
    due = due.prefetch_related("deliveries__item")  # they are settled since it was made
    due, write = due.order_by("purpose", "next_try_at", "pk")[:AT_A_TIME], partial(mail_of, texts=Told())
    return send_each(due, write, seconds)


def mail_of(letter, at, texts):
    """None where nobody needs it any more."""
    writing = WRITTEN[Letter.Purpose(letter.purpose)](letter, at, texts)
    if writing is None:
        return None
    made = mail.EmailMultiAlternatives(
        writing.subject,
        writing.as_text(),
        settings.DEFAULT_FROM_EMAIL,
        [in_ascii(letter.subscriber.email)],
        headers={"Message-ID": message_id("alert", letter.key), **_headers(letter, writing)},
    )
    made.attach_alternative(render_to_string("outreach/mail/letter.html", {"writing": writing}), "text/html")
    return made


def _headers(letter, writing):
    """RFC 8058: one click leaves. RFC 3834: no machine answers. An act stands beside the mail that it is about."""
    headers = {"Auto-Submitted": "auto-generated"}
    if letter.purpose != Letter.Purpose.ALERTS:
        return headers
    headers |= {
        "List-Id": f"SELEC alerts <alerts.{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].strip('> ')}>",
        "List-Unsubscribe": f"<{link('leave', letter.subscriber)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
    }
    earlier = writing.entries[0].earlier
    threads = message_id("alert", earlier.key) if earlier else ""
    return headers | ({"In-Reply-To": threads, "References": threads} if threads else {})


def _confirmation(letter, _at, _texts):
    subscriber = letter.subscriber
    if subscriber.confirmed_at:
        return None
    return Writing(
        gettext("Confirm that you want SELEC’s alerts"),
        [
            gettext(
                "Somebody, you we hope, asked for SELEC’s alerts to be sent to this address, "
                "%(email)s. This was chosen:"
            )
            % {"email": subscriber.email},
            *(f"{label}: {words}" for label, words in chosen_by(subscriber)),
            gettext(
                "Open the page below, look at what is chosen, and press the button there. The link "
                "holds until %(lapses_at)s."
            )
            % {"lapses_at": clock.in_words(subscriber.lapses_at)},
            NOT_YOU,
        ],
        [],
        (gettext("Confirm"), link("confirm", subscriber)),
        [],
    )


def _known(letter, _at, _texts):
    subscriber = letter.subscriber
    return Writing(
        gettext("You get SELEC’s alerts already"),
        [
            gettext(
                "Somebody, you we hope, asked for SELEC’s alerts to be sent to this address, which gets them already."
            ),
            gettext(
                "The page below shows what was chosen now: look at it, and save it there if you want it so."
            ),
        ],
        [],
        (gettext("What I get"), link("manage", subscriber, letter.query)),
        [(gettext("Leave, and have this address deleted"), link("leave", subscriber))],
    )


def _alerts(letter, at, texts):
    entries = entries_of(letter, at, texts)
    letter.told = [delivery for entry in entries for delivery in entry.deliveries]
    if not entries:
        return None
    more = len(entries) - 1
    others = ngettext("%(title)s and %(more)s more", "%(title)s and %(more)s more", more)
    subject = others % {"title": entries[0].heading, "more": more} if more else entries[0].heading
    return Writing(
        subject,
        [],
        entries,
        None,
        [
            (gettext("Change what you get"), link("manage", letter.subscriber)),
            (gettext("Leave, and have your address deleted"), link("leave", letter.subscriber)),
        ],
    )


WRITTEN = {
    Letter.Purpose.CONFIRM: _confirmation,
    Letter.Purpose.KNOWN: _known,
    Letter.Purpose.ALERTS: _alerts,
}
