"""Every role, every section, every act: by address and by form. The table here is this test's own."""

import re
from functools import partial
from itertools import product

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from organisation.models import CrimeArea
from publishing.lifecycle import Status, moves_of
from publishing.models import Edition, kinds
from selec_cms import roles
from tests.make import at, make, whole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("settled"), pytest.mark.looks]
# v view, a add, c change, d delete, p approve; then whether the role travels in time.
# A kind stands in its section by selec_cms/roles.py; what a role may do there is said here once more.
COLUMNS = [
    *[roles.RELEASES, roles.PUBLICATIONS, roles.PAGES, roles.POSTS, roles.TENDERS, roles.FACTS],
    *[roles.IMAGES, roles.FILES, roles.MESSAGES, roles.SUBSCRIBERS, roles.HOME, roles.OLD],
    *[roles.MISSED, roles.LOG, roles.REPORTS, roles.ACCOUNTS, roles.SESSIONS],
]
# In the order of COLUMNS; the last, whether it travels in time.
OF_ROLES = """
    Writer        vac  vac  vac  -    -    vac  vac  v     v -  vac vac  vd - -  -    -  yes
    Approver      vacp vacp vacp vp   vp   v    vac  vp    - -  vac vacd vd - -  -    -  yes
    HR            -    -    -    vacp -    -    vac  v     v -  -   -    -  - -  -    -  no
    Procurement   -    -    -    -    vacp -    vac  v     v -  -   -    -  - -  -    -  no
    Librarian     v    vac  -    v    v    -    vacd vacd  - -  -   -    -  - -  -    -  yes
    Auditor       v    v    v    v    v    v    v    v     v v  v   v    v  v v  v    v  yes
    Administrator vacp vacp vacp vacp vacp vacd vacd vacdp v vd vac vacd vd v vd vacd vd yes
"""
TABLE = {
    role: [*(cell.strip("-") for cell in cells), travels == "yes"]
    for role, *cells, travels in map(str.split, OF_ROLES.strip().splitlines())
}
# Of visitors' messages, each reads those on the purposes here; the auditor sees that there are some.
READS = {
    "Writer": ["general", "press", "data_protection", "security"],
    "HR": ["hr"],
    "Procurement": ["procurement"],
}
LETTERS = {"view": "v", "add": "a", "change": "c", "delete": "d", "approve": "p"}
MODELS = [(section, label.lower()) for section in COLUMNS for label in roles.SECTIONS[section]]
KINDS = [(section, label) for section, label in MODELS if issubclass(apps.get_model(label), Edition)]
ONLY_LISTED = set(
    "audit.entry selec_cms.missedaddress search.vainsearch outreach.message outreach.subscriber "
    "usersessions.usersession selec_cms.policyreport".split()
)
NOT_CHOSEN_YET = "No role has been thought about for this: add it to selec_cms/roles.py and here."


def acts_of(role, section):
    return TABLE[role][COLUMNS.index(section)]


def address(label, page, *arguments):
    return reverse(f"admin:{label.replace('.', '_')}_{page}", args=arguments)


def is_registered(label):
    return admin.site.is_registered(apps.get_model(label))


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


# The table


@pytest.mark.parametrize("role", TABLE)
def test_a_role_has_the_rights_of_the_table_and_no_other(role, holder):
    user = holder(role).user
    expected = {
        f"{label.split('.')[0]}.{act}_{label.split('.')[1]}"
        for section, label in MODELS
        for act, letter in LETTERS.items()
        if letter in acts_of(role, section)
    }
    expected |= {"publishing.travel_in_time"} if TABLE[role][-1] else set()
    expected |= {f"outreach.read_{purpose}" for purpose in READS.get(role, [])}
    rights = set(user.get_all_permissions())
    existing = {f"{row.content_type.app_label}.{row.codename}" for row in Permission.objects.all()}
    if role == "Administrator":
        assert rights == existing
        assert not user.is_superuser
    else:
        assert rights == expected & existing
        assert expected <= existing


