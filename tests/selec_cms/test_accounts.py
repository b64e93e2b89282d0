"""Who gives rights, what `manage.py roles` does, and the page that shows both."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client

from audit.models import Entry, first_broken_link
from selec_cms import roles

from .test_roles import TABLE, address, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("settled"), pytest.mark.looks]


def account_fields(user, **fields):
    flags = {name: "on" for name in ("is_active", "is_staff") if getattr(user, name)}
    joined = {"date_joined_0": "2026-01-01", "date_joined_1": "10:00"}
    return {"username": user.username, **flags, **joined, **fields}


def everything():
    return [row.pk for row in Permission.objects.all()]


@pytest.mark.parametrize("role", TABLE)
def test_none_but_the_administrator_gives_rights_their_own_included(role, holder):
    client = holder(role)
    other, own = User.objects.create_user("somebody", is_staff=True), Group.objects.get(name=role)
    group = Group.objects.create(name="some group")
    may_give = role == "Administrator"
    for user in (other, client.user):
        groups = [*user.groups.values_list("pk", flat=True), group.pk]
        client.post(
            address("auth.user", "change", user.pk),
            account_fields(user, groups=groups, user_permissions=everything(), is_superuser="on"),
        )
        user = User.objects.get(pk=user.pk)
        assert not user.is_superuser
        assert (group in user.groups.all()) == may_give
        assert user.user_permissions.exists() == may_give
    for changed in (group, own):
        before = changed.permissions.count()
        client.post(
            address("auth.group", "change", changed.pk),
            {"name": changed.name, "permissions": everything()},
        )
        assert changed.permissions.count() == (len(everything()) if may_give else before)
    client.post(address("auth.group", "add"), {"name": "A new one"})
    client.post(address("auth.user", "add"), {"username": "new", "email": "new@selec.example"})
    assert Group.objects.filter(name="A new one").exists() == may_give
    assert User.objects.filter(username="new").exists() == may_give
    client.post(address("auth.group", "delete", group.pk), {"post": "yes"})
    assert Group.objects.filter(pk=group.pk).exists() == (not may_give)
    assert first_broken_link() is None


def test_only_a_superuser_makes_superusers_or_changes_their_accounts(holder):
    chief = User.objects.create_superuser("chief", password="a long password")
    client = holder("Administrator")
    fields = account_fields(chief, username="taken over")
    assert client.post(address("auth.user", "change", chief.pk), fields).status_code == 403
    for act in ("invite", "second-factor", "sessions"):
        assert client.post(address("auth.user", "act", chief.pk, act)).status_code == 403
    chief.refresh_from_db()
    assert chief.username == "chief"
    assert chief.check_password("a long password")


def test_who_changes_accounts_without_giving_rights_cannot_become_an_administrator(person, holder):
    clerk = person("clerk", "view_user", "change_user", "view_group", "change_group")
    clerk.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
    administrator = holder("Administrator").user
    client = Client()
    client.force_login(clerk)
    client.post(
        address("auth.user", "change", clerk.pk),
        account_fields(clerk, first_name="New", user_permissions=everything(), is_superuser="on"),
    )
    clerk.refresh_from_db()
    assert clerk.first_name == "New"
    assert (clerk.user_permissions.count(), clerk.is_superuser) == (2, False)
    for act in ("invite", "second-factor", "sessions"):
        assert client.post(address("auth.user", "act", administrator.pk, act)).status_code == 403


SHUT_OUT = "That would take away your own last right to change accounts and groups"


def test_an_administrator_cannot_shut_themselves_out(holder):
    client = holder("Administrator")
    group = Group.objects.get(name="Administrator")
    own = address("auth.user", "change", client.user.pk)
    attempts = [
        (own, account_fields(client.user)),
        (own, {**account_fields(client.user, groups=[group.pk]), "is_active": ""}),
        (address("auth.group", "change", group.pk), {"name": "Administrator"}),
        (address("auth.group", "delete", group.pk), {"post": "yes"}),
        (
            address("auth.group", "changelist"),
            {"action": "delete_selected", "_selected_action": group.pk, "post": "yes"},
        ),
    ]
    for url, fields in attempts:
        assert SHUT_OUT in text(client.post(url, fields, follow=True)), (url, fields)
        assert User.objects.get(pk=client.user.pk).has_perm("auth.change_group")
        assert group.permissions.count() == len(everything())


# The command


def settle_aloud(capsys):
    call_command("roles")
    return capsys.readouterr().out


def test_a_second_run_changes_nothing_and_says_so(capsys):
    before = Entry.objects.count()
    assert settle_aloud(capsys) == "Every role has its rights already: nothing was changed.\n"
    assert Entry.objects.count() == before


def test_rights_given_or_taken_by_hand_are_put_right_and_said_so(capsys):
    group = Group.objects.get(name="HR")
    group.permissions.add(Permission.objects.get(codename="add_pressrelease"))
    group.permissions.remove(Permission.objects.get(codename="add_image"))
    said = settle_aloud(capsys)
    assert "HR: took rights: news.add_pressrelease." in said
    assert "HR: gave rights: library.add_image." in said
    last = Entry.objects.first()
    assert (last.act, last.subject) == ("took rights", f"auth.group {group.pk}: HR")
    assert last.reason == "news.add_pressrelease"
    assert not group.permissions.filter(codename="add_pressrelease").exists()


def test_own_groups_are_left_alone():
    own = Group.objects.create(name="Interns")
    own.permissions.add(Permission.objects.get(codename="add_pressrelease"))
    roles.settle()
    assert own.permissions.count() == 1


def test_the_grid_marks_where_the_database_differs(holder):
    client = holder("Administrator")
    assert "The database agrees with this table." in text(client.get("/admin/roles/"))
    group = Group.objects.get(name="HR")
    group.permissions.add(Permission.objects.get(codename="add_pressrelease"))
    group.permissions.remove(Permission.objects.get(codename="add_image"))
    page = text(client.get("/admin/roles/"))
    assert "not in the table: news.add_pressrelease" in page
    assert "missing: library.add_image" in page


def test_each_demo_account_has_its_role_and_none_is_a_superuser(settings, capsys):
    settings.DEBUG, settings.DEMO_PASSWORD = True, "a demo password"
    call_command("demo")
    told = capsys.readouterr().out
    held = {user.username: [group.name for group in user.groups.all()] for user in User.objects.all()}
    assert held == {
        "communications": ["Writer"],
        "approver": ["Approver"],
        "hr": ["HR"],
        "procurement": ["Procurement"],
        "librarian": ["Librarian"],
        "auditor": ["Auditor"],
        "administrator": ["Administrator"],
    }
    assert f"Sign in as       {', '.join(held)}" in told
    assert not User.objects.filter(is_superuser=True).exists()
