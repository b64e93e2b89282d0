from django.db.models import Count, Q
from django.shortcuts import redirect, render

from news.models import PressRelease
from news.views import NEWS
from organisation.linked_data import organisation, website
from organisation.models import CrimeArea
from publishing.former_addresses import present_address
from publishing.lists import LISTS, Together
from publishing.pages import NoSuchPage

from . import missed

EVERYTHING = Together("home", "Everything", lambda: [*LISTS.values()])


def home(request):
    releases = PressRelease.objects.public(request.moment).newest_first()
    lead, *latest = [*releases.defer("body")[:7]] or [None]
    public = Q(pressrelease__in=PressRelease.objects.public(request.moment).values("pk"))
    areas = CrimeArea.objects.annotate(releases=Count("pressrelease", filter=public))
    areas = areas.order_by(*CrimeArea._meta.ordering)
    context = {"lead": lead, "latest": latest, "crime_areas": areas, "feed": EVERYTHING, "crumbs": []}
    context["described"] = [website(), organisation()]
    return render(request, "home.html", context)


def feeds(request):
    others = [one for one in LISTS.values() if one not in NEWS.lists]
    context = {"feeds": [EVERYTHING, NEWS, *NEWS.lists, *others]}
    context["crumbs"] = [{"label": "Feeds and calendars", "url": ""}]
    return render(request, "feeds.html", context)


def not_found(request, exception):
    if address := present_address(request):
        moved = redirect(address, permanent=True)
        moved["Cache-Control"] = (
            "no-cache"  # it may move back: a browser that kept both ways would go in circles
        )
        return moved
    missed.count(request)
    sentence = str(exception) if isinstance(exception, NoSuchPage) else ""
    return render(request, "404.html", {"sentence": sentence}, status=404)
