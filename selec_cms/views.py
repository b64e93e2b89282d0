from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy as _

from moving.redirects import led_on
from news.views import NEWS
from publishing.crumbs import Crumb
from publishing.former_addresses import present_address
from publishing.lists import LISTS, Together
from publishing.pages import NoSuchPage

from . import missed

EVERYTHING = Together("home", _("Everything"), lambda: [*LISTS.values()])


def feeds(request):
    others = [one for one in LISTS.values() if one not in NEWS.lists]
    context = {"feeds": [EVERYTHING, NEWS, *NEWS.lists, *others]}
    context["crumbs"] = (Crumb(gettext("Feeds and calendars")),)
    return render(request, "feeds.html", context)


def not_found(request, exception):
    if address := present_address(request):
        moved = redirect(address, permanent=True)
        moved["Cache-Control"] = (
            "no-cache"  # it may move back: a browser that kept both ways would go in circles
        )
        return moved
    if answer := led_on(request):
        return answer
    missed.count(request)
    sentence = str(exception) if isinstance(exception, NoSuchPage) else ""
    return render(request, "404.html", {"sentence": sentence}, status=404)


def not_found_under_debug(get_response):
    """Under DEBUG Django has a page of its own for what is missing: old addresses lead on there, too."""

    def answer(request):
        response = get_response(request)
        is_missing = response.status_code == 404 and response.get("Content-Type", "").startswith("text/html")
        return not_found(request, None) if is_missing and request.resolver_match is None else response

    return answer
