"""What the site keeps of its own running, and of its staff: how long, and what stays."""

from datetime import timedelta
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session

from publishing.retention import kept, stays

from .models import MissedAddress, PolicyReport

MISSED_DAYS, REPORTED_DAYS = 365, 90


@kept(
    "Addresses that visitors miss",
    "What is missed most is worth a redirect; nothing tells who asked.",
    f"{MISSED_DAYS} days after the last visit",
)
def forget_missed(at):
    number, _by_model = MissedAddress.objects.filter(last_at__lt=at - timedelta(days=MISSED_DAYS)).delete()
    return number


@kept(
    "Reports of browsers",
    "What a page was kept from doing: a mistake of ours, or an attempt. Nothing tells whose browser it was.",
    f"{REPORTED_DAYS} days after the last report",
)
def forget_reports(at):
    number, _by_model = PolicyReport.objects.filter(last_at__lt=at - timedelta(days=REPORTED_DAYS)).delete()
    return number


@kept(
    "Sessions of staff",
    "They stay signed in, and see from which address and by which browser that was.",
    f"Until they sign out, or {settings.SESSION_COOKIE_AGE // 3600} hours after they last proved who they are",
)
def forget_sessions(at):
    before = Session.objects.count()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return before - Session.objects.count()


stays(
    "Accounts of staff",
    "Who writes and who approves is two persons, and stays known.",
    "Until they are erased on request: then the account is closed and bears a number for a name",
)
stays(
    "The audit log, with the account's name that each of staff had",
    "Who published what, when and why. Each entry is sealed with the one before it: none can be changed or taken out.",
    "For good",
)
stays(
    "Names in what was published",
    "It is the record of a public body: what was public is corrected or withdrawn by an edition, never rewritten.",
    "For good",
)
stays(
    "Who visits",
    "Nobody needs to know: no cookie is set, no address is stored.",
    "Not at all. To count what is too much, a hash of the address with the day's salt is in the cache, a day at most",
)
