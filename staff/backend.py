"""Who may sign in at all: staff whose account is active, and no account of the demo outside DEBUG."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

from .demo_accounts import is_demo


def may_sign_in(person):
    return person.is_active and person.is_staff and (settings.DEBUG or not is_demo(person))


class StaffBackend(AuthenticationBackend):
    """Asked at the door and at each request: a right to sign in that is taken ends the sessions, too."""

    def user_can_authenticate(self, user):
        return may_sign_in(user)

    @classmethod
    def _stash_user(cls, user):
        """An account that is closed gets the answer that a wrong password gets."""
