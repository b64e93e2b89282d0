"""Without a second factor a person who has signed in is nobody, save where they enrol one.

What counts is the session: it was opened by a second factor, or one was enrolled in it. So a session that somebody
opened by a stolen password gets nowhere when the owner enrols.
"""

from functools import cache

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import clear_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from publishing.site import back_office

from .demo_accounts import is_excused

NEEDED = _(
    "Your account needs a second factor before you can go on: an authenticator app on your telephone, or a passkey. "
    "It takes two minutes, once."
)


def has_proved(request, person):
    """Whether this session may act as the person."""
    records = get_authentication_records(request, person)
    return any(one["method"] == "mfa" for one in records) or is_excused(person)


def known_factors(person):
    """What the person signs in with besides the password; recovery codes alone are none."""
    return Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES)


def enrolled(request, person):
    """Whoever has just shown that the new factor is in their hands has used it."""
    record_authentication(request, person, "mfa", enrolled=True)


def removed(request, person):
    """The last one leads back to enrolling."""
    if not known_factors(person).exists():
        clear_authentication_records(request)


@cache
def entrance():
    return reverse("account_entrance")


class SecondFactorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(entrance()):
            request.user = SimpleLazyObject(lambda: whoever(request))
        return self.get_response(request)


def whoever(request):
    person = get_user(request)
    return person if person.is_anonymous or has_proved(request, person) else AnonymousUser()


def door(request):
    """Where somebody is sent who may not see the back office: to sign in, or to enrol."""
    if get_user(request).is_authenticated:
        messages.warning(request, NEEDED)
        return redirect("mfa_index")
    wanted = request.GET.get("next") or back_office()
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': wanted})}")


def told(request):
    """Context of the back office: whether the person at hand is one of the demo's, whom no second factor protects."""
    is_staff_page = request.path.startswith(back_office())
    return {"excused": is_staff_page and request.user.is_authenticated and is_excused(request.user)}
