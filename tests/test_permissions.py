"""Every address of the site, from the URL configuration itself, as every role and as nobody, by GET and by POST.

What the tables do not grant has to be refused; an address that no table has fails, until somebody has decided who may
go there.
"""

import re
from functools import partial

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import get_resolver

import organisation.demo
from audit.models import Entry, record
from moving.models import OldAddress
from news.models import PressRelease
from organisation.models import Contact, MemberState, Office
from outreach.models import Message
from publishing.lifecycle import Status
from publishing.models import Edition
from search.models import VainSearch
from selec_cms import roles
from selec_cms.models import MissedAddress, Pin, PolicyReport
from tests.library import files, pictures
from tests.make import at, make
from tests.outreach import alerts
from tests.permission_tables import (
    ACCOUNT,
    DOOR,
    DOORS,
    EVERYBODY,
    GENERAL,
    NEVER_TYPED,
    NO_ROLE,
    NOBODY,
    OF_EDITIONS,
    OF_MODELS,
    OFFICE,
    OUTSIDER,
    OWN,
    PAGES,
    PUBLIC,
    ROLES,
    STAFF,
    TAKES_POST,
)
from tests.selec_cms.test_roles import MODELS, acts_of

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
NOW = at("2026-11-20 12:00")


def patterns(found=None, prefix="", space=""):
    """(path, name) of all addresses; the path where they have no name."""
    for one in get_resolver().url_patterns if found is None else found:
        path = prefix + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from patterns(
                one.url_patterns, path, f"{space}{one.namespace}:" if one.namespace else space
            )
        else:
            yield path, f"{space}{one.name}" if one.name else path


def model_and_page(path, name):
    """("news.event", "change"); two empty texts for what is no model's."""
    found = re.match(r"admin/(\w+)/(\w+)/", path)
    label = ".".join(found.groups()) if found else ""
    if not label or label not in {model._meta.label_lower for model in admin.site._registry}:
        return "", ""
    return label, name.removeprefix(f"admin:{label.replace('.', '_')}_") if name.startswith("admin:") else ""


def allowed(path, name):
    """(who gets there by GET, who by POST); fails where nobody has decided."""
    if not path.startswith("admin/"):
        assert name in PUBLIC, f"Who may go to {path}? Say so in tests/permission_tables.py."
        return EVERYBODY, EVERYBODY if name in TAKES_POST else []
    label, page = model_and_page(path, name)
    if not label:
        assert name in OFFICE, f"Who may go to {path}? Say so in tests/permission_tables.py."
        return OFFICE[name]
    known = (
        PAGES | (OF_EDITIONS if issubclass(apps.get_model(label), Edition) else {}) | OF_MODELS.get(label, {})
    )
    assert page in known, f"Who may go to {path}? Say so in tests/permission_tables.py."
    return tuple(holders(label, page, letters) for letters in known[page])


def holders(label, page, letters):
    (section,) = [section for section, known in MODELS if known == label]
    if label == "outreach.message" and page in ("change", "history"):
        return GENERAL if letters == "v" else []
    if label in NEVER_TYPED and (page == "add" or letters == "c"):
        return []
    return STAFF if letters == "*" else [role for role in ROLES if {*letters} & {*acts_of(role, section)}]


@pytest.fixture
def rows(clock):
    """{model: the id of a row of it}, of every model that the back office has."""
    clock.set(NOW)
    organisation.demo.load()
    roles.settle()
    record("began")
    own = {
        "library.image": pictures.image,
        "library.document": lambda: files.document({"effective_at": None}),
        "organisation.contact": lambda: Contact.objects.get_or_create(purpose="press")[0],
        "organisation.office": lambda: Office.objects.first() or Office.objects.create(),
        "outreach.message": partial(Message.objects.create, purpose="general", at=NOW, next_try_at=NOW),
        "outreach.subscriber": alerts.subscriber,
        "search.vainsearch": partial(VainSearch.objects.create, key="k", words="lorry", last_on=NOW.date()),
        "selec_cms.pin": lambda: Pin.objects.create(item=make(PressRelease).item),
        "selec_cms.missedaddress": partial(
            MissedAddress.objects.create, path="/x/", first_at=NOW, last_at=NOW
        ),
        "selec_cms.policyreport": partial(PolicyReport.objects.create, first_at=NOW, last_at=NOW),
        "auth.user": partial(User.objects.create_user, "somebody"),
        "moving.oldaddress": partial(OldAddress.objects.create, key="p1", path="/about/"),
        "usersessions.usersession": session,
    }
    made = {}
    for model in admin.site._registry:
        label = model._meta.label_lower
        draft = partial(make, model, status=Status.DRAFT)
        make_row = own.get(label) or (draft if issubclass(model, Edition) else model.objects.first)
        made[label] = make_row().pk
    return made


def session():
    user, at = User.objects.create_user("signed in", is_staff=True), NOW
    told = {
        "ip": "192.0.2.1",
        "session_key": "x",
        "user_agent": "Browser",
        "created_at": at,
        "last_seen_at": at,
    }
    return UserSession.objects.create(user=user, **told)


