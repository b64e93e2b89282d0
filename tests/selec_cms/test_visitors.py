"""What runs for visitors’ pages, without what is there for people who have signed in."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler

from news.models import PressRelease
from selec_cms.page_cache import PageCache
from selec_cms.visitors import ForVisitors
from tests.make import at, make
from tests.wsgi import ask

pytestmark = pytest.mark.django_db(transaction=True)
NOW = at("2026-11-20 12:00")
LIST = "/news/press-releases/"
EVERY_WAY = [
    "/",
    LIST,
    f"{LIST}?year=1990",
    f"{LIST}list.csv",
    f"{LIST}feed/",
    "/news/events.ics",
    "/nowhere/",
]
EVERY_WAY += [
    "/news/press-releases",
    "/search/?q=arrests",
    "/contacts/",
    "/sitemap.xml",
    "/robots.txt",
    "/api/v1/",
]


@pytest.mark.parametrize("address", EVERY_WAY)
def test_visitors_are_answered_as_everybody_is(clock, address):
    clock.set(NOW)
    make(PressRelease, title="Ten arrests", publish_at=NOW)
    sites = [PageCache(WSGIHandler(), 4, visitors=visitors) for visitors in (None, ForVisitors())]
    answers = [ask(site, address) for site in sites]
    told = [
        {name: text for name, text in one.headers.items() if name != "X-Accel-Expires"} for one in answers
    ]
    assert told[0] == told[1]
    assert answers[0].status == answers[1].status
    assert answers[0].body == answers[1].body


def test_middleware_of_which_they_would_leave_out_a_part_is_refused(settings):
    settings.OF_PEOPLE = settings.OF_PEOPLE - {"django.middleware.csrf.CsrfViewMiddleware"}
    with pytest.raises(ImproperlyConfigured, match="Csrf"):
        ForVisitors()
