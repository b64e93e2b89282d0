"""What stands around every page: the menu, the members' line, the social accounts, the staff's bar."""

from functools import cache, partial
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.models import PressRelease
from organisation.models import MemberState, Page, SocialAccount
from publishing import clock, moment
from publishing.keeping import kept
from publishing.site import back_office

MENU = [
    (_("Home"), "home"),
    (_("News & Events"), "news:index"),
    (_("About SELEC"), "organisation:about"),
    (_("Resources"), "library:publications"),
    (_("Careers"), "notices:careers"),
    (_("Internship"), "notices:internships"),
    (_("Procurement"), "notices:procurement"),
    (_("Contacts"), "outreach:contacts"),
]


class Entry(NamedTuple):
    label: str
    url: str
    is_current: bool


@cache
def menu_urls():
    return [(label, reverse(name)) for label, name in MENU]


def are_current(path):
    """Of each entry of the menu, whether the page stands below it."""
    return tuple([path == url or (url != "/" and path.startswith(url)) for _label, url in menu_urls()])


def menu(path):
    return [
        Entry(*entry, is_current) for entry, is_current in zip(menu_urls(), are_current(path), strict=True)
    ]


@kept
def members_on(day):
    return list(MemberState.objects.members(day))


@kept
def social_accounts():
    return list(SocialAccount.objects.all())


@kept
def alerts(at):
    return list(PressRelease.objects.public(at).pinned(at).newest_first())


@kept
def footer_pages(at):
    return list(Page.objects.public(at).in_the_footer().defer("body"))


def frame(request):
    """Context for every public page; the back office has a frame of its own. What most pages have kept already is read
    when a template first asks for it."""
    if request.path.startswith(back_office()):
        return {}
    at = getattr(request, "moment", None)
    staff = getattr(request, "staff", None)
    shown_at = moment.shown_at(request)
    return {
        "menu": partial(menu, request.path),
        "members": cache(lambda: members_on(request, clock.today(shown_at))),
        "social_accounts": cache(partial(social_accounts, request)),
        "alerts": alerts(request, at),
        "footer_pages": cache(partial(footer_pages, request, at)),
        "staff": staff,
        "may_travel": bool(staff) and staff.has_perm(moment.RIGHT),
        "moment": at,
        "shown_at": shown_at,
        "is_typed": getattr(request, "is_typed", False),
        "zone_name": clock.city(settings.TIME_ZONE),
    }
