"""Links to pages of this site: alive if a reader, at the hour of publication, would find the page."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext

from .. import models as published
from ..lifecycle import Standing
from .piece import Piece, is_ours, quoted
from .registry import rule

MOST_REDIRECTS = 3
OF_THE_LIBRARY = ("/images/", "/files/")  # library/checks.py looks at these


@rule(stops=True)
def dead_inward_link(piece):
    answers = {}
    for text, link in piece.links:
        if not link.href or link.href.startswith("#"):
            continue
        parts = piece.absolute(link.href)
        if parts is None:
            yield gettext("The link %(words)s in “%(label)s” leads to %(href)s, which is no address.") % {
                "words": quoted(link.words),
                "label": text.label,
                "href": quoted(link.href),
            }
        elif (
            parts.scheme in ("", "http", "https")
            and is_ours(parts)
            and not parts.path.startswith(OF_THE_LIBRARY)
        ):
            where = (parts.path or "/", parts.query)
            if where not in answers:
                answers[where] = why_dead(piece, *where)
            if answers[where]:
                yield _sentence(text, link, answers[where])


def _sentence(text, link, why):
    hint = ""
    if link.href.lower().startswith("www."):
        hint = gettext(" If it is another site, begin it with https://.")
    return gettext(
        "The link %(words)s in “%(label)s” leads to %(href)s, %(why)s: correct the address, "
        "or take the link out.%(hint)s"
    ) % {
        "words": quoted(link.words),
        "label": text.label,
        "href": quoted(link.href),
        "why": why,
        "hint": hint,
    }


def why_dead(piece, path, query=""):
    """Why a reader would not find `path`; empty where they would."""
    if path.startswith(settings.STATIC_URL):
        return "" if _is_static(path) else gettext("which is a file that does not exist")
    if path == piece.address:
        return ""
    if item := _item_at(path):
        return _why_item_is_dead(item, piece)
    return _why_page_is_dead(path, query, piece)


def why_no_way_on(edition, path):
    """Why visitors of a page that is removed would find nothing at `path`; empty where they would."""
    if _item_at(path) == edition.item:
        return gettext("which is this very page")
    return why_dead(Piece(edition), path)


def _item_at(path):
    address = path if path.endswith("/") else f"{path}/"
    return published.Item.objects.found_at([address, address.partition("history/")[0]]).first()


def _is_static(path):
    try:
        return bool(finders.find(path.removeprefix(settings.STATIC_URL)))
    except (SuspiciousOperation, ValueError):
        return False


def _why_item_is_dead(item, piece):
    if item.pk == piece.edition.item_id:
        return ""
    in_force = item.editions.in_force(piece.read_at).first()
    if in_force is None:
        return gettext("which is not public at that hour")
    return gettext("which has been removed") if in_force.standing == Standing.REMOVED else ""


def _why_page_is_dead(path, query, piece):
    for _hop in range(MOST_REDIRECTS):
        try:
            match = resolve(path)
        except Resolver404:
            if path.endswith("/") or not settings.APPEND_SLASH:
                return gettext("which does not exist")
            path += "/"
            continue
        if match.app_names[:1] == ["admin"]:
            return gettext("which is in the back office, where no reader can go")
        if match.url_name == "review":
            return gettext("which is a review link, and meant for one reader alone")
        status, location = answer_of(match, path, query, piece.read_at)
        if status not in (301, 302, 303, 307, 308):
            return "" if status < 400 else gettext("which does not exist")
        parts = piece.absolute(location)
        if parts is None or not is_ours(parts):
            return ""
        path, query = parts.path, parts.query
    return gettext("which leads from one address to the next without end")


def answer_of(match, path, query="", at=None):
    """What the page's own view answers to a visitor at the instant `at`: the status, and where it redirects to."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.GET = QueryDict(query)
    request.user, request.staff, request.moment, request.session = AnonymousUser(), None, at, {}
    request.resolver_match = match
    request.META.update(SERVER_NAME=_host(), SERVER_PORT="443", REQUEST_METHOD="GET", PATH_INFO=path)
    try:
        response = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return 404, ""
    return response.status_code, response.headers.get("Location", "")


def _host():
    return next((host for host in settings.ALLOWED_HOSTS if host[0] not in "*."), "localhost")
