"""Where an old address leads: in one hop, through the gate, and never to another host."""

from django.conf import settings
from django.shortcuts import redirect

from publishing.lifecycle import Standing
from publishing.models import Item, way_on
from publishing.site import absolute
from publishing.views import removed

from .models import OldAddress


def led_on(request):
    """The answer to who asks for an old address; None where it leads to nothing that they may see."""
    if request.method not in ("GET", "HEAD") or not (old := OldAddress.objects.of(request.path)):
        return None
    if not old.item_id:
        return _moved(request, old.path)
    edition = old.in_force(request.moment)
    if edition is None:
        return None
    if edition.standing != Standing.REMOVED:
        return _moved(request, old.item.address)
    way = way_on(edition, request.moment)
    return _moved(request, _present(way)) if way else removed(request, edition)


def _present(path):
    """Where the item is by now that was once at this path; the path itself, where none was."""
    item = Item.objects.found_at([path]).first()
    return item.address if item else path


def _moved(request, path):
    """Old links begin with http://: a second hop to https is spared them. It may lead elsewhere one day: not kept."""
    needs_https = settings.SECURE_SSL_REDIRECT and not request.is_secure()
    moved = redirect(absolute(path) if needs_https else path, permanent=True)
    moved["Cache-Control"] = "no-cache"
    return moved
