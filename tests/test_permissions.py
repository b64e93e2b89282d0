"""Every address of the site, from the URL configuration itself, as every role and as nobody, by GET and by POST.

What the tables do not grant has to be refused; an address that no table has fails, until somebody has decided who may
go there.
"""

import re
from functools import partial

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import get_resolver

import organisation.demo
from audit.models import Entry, record
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
from tests.selec_cms.test_roles import MODELS, READS, TABLE, acts_of

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
NOBODY, OUTSIDER, NO_ROLE = "nobody", "an account that is no staff", "staff without a role"
ROLES = [*TABLE]
STAFF = [*ROLES, NO_ROLE]
EVERYBODY = [NOBODY, OUTSIDER, *STAFF]

# The public site: anybody reads, and nobody sends, but to these.
TAKES_POST = {
    *("outreach:contacts", "outreach:alerts", "outreach:confirm", "outreach:manage", "outreach:leave"),
    *("review", "policy_reports"),
}
LISTS = "home news:index news:events news:operations news:press_releases notices:careers notices:procurement".split()
LISTS += ["notices:internships", "library:publications"]
PUBLIC = {
    *LISTS,
    *(f"{name}_feed{end}" for name in LISTS for end in ("", "_json")),
    *(f"news:{name}" for name in "events_calendar event_calendar".split()),
    *(f"notices:{name}deadlines" for name in ("", "careers_", "procurement_", "internships_")),
    *(f"notices:{name}_deadline" for name in ("vacancy", "tender", "internship")),
    *(f"news:{name}" for name in "event press_release operation".split()),
    *(f"news:{name}" for name in "event_history press_release_history operation_history".split()),
    *(f"news:{name}" for name in "past_event past_press_release past_operation".split()),
    *(f"notices:{name}" for name in "vacancy internship tender tender_ocds".split()),
    *(f"notices:{name}" for name in "vacancy_history internship_history tender_history".split()),
    *(f"notices:{name}" for name in "past_vacancy past_internship past_tender".split()),
    *(f"library:{name}" for name in "publication publication_history past_publication".split()),
    *(f"library:{name}" for name in "image document version newest".split()),
    *(f"organisation:{name}" for name in "about member_states member_state partners partner crime_areas".split()),
    *(f"organisation:{name}" for name in "crime_area figures figures_csv faq question question_history".split()),
    *(f"organisation:{name}" for name in "past_question page page_history past_page".split()),
    *(f"outreach:{name}" for name in "contacts sent alerts alerts_sent confirm manage leave".split()),
    *"feeds review search:search house_card card sitemaps sitemap news_sitemap robots security opensearch".split(),
    *"policy_reports api table".split(),
    *(f"api:{name}" for name in "openapi-json index api-root figures".split()),
    *(f"api:{name}{end}" for name in "events operations press-releases careers internships procurement".split()
      for end in ("", "-item")),
    *(f"api:{name}{end}" for name in "publications pages member-states partners crime-areas".split()
      for end in ("", "-item")),
    "api/v1/<path:anything>",
}  # fmt: skip

