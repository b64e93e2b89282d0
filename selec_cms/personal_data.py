"""What is known of one person, found by their e-mail address or their account's name: handed out, and erased.

What was published and the audit log are never rewritten: the report says what stays, and why.
"""

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy as _, gettext_noop, ngettext

from audit.models import Entry, record
from outreach.models import Message, Subscriber
from outreach.sending import in_ascii

from .accounts import gives_rights

RIGHT = "outreach.handle_personal_data"
STAYS = (
    _("Names in published texts are not touched: what was public is corrected by an edition."),
    _(
        "The audit log is not touched, nor what it says of an account: its entries are sealed one to the next."
    ),
)
NOTHING = gettext_noop("Nothing is kept under this address or name.")


class NotErased(Exception):
    """Why not, as a sentence; nothing was changed."""


class Person:
    """The rows that are about one person; `address` is an e-mail address or an account's name."""

    def __init__(self, address):
        self.messages = Message.objects.filter(email__iexact=address)
        self.subscribers = Subscriber.objects.of_address(_as_stored(address))
        self.accounts = User.objects.filter(Q(email__iexact=address) | Q(username__iexact=address))

    @property
    def summary(self):
        """ "1 subscriber, 2 messages": no more of it reaches the audit log."""
        return ", ".join(
            f"{count} {name}{'s' * (count > 1)}" for name, count in self._counts.items() if count
        )

    @property
    def summary_in_words(self):
        """The same in the reader's language."""
        counts = self._counts
        words = (
            ngettext("%(number)s subscriber", "%(number)s subscribers", counts["subscriber"]),
            ngettext("%(number)s message", "%(number)s messages", counts["message"]),
            ngettext("%(number)s account", "%(number)s accounts", counts["account"]),
        )
        told = zip(words, counts.values(), strict=True)
        return ", ".join(one % {"number": number} for one, number in told if number)

    @property
    def _counts(self):
        rows = {"subscriber": self.subscribers, "message": self.messages, "account": self.accounts}
        return {name: found.count() for name, found in rows.items()}


def _as_stored(address):
    """Subscribers' addresses are stored with the domain as headers have it."""
    try:
        return in_ascii(address)
    except UnicodeError:
        return address


@transaction.atomic
def export(address, by=None):
    """All that is kept, as plain data; `by` is who asked, None for the command line."""
    person = Person(address)
    record("exported personal data", by, subject=person.summary or NOTHING)
    return {
        "subscriptions": [_subscription(row) for row in person.subscribers],
        "messages": [
            _fields(row, "purpose name email subject text at sent_at sent_to") for row in person.messages
        ],
        "accounts": [_account(row) for row in person.accounts],
        "stays": [*map(str, STAYS)],
    }


def _fields(row, names):
    return {name: getattr(row, name) for name in names.split()}


def _subscription(row):
    chosen = {
        name: [str(one) for one in getattr(row, name).all()]
        for name in ("kinds", "areas", "states", "followed")
    }
    told = row.deliveries.order_by("at")
    return _fields(row, "email frequency only_followed asked_at confirmed_at") | {
        **chosen,
        "told": [{"item": str(one.item), "edition": one.number, "at": one.at} for one in told],
    }


def _account(row):
    acts = Entry.objects.filter(actor=row).order_by("number")
    return {
        **_fields(row, "username first_name last_name email date_joined last_login is_active"),
        "roles": [group.name for group in row.groups.all()],
        "acts": list(acts.values("number", "at", "act", "subject", "reason")),
        "named_in": [
            {"kind": model._meta.label_lower, "as": field.name, "row": str(one), "id": one.pk}
            for model, field in _references()
            for one in model._base_manager.filter(**{field.name: row})
        ],
    }


def _references(*, theirs_alone=False):
    """(model, field) of all that refers to an account; of what nobody else needs, where it is asked for."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is User and model is not Entry:
                goes = field.remote_field.on_delete is models.CASCADE and model is not LogEntry
                if goes or not theirs_alone:
                    yield model, field


@transaction.atomic
def erase(address, by=None):
    """Delete what is about this person and close their accounts; sentences on what was done and what stays."""
    person = Person(address)
    summary, in_words = person.summary, person.summary_in_words
    if not summary:
        raise NotErased(gettext(NOTHING))
    for account in person.accounts.select_for_update():
        _close(account, by)
    for row in person.subscribers:
        row.delete()
    person.messages.delete()
    record("erased personal data", by, subject=summary)
    return [gettext("Erased: %(what)s.") % {"what": in_words}, *map(str, STAYS)]


def _close(account, by):
    """It stays as a number, since editions and the log refer to it, and nobody can sign in with it."""
    if account == by:
        raise NotErased(gettext("This is your own account: another administrator can erase it."))
    others = User.objects.filter(is_active=True, is_staff=True).exclude(pk=account.pk)
    if gives_rights(account) and not any(map(gives_rights, others)):
        raise NotErased(gettext("Nobody else gives rights: make another administrator first."))
    for model, field in _references(theirs_alone=True):
        model._base_manager.filter(**{field.name: account}).delete()
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == str(account.pk):
            session.delete()
    account.username, account.first_name, account.last_name, account.email = (
        f"erased-{account.pk}",
        "",
        "",
        "",
    )
    account.is_active = account.is_staff = account.is_superuser = False
    account.set_unusable_password()
    account.save()
    account.groups.clear()
    account.user_permissions.clear()
