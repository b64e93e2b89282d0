"""Signing in by way of an OpenID Connect provider, where one is set: for accounts that exist, and for no others."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.shortcuts import redirect
from django.utils.translation import gettext

from audit.models import record

from .backend import may_sign_in


class ProviderAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        """The first time, the address that the provider has verified says whose account it is."""
        if sociallogin.is_existing:
            return
        person = owner_of({one.email for one in sociallogin.email_addresses if one.verified})
        if person is None or request.user.is_authenticated:
            messages.error(request, gettext("No account here belongs to this sign-in: ask an administrator."))
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, person)
        record(
            "linked a sign-in", person, subject=f"{sociallogin.account.provider}: {sociallogin.account.uid}"
        )

    def on_authentication_error(self, request, provider, **_kwargs):
        record("sign-in failed", subject=f"by way of {provider.name}")
        messages.error(request, gettext("The sign-in was refused or broken off: please try again."))
        raise ImmediateHttpResponse(redirect("account_login"))


def owner_of(addresses):
    """The one account with one of these addresses; None where there are several or it may not sign in."""
    found = get_user_model().objects.filter(email__in=addresses)
    people = [person for person in found if person.email and may_sign_in(person)]
    return people[0] if len(people) == 1 else None
