"""A person's own sessions: where they are signed in, and ending one of them or all others."""

from allauth.account.internal.flows.logout import logout
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from audit.models import record


@never_cache
@login_required
def sessions(request):
    own = UserSession.objects.purge_and_list(request.user)
    return render(request, "staff/sessions.html", {"sessions": sorted(own, key=lambda one: one.created_at)})


@require_POST
@login_required
def end(request, pk):
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    record("ended a session", request.user, subject=f"of {session.created_at:%Y-%m-%d %H:%M} UTC")
    if session.is_current():
        session.delete()
        logout(request)
        return redirect("account_login")
    session.end()
    messages.success(request, gettext("Done: that browser is signed out."))
    return redirect("staff_sessions")


@require_POST
@login_required
def end_others(request):
    others = [one for one in UserSession.objects.filter(user=request.user) if not one.is_current()]
    for session in others:
        session.end()
    record("ended sessions", request.user, subject="their own others", reason=f"{len(others)} of them")
    messages.success(request, gettext("Done: you are signed in here alone."))
    return redirect("staff_sessions")
