"""What an administrator does to a colleague's way of signing in; each act is on record, and the colleague is told."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext, gettext_lazy as _

from audit.models import record

from . import letters
from .sealing import unreadable

INVITATION = _("""An account in the back office of the SELEC site is yours. Its name is

    %(name)s

Choose a password by this link. It works once, and for three days:

    %(link)s

A good password is long: four or five words that belong together for nobody but you. When you sign in the first time,
you are asked to enrol a second factor: an authenticator app on your telephone, or a passkey.

If you did not expect this, do nothing, and tell an administrator.
""")
FACTOR_REMOVED = _("""The second factor of your account %(name)s in the back office of the SELEC site was removed by
%(by)s, and you were signed out everywhere. When you sign in the next time, you are asked to enrol a new one.

If you did not ask for this, tell an administrator at once.
""")
FORGOTTEN = _("""The site’s secret key was changed, and what it knew of your authenticator app and of your recovery
codes cannot be read any more. They were taken off your account. Enrol anew when you sign in the next time.
""")


def subject(person):
    return f"auth.user {person.pk}: {person.get_username()}"


@transaction.atomic
def invite(person, by):
    """A letter with a link to set the first password, or a new one: nobody else ever knows it."""
    record("invited", by, subject=subject(person))
    words = INVITATION % {"name": person.get_username(), "link": letters.link_for_password(person)}
    letters.write_to(person, gettext("Your account in the back office"), words)


@transaction.atomic
def reset_second_factor(person, by):
    """For who lost the telephone: the next sign-in leads to enrolling anew."""
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    record("reset a second factor", by, subject=subject(person))
    words = FACTOR_REMOVED % {"name": person.get_username(), "by": by.get_username()}
    letters.write_to(person, gettext("Your second factor was removed"), words)


@transaction.atomic
def forget_unreadable(person, by=None):
    """What the present SECRET_KEY cannot read, so that it is enrolled anew; whether there was any. Passkeys stay."""
    lost = unreadable(user=person)
    for one in lost:
        one.delete()
        reason = f"{one.get_type_display()}: it could not be read with this SECRET_KEY"
        record("removed a second factor", by, subject=subject(person), reason=reason)
    if lost:
        letters.write_to(person, gettext("Your second factor was removed"), gettext(FORGOTTEN))
    return bool(lost)


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
