"""What the site keeps of its own running, and of its staff: how long, and what stays."""

from datetime import timedelta
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _, gettext_noop

from publishing.retention import kept, stays

from .models import MissedAddress, PolicyReport

MISSED_DAYS, REPORTED_DAYS = 365, 90


@kept(
    gettext_noop("Addresses that visitors miss"),
    _("What is missed most is worth a redirect; nothing tells who asked."),
    format_lazy(_("{days} days after the last visit"), days=MISSED_DAYS),
)
def forget_missed(at):
    number, _by_model = MissedAddress.objects.filter(last_at__lt=at - timedelta(days=MISSED_DAYS)).delete()
    return number


@kept(
    gettext_noop("Reports of browsers"),
    _(
        "What a page was kept from doing: a mistake of ours, or an attempt. Nothing tells whose browser it was."
    ),
    format_lazy(_("{days} days after the last report"), days=REPORTED_DAYS),
)
def forget_reports(at):
    number, _by_model = PolicyReport.objects.filter(last_at__lt=at - timedelta(days=REPORTED_DAYS)).delete()
    return number


@kept(
    gettext_noop("Sessions of staff"),
    _("They stay signed in, and see from which address and by which browser that was."),
    format_lazy(
        _("Until they sign out, or {hours} hours after they last proved who they are"),
        hours=settings.SESSION_COOKIE_AGE // 3600,
    ),
)
def forget_sessions(at):
    before = Session.objects.count()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return before - Session.objects.count()


stays(
    gettext_noop("Accounts of staff"),
    _("Who writes and who approves is two persons, and stays known."),
    _("Until they are erased on request: then the account is closed and bears a number for a name"),
)
stays(
    gettext_noop("The audit log, with the account's name that each of staff had"),
    _(
        "Who published what, when and why. Each entry is sealed with the one before it: "
        "none can be changed or taken out."
    ),
    _("For good"),
)
stays(
    gettext_noop("Names in what was published"),
    _(
        "It is the record of a public body: what was public is corrected or withdrawn by an edition, never rewritten."
    ),
    _("For good"),
)
stays(
    gettext_noop("Who visits"),
    _("Nobody needs to know: no cookie is set, no address is stored."),
    _(
        "Not at all. To count what is too much, a hash of the address with the day's salt is in the cache, "
        "a day at most"
    ),
)
