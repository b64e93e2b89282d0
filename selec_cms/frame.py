"""What stands around every page: the menu, the members' line, the social accounts, the staff's bar."""

from dataclasses import dataclass
from functools import cache

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


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    is_current: bool


@cache
def menu_urls():
    return [(label, reverse(name)) for label, name in MENU]


def menu(path):
    return [
        Entry(label, url, path == url or (url != "/" and path.startswith(url))) for label, url in menu_urls()
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
    """Context for every public page; the back office has a frame of its own."""
    if request.path.startswith(back_office()):
        return {}
    at = getattr(request, "moment", None)
    staff = getattr(request, "staff", None)
    shown_at = moment.shown_at(request)
    return {
        "menu": menu(request.path),
        "members": members_on(request, clock.today(shown_at)),
        "social_accounts": social_accounts(request),
        "alerts": alerts(request, at),
        "footer_pages": footer_pages(request, at),
        "staff": staff,
        "may_travel": bool(staff) and staff.has_perm(moment.RIGHT),
        "moment": at,
        "shown_at": shown_at,
        "zone_name": clock.city(settings.TIME_ZONE),
    }
