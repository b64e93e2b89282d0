"""The pages of alerts: what a robot may open changes nothing, and a link that was mailed is a secret."""

from functools import wraps

from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from publishing import clock
from publishing.crumbs import trail

from .alert_forms import ChoicesForm, SignUpForm
from .choices import chosen_by
from .links import key_in, path, subscriber_of


def apart(view):
    """Kept nowhere, found by no search, told to no other site. Whoever has the address may answer: a visitor
    without cookies does, and so does a mail program for its reader (RFC 8058)."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request, **token):
        response = view(request, **token)
        add_never_cache_headers(response)
        response["Referrer-Policy"], response["X-Robots-Tag"] = "no-referrer", "noindex"
        return response

    return answer


@apart
def alerts(request):
    if request.method != "POST":
        return _page(request, "alerts", form=SignUpForm(chosen=request.GET))
    form = SignUpForm(request.POST, request, chosen=request.GET)
    if not form.is_valid():
        return form.refused(_page(request, "alerts", form=form))
    form.save()
    return redirect("outreach:alerts_sent")


@require_safe
@apart
def alerts_sent(request):
    return _page(request, "alerts_sent", gettext("A link is on its way"))


@apart
def confirm(request, token):
    """A mail scanner follows the link; only the button confirms."""
    subscriber, now = subscriber_of("confirm", token), clock.now()
    if subscriber is None or subscriber.is_lapsed(now):
        return _lost(request)
    is_now = request.method == "POST" and subscriber.confirm(now)
    context = {
        "is_now": is_now,
        "is_before": not is_now and subscriber.confirmed_at,
        "email": subscriber.email,
    }
    if not context["is_before"]:  # what they get by now is shown by the link to change it alone
        context |= {"chosen": chosen_by(subscriber), "manage_url": path("manage", subscriber)}
    return _page(request, "alerts_confirm", gettext("Confirm"), **context)


@apart
def manage(request, token):
    subscriber = subscriber_of("manage", token)
    if subscriber is None:
        return _lost(request)
    form = ChoicesForm(request.POST or None, chosen=request.GET, instance=subscriber)
    if request.method == "POST" and form.is_valid():
        return redirect(f"{request.path}?said=saved") if form.save() else _lost(request)
    context = {"form": form, "leave_url": path("leave", subscriber), "said": request.GET.get("said")}
    context["email"] = subscriber.email
    return _page(request, "alerts_manage", gettext("What you get"), 422 if form.errors else 200, **context)


@apart
def leave(request, token):
    """Who has left already may press the button again: a mail program does not ask why it is refused."""
    subscriber = subscriber_of("leave", token)
    is_ours = key_in("leave", token) is not None
    if request.method == "POST" and is_ours:
        if subscriber:
            subscriber.delete()
        return _page(request, "alerts_left", gettext("You have left"))
    return _page(request, "alerts_leave", gettext("Leave")) if subscriber else _lost(request)


def _lost(request):
    return _page(request, "alerts_lost", gettext("This link leads nowhere"), 404)


def _page(request, template, leaf="", status=200, **context):
    """All but the form to subscribe tell machines nothing: their addresses are secret, or lead nowhere."""
    context["crumbs"] = trail((gettext("Alerts by e-mail"), "outreach:alerts"), leaf=leaf)
    context |= {"shared": None} if leaf else {}
    return render(request, f"outreach/{template}.html", context, status=status)
