"""What weighs most asks for a recent sign-in. What was typed waits for it in the session, and is then done."""

import time
from functools import wraps

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import stash_and_reauthenticate
from django.contrib import messages
from django.http import QueryDict
from django.urls import resolve
from django.utils.translation import gettext_lazy as _

WHY = _("Please show once more that it is you. What you typed is kept, and is done right after that.")


def has_signed_in_recently(request):
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


def sign_in_again(request):
    """Where to send whoever signed in too long ago; None for anybody else."""
    if has_signed_in_recently(request):
        return None
    messages.info(request, WHY)
    state = {
        "path": request.path_info,
        "query": request.META.get("QUERY_STRING", ""),
        "typed": request.POST.urlencode(),
    }
    return stash_and_reauthenticate(request, state, "staff.recent.resume")


def recently_signed_in(view):
    """For a view that acts by POST."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        again = sign_in_again(request) if request.method == "POST" else None
        return again or view(request, *args, **kwargs)

    return asked


def resume(request, state):
    """The act that was interrupted, as it had been sent. The form that led here has shown the token against forgery."""
    match = resolve(state["path"])
    request.path_info, request.resolver_match = state["path"], match
    request.path = f"{request.META.get('SCRIPT_NAME', '').rstrip('/')}{state['path']}"
    request.META["QUERY_STRING"] = state["query"]
    request.GET, request.POST = QueryDict(state["query"]), QueryDict(state["typed"])
    return match.func(request, *match.args, **match.kwargs)
