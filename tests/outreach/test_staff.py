from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from organisation.models import Purpose
from publishing import clock as house_clock
from selec_cms import roles

pytestmark = pytest.mark.django_db
READERS = {
    "Writer": {"general", "press", "data_protection", "security"},
    "Approver": None,
    "HR": {"hr"},
    "Procurement": {"procurement"},
    "Librarian": None,
    "Auditor": set(),
    "Administrator": set(Purpose.values),
}


@pytest.fixture
def one_of_each(message):
    return {purpose: message(purpose=purpose, subject=f"Zq{purpose}") for purpose in Purpose.values}


@pytest.mark.parametrize("role", READERS)
def test_each_unit_reads_the_messages_of_its_purposes_alone(role, one_of_each):
    roles.settle()
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client, theirs = Client(), READERS[role] or set()
    client.force_login(user)
    listed = client.get("/admin/outreach/message/")
    assert listed.status_code == (403 if READERS[role] is None else 200)
    for purpose, row in one_of_each.items():
        page = client.get(f"/admin/outreach/message/{row.pk}/change/")
        is_shown = f"Zq{purpose}" in page.content.decode()
        assert is_shown == (purpose in theirs)
        assert (f"Zq{purpose}" in listed.content.decode()) == (purpose in theirs)
        url = f"/admin/outreach/message/{row.pk}"
        for act in ("change", "delete"):
            assert client.post(f"{url}/{act}/", {"subject": "Other"}).status_code in (302, 403)
        row.refresh_from_db()
        assert row.subject == f"Zq{purpose}"


@pytest.mark.parametrize(("minutes", "is_told"), [(14, False), (16, True)])
def test_the_desk_tells_what_has_not_been_mailed(client, person, message, minutes, is_told):
    message(purpose="hr", subject="ZqHr", at=house_clock.now() - timedelta(minutes=minutes))
    message(purpose="press", subject="ZqPress", at=house_clock.now() - timedelta(minutes=60))
    client.force_login(person("hana", "view_message", "read_hr"))
    page = client.get("/admin/").content.decode()
    assert ("ZqHr" in page) == is_told
    assert "ZqPress" not in page
