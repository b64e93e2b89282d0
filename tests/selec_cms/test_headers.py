"""What every answer says to browsers: pages, files, machines' formats, errors, redirects and static files alike."""

import re

import pytest
from django.conf import settings as house
from django.test import Client, override_settings
from django.urls import include, path

import organisation.demo
from news.models import PressRelease
from publishing.lifecycle import Status
from tests.crawl import IN_THE_BACK_OFFICE, PUBLIC, telling_pages
from tests.library import pictures
from tests.make import make

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
PAGE_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
    "report-uri": "/policy-reports/",
    "report-to": "policy",
}
OFFICE_POLICY = {
    **{name: value for name, value in PAGE_POLICY.items() if "trusted" not in name},
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "frame-src": "'self'",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "Reporting-Endpoints": 'policy="/policy-reports/"',
}
INLINE = {
    "a style element": r"<style\b",
    "a style attribute": r"<[a-z][^>]*\sstyle\s*=",
    "a handler in an attribute": r"<[a-z][^>]*\son[a-z]+\s*=",
    "a script of its own": r"<script\b(?![^>]*\ssrc=)(?![^>]*application/(?:ld\+)?json)",
    "an address that is a script": r"(?:href|src|action)\s*=\s*[\"']?\s*(?:javascript:|vbscript:|data:(?!image/))",
}


def policy(answer):
    parts = [part.partition(" ") for part in answer["Content-Security-Policy"].split("; ")]
    return {name: value for name, _space, value in parts}


def fails(request):
    raise RuntimeError


urlpatterns = [path("fails/", fails), path("", include(house.ROOT_URLCONF))]


@pytest.fixture
def answers(client, person):
    """{what it is: an answer}, one of each sort, over https."""
    image, used = pictures.image(), pictures.image()
    release = make(PressRelease, body=pictures.shown(used))
    client.raise_request_exception = False
    pages = {
        "page": "/",
        "page of an item": release.get_absolute_url(),
        "search": "/search/?q=a",
        "redirect": "/contacts",
        "nothing": "/no-such-page/",
        "failure": "/fails/",
        "feed": "/news/feed/",
        "calendar": "/news/events.ics",
        "table": "/news/events/list.csv",
        "data": "/api/v1/",
        "no data": "/api/v1/nothing",
        "robots": "/robots.txt",
        "sitemap": "/sitemap.xml",
        "card": "/cards/selec.png",
        "static": "/static/site.css",
        "sign in": "/admin/login/",
        "image": f"/images/{used.pk}/320.jpg",
        "hidden image": f"/images/{image.pk}/320.jpg",
    }
    with override_settings(ROOT_URLCONF=__name__, WHITENOISE_AUTOREFRESH=True, WHITENOISE_USE_FINDERS=True):
        found = {name: client.get(address, secure=True) for name, address in pages.items()}
        found["refused"] = client.post("/", secure=True)
        staff = Client()
        staff.force_login(person("ana", "add_pressrelease", "view_pressrelease", "view_image"))
        found["desk"] = staff.get("/admin/", secure=True)
        found["refused to staff"] = staff.get("/admin/auth/user/", secure=True)
        found["staff's image"] = staff.get(f"/images/{image.pk}/320.jpg", secure=True)
        found["edit"] = staff.get("/admin/news/pressrelease/add/", secure=True)
    return found


def test_every_sort_of_answer_has_every_header(answers):
    statuses = {name: answer.status_code for name, answer in answers.items()}
    assert statuses["failure"] == 500
    assert {statuses[name] for name in ("nothing", "no data", "hidden image")} == {404}
    assert (statuses["redirect"], statuses["static"], statuses["refused to staff"]) == (301, 200, 403)
    for name, answer in answers.items():
        for header, value in ALWAYS.items():
            assert answer.get(header) == value, (name, header)
        assert "camera=()" in answer["Permissions-Policy"], name
        assert answer["Cross-Origin-Resource-Policy"] in ("same-origin", "cross-origin"), name
        assert policy(answer)["default-src"] == "'none'", name


def test_the_public_site_has_the_strict_policy_and_the_back_office_no_more_than_it_needs(answers):
    office = {"sign in", "desk", "refused to staff"}
    of_files = {"image", "staff's image"}
    for name in answers.keys() - office - of_files - {"edit"}:
        assert policy(answers[name]) == PAGE_POLICY, name
    for name in office:
        assert policy(answers[name]) == OFFICE_POLICY, name
    assert policy(answers["edit"]) == OFFICE_POLICY | {"style-src": "'self' 'unsafe-inline'"}
    assert "nonce" not in str([answer.headers for answer in answers.values()])


def test_other_sites_may_embed_what_is_meant_for_them_and_nothing_else(answers):
    meant = {"image", "feed", "calendar", "table", "data", "no data", "card"}
    found = {
        name for name, answer in answers.items() if answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    }
    assert found == meant


def test_a_foreign_host_gets_the_headers_as_well(client):
    answer = client.get("/", headers={"Host": "elsewhere.example"})
    assert (answer.status_code, policy(answer)["default-src"]) == (400, "'none'")


def found_inline(html):
    html = re.sub(r"(?s)<textarea.*?</textarea>|<!--.*?-->", "", html)
    return [words for words, pattern in INLINE.items() if re.search(pattern, html, re.IGNORECASE)]


@pytest.mark.parametrize("start", [PUBLIC, IN_THE_BACK_OFFICE], ids=["public", "back office"])
def test_no_page_has_a_script_or_a_style_within_itself_and_none_of_the_public_sets_a_cookie(
    start, client, person
):
    organisation.demo.load()
    make(PressRelease)
    make(PressRelease, status=Status.DRAFT)
    if start == IN_THE_BACK_OFFICE:
        client.force_login(person("root", is_superuser=True))
    pages = [*telling_pages(client, start)]
    assert len(pages) > 10
    assert bool(client.cookies) == (start == IN_THE_BACK_OFFICE)
    assert {address: found for address, html in pages if (found := found_inline(html))} == {}


def test_what_is_looked_for_would_be_found():
    inline = {
        '<p style="color: red">': "a style attribute",
        "<svg><style>a {}</style></svg>": "a style element",
        '<a class="x" onclick="y()">': "a handler in an attribute",
        "<script>y()</script>": "a script of its own",
        '<a href=" javascript:y()">': "an address that is a script",
    }
    for html, words in inline.items():
        assert found_inline(html) == [words]
    assert found_inline('<script type="application/ld+json">{}</script><script src="a.js"></script>') == []