# The back office: (who gets there by GET, who by POST).
OVERSEERS = ["Auditor", "Administrator"]
OFFICE = {
    "admin:index": (STAFF, STAFF),
    "admin:login": (EVERYBODY, EVERYBODY),
    "admin:logout": ([], STAFF),
    "admin:password_change": (STAFF, STAFF),
    "admin:password_change_done": (STAFF, []),
    "admin:jsi18n": (STAFF, []),
    "admin:roles": (OVERSEERS, OVERSEERS),
    "admin:retention": (STAFF, STAFF),
    "admin:personal_data": (["Administrator"], ["Administrator"]),
    "admin:checks": (ROLES, ROLES),
    "admin:autocomplete": ([], []),  # with a field's name it asks for the right to view what is looked up
    "admin:app_list": (OVERSEERS, OVERSEERS),  # of accounts
    "admin:view_on_site": ([], []),  # the next one stands before it
    "admin/r/<int:kind>/<path:row>/": (["Writer", "Approver", *OVERSEERS],) * 2,  # of a Member State
    "admin/(?P<url>.*)$": ([], []),
}
# Of each model: letters of the table in tests/selec_cms/test_roles.py, any one of which is enough; "*" is all staff.
PAGES = {
    "changelist": ("v", "v"),
    "add": ("a", "a"),
    "change": ("v", "c"),
    "delete": ("d", "d"),
    "history": ("v", "v"),
    "": ("*", "*"),  # a redirect to the page for changing, whatever is asked for
}
# A view-only form of an edition and a move say in words what is not possible: test_roles.py tries them all.
OF_EDITIONS = {
    "change": ("v", "v"),
    "move": ("v", "v"),
    "comment": ("cp", "cp"),
    "people": ("c", "c"),
    "links": ("c", "c"),
    "autosave": ("", "c"),
    "autosave_new": ("", "a"),
    "preview": ("", "c"),
    "preview_new": ("", "a"),
    "forget": ("", ""),  # whoever typed it, with its key
}
OF_MODELS = {
    "auth.user": {"password_change": ("c", "c")},
    "library.document": {"approve": ("", "v")},  # says in words who may
    "library.image": {"picker": ("v", "")},
    "organisation.office": {"add": ("", "")},  # there is one, and it is there
    "organisation.page": {"order": ("c", "c")},
}
NEVER_TYPED = {
    *("audit.entry", "outreach.message", "outreach.subscriber", "search.vainsearch"),
    *("selec_cms.missedaddress", "selec_cms.policyreport"),
}
# Of visitors' messages each reads those on the purposes that are theirs; the test's own is a general one.
GENERAL = [*(role for role in READS if "general" in READS[role]), "Administrator"]


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
        assert name in PUBLIC, f"Who may go to {path}? Say so in tests/test_permissions.py."
        return EVERYBODY, EVERYBODY if name in TAKES_POST else []
    label, page = model_and_page(path, name)
    if not label:
        assert name in OFFICE, f"Who may go to {path}? Say so in tests/test_permissions.py."
        return OFFICE[name]
    known = (
        PAGES | (OF_EDITIONS if issubclass(apps.get_model(label), Edition) else {}) | OF_MODELS.get(label, {})
    )
    assert page in known, f"Who may go to {path}? Say so in tests/test_permissions.py."
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
    }
    made = {}
    for model in admin.site._registry:
        label = model._meta.label_lower
        draft = partial(make, model, status=Status.DRAFT)
        make_row = own.get(label) or (draft if issubclass(model, Edition) else model.objects.first)
        made[label] = make_row().pk
    return made


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
    sample |= {"pk": 1, "year": 2020, "month": "05", "day": "04", "anything": "nothing", "address": "news/"}
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
    return answer.status_code in (401, 403, 404, 405) or away in ("/admin/", "/admin/login/")


def test_every_model_of_the_back_office_is_in_a_table(rows):
    assert {label for _section, label in MODELS} - {"publishing.item"} >= {*rows}
    assert None not in rows.values()
    assert {name for path, name in patterns() if not path.startswith("admin/")} == PUBLIC
    assert {
        name for path, name in patterns() if path.startswith("admin/") and not model_and_page(path, name)[0]
    } == {*OFFICE}


@pytest.mark.parametrize("group", [EVERYBODY[:4], EVERYBODY[4:7], EVERYBODY[7:]], ids="abc")
def test_the_back_office_is_open_to_those_of_the_tables_and_to_nobody_else(rows, group):
    wrong = []
    addresses = [(path, name) for path, name in patterns() if path.startswith("admin/")]
    for who in group:
        client = client_of(who)
        for path, name in addresses:
            where = address(path, rows)
            for method, may in zip(("get", "post"), allowed(path, name), strict=True):
                before = Entry.objects.count()
                answer = getattr(client, method)(where)
                if "log" in name and who != NOBODY:
                    client.force_login(client.user)
                elif who not in may and Entry.objects.count() > before:
                    wrong.append(f"{who} {method} {where}: was refused and did something")
                is_led_in = name == "admin:login" and who in STAFF
                if answer.status_code >= 500 or (is_refused(answer) == (who in may) and not is_led_in):
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