def test_every_model_with_a_page_in_the_back_office_is_in_a_section():
    known = {label.lower() for labels in roles.SECTIONS.values() for label in labels}
    registered = {model._meta.label_lower for model in admin.site._registry}
    assert registered - known == set(), NOT_CHOSEN_YET
    assert known - {label for _section, label in MODELS} == {"publishing.item"}, NOT_CHOSEN_YET
    assert {kind._meta.label_lower for kind in kinds()} <= registered
    assert list(roles.ROLES) == list(TABLE)


# By address


ROWS = {
    **{label: partial(make, apps.get_model(label), status=Status.DRAFT) for _section, label in KINDS},
    "auth.user": lambda: User.objects.create_user("somebody"),
    "auth.group": lambda: Group.objects.create(name="some group"),
    "organisation.crimearea": lambda: CrimeArea.objects.create(name="Drugs", slug="drugs", order=1),
}


@pytest.mark.parametrize("role", TABLE)
def test_pages_open_as_the_table_allows(role, holder):
    client = holder(role)
    for section, label in MODELS:
        if not is_registered(label):
            continue
        acts = acts_of(role, section)
        expected = {"changelist": "v", "add": "a"}
        for page, letter in expected.items():
            has_page = label not in ONLY_LISTED or page == "changelist"
            is_allowed = has_page and letter in acts
            assert client.get(address(label, page)).status_code == (200 if is_allowed else 403), (label, page)
        if label in ROWS:
            row = ROWS[label]()
            for page in ("change", "history"):
                status = client.get(address(label, page, row.pk)).status_code
                assert status == (200 if "v" in acts else 403), (label, page)
            if (section, label) not in KINDS:
                status = client.get(address(label, "delete", row.pk)).status_code
                assert status == (200 if "d" in acts else 403), label


@pytest.mark.parametrize("role", TABLE)
def test_a_role_sees_the_grid_if_it_sees_groups(role, holder):
    client = holder(role)
    may_see = "v" in acts_of(role, roles.ACCOUNTS)
    assert client.get("/admin/roles/").status_code == (200 if may_see else 403)
    assert ("/admin/roles/" in text(client.get("/admin/"))) == may_see


@pytest.mark.parametrize("role", TABLE)
def test_a_role_sets_the_clock_if_the_table_says_so(role, holder):
    client = holder(role)
    client.get("/?at=2016-10-07T12:00")
    assert bool(client.session.get("moment")) == TABLE[role][-1]


# By form


def typed(label, **fields):
    """What a browser sends of the empty form of a kind, its required fields filled in."""
    client = Client()
    client.force_login(User.objects.get_or_create(username="root", is_staff=True, is_superuser=True)[0])
    context = client.get(address(label, "add")).context
    form = context["adminform"].form
    sent = {}
    for bound in form:
        value = bound.value()
        if bound.field.required and value in (None, ""):
            value = "Typed"
        if value not in (None, "", []):
            sent[bound.html_name] = value
    for formset in context["inline_admin_formsets"]:
        sent |= {one.html_name: one.value() for one in formset.formset.management_form}
    return sent | fields


@pytest.mark.parametrize("role", TABLE)
def test_what_may_not_be_added_is_refused_by_post_too(role, holder):
    client = holder(role)
    for section, label in MODELS:
        if not is_registered(label) or label in ONLY_LISTED:
            continue
        rows = apps.get_model(label).objects.count()
        status = client.post(address(label, "add"), {}).status_code
        assert (status != 403) == ("a" in acts_of(role, section)), (label, status)
        assert apps.get_model(label).objects.count() == rows


@pytest.mark.parametrize(("role", "section", "label"), [(role, *kind) for role in TABLE for kind in KINDS])
def test_editions_are_added_and_saved_as_the_table_allows(role, section, label, holder):
    client, acts, kind = holder(role), acts_of(role, section), apps.get_model(label)
    added = client.post(address(label, "add"), typed(label))
    assert (added.status_code, kind.objects.count()) == ((302, 1) if "a" in acts else (403, 0))
    draft = make(kind, status=Status.DRAFT, title="Before")
    after = typed(label, title="After", opened_version=draft.version)
    client.post(address(label, "change", draft.pk), after)
    draft.refresh_from_db()
    assert draft.title == ("After" if "c" in acts else "Before")