def office():
    """Without the doors, which are for those outside, and what is of one's own account."""
    return [
        (path, name)
        for path, name in patterns()
        if path.startswith("admin/") and not path.startswith(ACCOUNT) and name != "admin:login"
    ]


def address(path, rows):
    """As a browser asks for it, of a row that is there."""
    label, _page = model_and_page(path, "")
    kind = ContentType.objects.get_for_model(MemberState).pk
    sample = {
        "kind": kind,
        "row": MemberState.objects.first().pk,
        "verb": "submit",
        "number": 1,
        "url": "nothing",
    }
    sample |= {
        "act": "second-factor",
        "pk": 1,
        "year": 2020,
        "month": "05",
        "day": "04",
        "anything": "nothing",
        "address": "news/",
    }
    if label:
        sample |= dict.fromkeys(["pk", "object_id", "id"], rows[label])
    path = re.sub(r"\(\?P<app_label>[^)]*\)", "auth", path).replace("/^", "/").removeprefix("^")
    path = re.sub(
        r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>", lambda one: str(sample.get(one[1] or one[2], "x")), path
    )
    return f"/{path.replace(chr(92), '').removesuffix('$').replace('//', '/')}"


def client_of(who):
    client = Client(raise_request_exception=False)
    if who != NOBODY:
        client.user = User.objects.create_user(who, is_staff=who in STAFF)
        if who in ROLES:
            client.user.groups.add(Group.objects.get(name=who))
        client.force_login(client.user)
    return client


def is_refused(answer):
    """Said so, led to the door, or back to the desk: there is nothing here for this account."""
    away = answer.get("Location", "").partition("?")[0]
    return answer.status_code in (401, 403, 404, 405) or away in ("/admin/", "/admin/login/", DOOR)


def test_every_model_of_the_back_office_is_in_a_table(rows):
    assert {label for _section, label in MODELS} - {"publishing.item"} >= {*rows}
    assert None not in rows.values()
    assert {name for path, name in patterns() if not path.startswith("admin/")} == PUBLIC
    assert {name for path, name in office() if not model_and_page(path, name)[0]} == {*OFFICE}
    assert {name for path, name in patterns() if path.startswith(ACCOUNT)} == DOORS | OWN


@pytest.mark.parametrize("group", [EVERYBODY[:4], EVERYBODY[4:7], EVERYBODY[7:]], ids="abc")
def test_the_back_office_is_open_to_those_of_the_tables_and_to_nobody_else(rows, group):
    wrong = []
    for who in group:
        client = client_of(who)
        for path, name in office():
            where = address(path, rows)
            for method, may in zip(("get", "post"), allowed(path, name), strict=True):
                before = Entry.objects.count()
                answer = getattr(client, method)(where)
                if "log" in name and who != NOBODY:
                    client.force_login(client.user)
                elif who not in may and Entry.objects.count() > before:
                    wrong.append(f"{who} {method} {where}: was refused and did something")
                if answer.status_code >= 500 or is_refused(answer) == (who in may):
                    wrong.append(f"{who} {method} {where}: {answer.status_code} {answer.get('Location', '')}")
    assert wrong == []


@pytest.mark.parametrize("group", [EVERYBODY[:5], EVERYBODY[5:]], ids="ab")
def test_the_public_site_is_read_by_everybody_and_takes_nothing_from_anybody_but_by_its_forms(rows, group):
    wrong = []
    addresses = {path: name for path, name in patterns() if not path.startswith("admin/")}
    for who in group:
        client = client_of(who)
        client.handler.enforce_csrf_checks = True
        for path, name in addresses.items():
            where = address(path, rows)
            status = client.get(where).status_code
            if status not in (200, 302, 404, 422) and (name, status) != ("policy_reports", 405):
                wrong.append(f"{who} get {where}: {status}")
            status = client.post(where).status_code
            if status >= 500 or (status in (403, 404, 405)) == (name in TAKES_POST and "<" not in path):
                wrong.append(f"{who} post {where}: {status}")
    assert wrong == []


def test_what_is_of_ones_own_account_is_for_who_is_signed_in(rows):
    wrong = []
    addresses = [(path, name) for path, name in patterns() if path.startswith(ACCOUNT)]
    for who in [NOBODY, OUTSIDER, NO_ROLE, "Administrator"]:
        client, before = client_of(who), User.objects.count()
        for path, name in addresses:
            for method in ("get", "post"):
                answer = getattr(client, method)(address(path, rows))
                is_led_away = answer.get("Location", "").startswith(DOOR) or answer.status_code in (403, 405)
                is_inside = name in OWN and who not in STAFF and not is_led_away
                if answer.status_code >= 500 or is_inside:
                    wrong.append(f"{who} {method} {path}: {answer.status_code} {answer.get('Location', '')}")
                if who != NOBODY:
                    client.force_login(client.user)
        assert User.objects.count() == before
    assert wrong == []
