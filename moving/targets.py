"""What an old address may lead to: a page of this site that answers by itself."""

from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_lazy as _

from publishing.checks.internal import answer_of
from publishing.checks.piece import is_ours
from publishing.models import Item

from .keys import NOT_KEPT

LONGEST = 300
ELSEWHERE = _("Give the address of a page of this site, such as /about/partners/.")
OWN_FOLDERS = {"static", "admin", "files", "images", "api"}


def why_taken(key):
    """Why an address is no old one: the site itself answers there, and would never ask; empty where it is one."""
    try:
        resolve(f"/{key}/")
    except Resolver404:
        is_ours = key.split("/")[0] in OWN_FOLDERS
        return gettext("/%(key)s/ is an address of the site itself.") % {"key": key} if is_ours else ""
    return gettext(
        "/%(key)s/ is an address of the site itself: nobody who asks for it is led anywhere else."
    ) % {"key": key}


def target_of(address, person=None):
    """(item, "") or (None, path); ValidationError with a sentence for whoever typed it.

    Items that are not public are known to those staff alone who may see them.
    """
    path = _own(address.strip())
    item = Item.objects.found_at([path.partition("?")[0]]).first()
    if item and _is_known(item, person):
        return item, ""
    _refuse_what_does_not_answer(path)
    return None, path


def _own(address):
    """The path, with its query, of an address that is ours."""
    try:
        parts = urlsplit(address)
        is_here = not parts.scheme or (parts.scheme in ("http", "https") and _is_ours(parts))
    except ValueError:
        raise ValidationError(ELSEWHERE) from None
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    if not is_here or (parts.netloc and not parts.scheme) or not is_path(path):
        raise ValidationError(ELSEWHERE)
    return path


def _is_ours(parts):
    return is_ours(parts) or parts.netloc == urlsplit(settings.SITE_URL).netloc


def is_path(path):
    """Whether a browser takes it for a path of the site it is on, and nothing else."""
    is_plain = path[:1] == "/" != path[1:2] and not NOT_KEPT.search(path) and len(path) <= LONGEST
    return is_plain and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


def _is_known(item, person):
    editions = apps.get_model(item.kind).objects
    if person is None or editions.in_force().filter(item=item).exists():
        return True
    return editions.seen_by(person).filter(item=item).exists()


def _refuse_what_does_not_answer(path):
    page, _mark, query = path.partition("?")
    try:
        match = resolve(page)
    except Resolver404:
        raise ValidationError(_nothing_at(page)) from None
    if match.app_names[:1] == ["admin"] or match.url_name == "review":
        raise ValidationError(
            gettext("No reader can go to %(page)s. %(advice)s") % {"page": page, "advice": ELSEWHERE}
        )
    status, location = answer_of(match, page, query)
    if location:
        words = gettext("%(page)s leads on to %(location)s: give that one, since one hop is enough.")
        raise ValidationError(words % {"page": page, "location": location})
    if status >= 400:
        raise ValidationError(_nothing_at(page))


def _nothing_at(page):
    return gettext("There is no page at %(page)s. %(advice)s") % {"page": page, "advice": ELSEWHERE}
