"""What an administrator does to a colleague's way of signing in; each act is on record, and the colleague is told."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from audit.models import record

from . import letters


def subject(person):
    return f"auth.user {person.pk}: {person.get_username()}"


@transaction.atomic
def invite(person, by):
    """A letter with a link to set the first password, or a new one: nobody else ever knows it."""
    record("invited", by, subject=subject(person))
    link = letters.link_for_password(person)
    letters.write_to(person, "[SELEC] Your account in the back office", "invitation", link=link)


@transaction.atomic
def reset_second_factor(person, by):
    """For who lost the telephone: the next sign-in leads to enrolling anew."""
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    record("reset a second factor", by, subject=subject(person))
    letters.write_to(person, "[SELEC] Your second factor was removed", "factor_reset", by=by)


@transaction.atomic
def end_all_sessions(person, by):
    number = end_sessions(person)
    record("ended sessions", by, subject=subject(person), reason=f"{number} of them")


def end_sessions(person):
    """Also those that stand in no list; how many they were."""
    listed = list(UserSession.objects.filter(user=person))
    for session in listed:
        session.end()
    _forget_unlisted(person)
    return len(listed)


def _forget_unlisted(person):
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
