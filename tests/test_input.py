"""Whatever is sent to the public site, in addresses, parameters, headers and forms: an answer, and never an error."""

import re
from itertools import count, cycle
from urllib.parse import quote, unquote_to_bytes

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client

import organisation.demo
from news.models import Event, Operation, PressRelease
from notices.models import Internship, Tender, Vacancy
from publishing.lists import LISTS
from tests.make import make
from tests.test_permissions import PUBLIC, address, patterns

pytestmark = pytest.mark.django_db
LONG = "x" * 10_000
# Each as it stands in an address, percent-encoded.
HOSTILE = {
    "long": LONG,
    "long number": "9" * 10_000,
    "negative": "-1",
    "other digits": quote("١٢²"),
    "control characters": "%01%08%1b%7f%c2%85%0d%0aX-Injected:%20yes",
    "NUL": "a%00b",
    "lone surrogate": "%ed%a0%80",
    "no UTF-8": "%ff%fe%c3%28",
    "broken percent": "%zz%",
    "markup": quote("\"'><script>x()</script>{{x}}"),
    "an address": quote("//evil.example/https://evil.example/\\evil.example"),
    "quotes of SQL": quote("' OR 1=1 --\\"),
    "letters that fold to more": quote("ŉﬃİß" * 50),
}
# Of all lists and pages; those of filters are found by themselves.
PARAMETERS = {
    *(
        "q",
        "page",
        "at",
        "edition",
        "review",
        "said",
        "about",
        "follow",
        "kind",
        "area",
        "state",
        "next",
        "month",
    ),
    *("when", "limit", "after", "part", "sort", "from", "to", "day", "year"),
}
AWAY = re.compile(r"(?i)^(?:[a-z][a-z0-9+.-]*:)?[/\\]{2}(?!testserver)|^(?:javascript|data):")


@pytest.fixture
def site(db):
    organisation.demo.load()
    for kind in (PressRelease, Event, Operation, Vacancy, Internship, Tender):
        make(kind)


def safe(answer, where):
    assert answer.status_code < 500, where
    assert "X-Injected" not in answer.headers, where
    assert not AWAY.match(answer.get("Location", "")), f"{where} leads to {answer['Location']}"
    if "html" in answer.get("Content-Type", ""):
        assert "<script>x()" not in answer.content.decode(), where


def public_addresses():
    """One of each view, without parts that are typed."""
    return {
        name: path for path, name in patterns() if name in PUBLIC and "<" not in path and "(?P" not in path
    }


def test_any_value_of_any_parameter_of_any_address_is_answered(site):
    """All parameters at once, each with another value, which move on from address to address; then without those of
    pages, since a page that is none hides the others."""
    client = Client(raise_request_exception=False)
    assert len(public_addresses()) > 45
    names = sorted(PARAMETERS | {choice.name for one in LISTS.values() for choice in one.filters})
    turn = count()
    for path in public_addresses().values():
        for some in (names, [name for name in names if name not in ("page", "limit", "after")]):
            values = cycle(rotated([*HOSTILE.values()], next(turn)))
            query = "&".join(
                f"{name}={value}&{name}=1&{name}={value}" for name, value in zip(some, values, strict=False)
            )
            safe(client.get(f"/{path}?{query}"), f"/{path}?{query}")
    assert not client.cookies


def rotated(values, by):
    return values[by % len(values) :] + values[: by % len(values)]


@pytest.mark.looks
def test_any_part_of_any_address_is_answered(site):
    client = Client(raise_request_exception=False)
    wholes = [
        address(path.replace(whole, "HERE"), {})
        for path, name in patterns()
        if name in PUBLIC
        for whole in re.findall(r"<(?:\w+:)?\w+>(?!\.)", path)
    ]
    assert len(wholes) > 50
    for number, where in enumerate([*wholes, "/HERE", "/HERE/", "//HERE"]):
        for value in rotated([*HOSTILE.values()], number)[:1]:
            safe(client.get(where.replace("HERE", value)), f"{where}, {value[:40]}")
    assert not client.cookies


def test_any_header_is_answered(site):
    client = Client(raise_request_exception=False)
    names = "Accept Accept-Language If-None-Match If-Modified-Since If-Range Range Referer User-Agent Origin Cookie"
    names += " Sec-Fetch-Site X-Forwarded-For X-Real-IP Content-Type Access-Control-Request-Headers"
    for words, typed in HOSTILE.items():
        value = unquote_to_bytes(typed).decode("latin-1")
        for path in (
            "/",
            "/news/feed/",
            "/contacts/",
            "/api/v1/",
            "/cards/selec.png",
            "/nothing/",
            "/policy-reports/",
        ):
            safe(client.get(path, headers=dict.fromkeys(names.split(), value)), f"{path}, {words}")
            headers = {"Origin": value, "Referer": value}
            safe(client.post(path, b"x", "text/plain", headers=headers), f"{path}, {words}")


def test_any_value_of_any_field_of_a_public_form_is_answered_in_words(site):
    client = Client(raise_request_exception=False)
    for path in ("/contacts/", "/alerts/"):
        names = [*client.get(path).context["form"].fields]
        for words, value in HOSTILE.items():
            body = "&".join(f"{name}={value}&{name}={value}" for name in names)
            answer = client.post(path, body, "application/x-www-form-urlencoded")
            safe(answer, f"{path}, {words}")
            assert answer.status_code == 422, (path, words)
            assert 'role="alert"' in answer.content.decode(), (path, words)


def test_no_parameter_leads_to_another_site(site, person):
    """Neither a visitor, nor who signs in, nor who has."""
    away = [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "https:evil.example",
        "///evil.example/",
    ]
    names = "next redirect url return return_to goto continue to _popup _changelist_filters".split()
    staff = Client()
    staff.force_login(person("root", is_superuser=True))
    for target in away:
        query = "&".join(f"{name}={quote(target)}" for name in names)
        for path in ["/", "/contacts", "/alerts/sent/", "/search/", "/admin/login/", "/no-such-page/"]:
            for client in (Client(), staff):
                safe(client.get(f"{path}?{query}"), path)
        sent = {"username": "root", "password": "a long password", "next": target}
        safe(Client().post("/admin/login/", sent), "signing in")
        safe(Client().post(f"/admin/login/?{query}", sent), "signing in")
        safe(staff.post(f"/admin/logout/?{query}", {"next": target}), "signing out")
        staff.force_login(get_user_model().objects.get(username="root"))


def unbounded(form):
    """Names of the fields that take a text of any length; of a password a hash alone is kept, and as long as any."""
    free = (forms.ChoiceField, forms.ModelChoiceField, forms.BooleanField, forms.FileField, forms.UUIDField)
    for name, field in form.base_fields.items():
        is_text = isinstance(field, forms.CharField) and not isinstance(field, free)
        if is_text and field.max_length is None and not field.disabled and "password" not in name:
            yield f"{form.__name__}.{name}"


def test_every_text_that_staff_type_is_bounded(rf, person):
    request = rf.get("/")
    request.user = person("root", is_superuser=True)
    request.staff, request.moment = request.user, None
    found = []
    for model, page in admin.site._registry.items():
        if page.has_add_permission(request):
            found += [f"{model._meta.label}: {name}" for name in unbounded(page.get_form(request))]
    assert found == []