@pytest.mark.parametrize(("section", "label"), KINDS)
def test_nobody_deletes_an_edition(section, label, holder):
    kind = apps.get_model(label)
    draft = make(kind, status=Status.DRAFT)
    for role in TABLE:
        client = holder(role)
        url = address(label, "delete", draft.pk)
        assert (client.get(url).status_code, client.post(url, {"post": "yes"}).status_code) == (403, 403)
        client.post(
            address(label, "changelist"),
            {"action": "delete_selected", "_selected_action": draft.pk, "post": "yes"},
        )
    assert kind.objects.filter(pk=draft.pk).exists()


def state(edition):
    item = type(edition.item).objects.get(pk=edition.item_id)
    return [item.address, *edition.siblings.order_by("number").values()]


def for_move(kind, move):
    """An edition that somebody else wrote, ready for this move."""
    fields = {
        "unschedule": {"publish_at": at("2027-03-01 09:00")},
        "confirm": {"emergency_reason": "Fire"},
        "reopen": {"closes_at": at("2026-01-01 09:00")},
    }
    return whole(kind, status=move.sources[0], **fields.get(move.verb, {}))


def ask(client, edition, verb):
    """The page of a move, and the answer to its form as a browser sends it."""
    url = address(edition._meta.label_lower, "move", edition.pk, verb)
    page = client.get(url)
    year = {"extend": "2031", "reopen": "2031", "close_early": "2027"}.get(verb, "2029")
    sent = {"reason": "A reason that is long enough.", "override": "I have looked.", "slug": "elsewhere"}
    sent |= {
        "closes_at_date": f"{year}-05-04",
        "closes_at_time": "16:00",
        "closes_at_zone": "Europe/Bucharest",
    }
    read = re.search(r'name="read" value="(\w+)"', text(page))
    sent |= {"version": edition.version, "read": read[1] if read else ""}
    return page, client.post(url, sent)


@pytest.mark.parametrize(("role", "section", "label"), [(role, *kind) for role in TABLE for kind in KINDS])
def test_each_move_is_made_as_the_table_allows(role, section, label, holder):
    client, acts, kind = holder(role), acts_of(role, section), apps.get_model(label)
    for move in moves_of(kind()):
        edition = for_move(kind, move)
        before = state(edition)
        page, answer = ask(client, edition, move.verb)
        if "v" not in acts:
            assert (page.status_code, answer.status_code) == (403, 403), move.verb
            assert state(edition) == before, move.verb
        elif any(LETTERS[right] in acts for right in move.right.split()):
            assert answer.status_code == 302, (move.verb, re.findall(r'"errorlist.*?</ul>', text(answer)))
            assert state(edition) != before, move.verb
        else:
            assert f"Your account has no right to {move.right.replace(' ', ' or ')}" in text(page), move.verb
            assert answer.status_code == 200, move.verb
            assert state(edition) == before, move.verb


@pytest.mark.parametrize(("role", "part"), list(product(TABLE, ["edited_by", "submitted_by"])))
def test_nobody_approves_their_own_whatever_their_role(role, part, holder):
    client = holder(role)
    for section, label in KINDS:
        edition = whole(apps.get_model(label), status=Status.IN_REVIEW, **{part: client.user})
        _page, answer = ask(client, edition, "approve")
        edition.refresh_from_db()
        assert edition.status == Status.IN_REVIEW
        if "p" in acts_of(role, section):
            assert "a colleague has to approve it" in text(answer)


@pytest.mark.parametrize("role", TABLE)
def test_facts_are_added_changed_and_deleted_as_the_table_allows(role, holder):
    client, acts = holder(role), acts_of(role, roles.FACTS)
    area = ROWS["organisation.crimearea"]()
    fields = {"name": "Arms", "slug": "arms", "order": 2, "description": ""}
    client.post(address("organisation.crimearea", "add"), fields)
    assert CrimeArea.objects.filter(slug="arms").exists() == ("a" in acts)
    client.post(address("organisation.crimearea", "change", area.pk), {**fields, "name": "Changed"})
    area.refresh_from_db()
    assert area.name == ("Changed" if "c" in acts else "Drugs")
    client.post(address("organisation.crimearea", "delete", area.pk), {"post": "yes"})
    assert CrimeArea.objects.filter(pk=area.pk).exists() == ("d" not in acts)
