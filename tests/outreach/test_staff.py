from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client

from audit.models import Entry
from organisation.models import Purpose
from outreach.models import Letter, Subscriber
from publishing import clock as house_clock
from selec_cms import roles

from .alerts import subscriber

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


@pytest.mark.parametrize(("role", "may_know"), [("Administrator", True), ("Auditor", False)])
def test_an_address_is_shown_and_deleted_by_who_answers_requests_and_told_to_no_other(role, may_know):
    roles.settle()
    user, client = User.objects.create_user(role, is_staff=True), Client()
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    row = subscriber("zqann@example.com")
    listed, url = "/admin/outreach/subscriber/", f"/admin/outreach/subscriber/{row.pk}"
    for page in (listed, f"{url}/change/", f"{listed}?q=zqann"):
        shown = client.get(page).content.decode()
        assert ("zqann@example.com" in shown) == may_know, page
    assert f"Subscriber {row.pk}" in client.get(f"{listed}?q=zqnobody").content.decode() or may_know
    client.post(f"{url}/delete/", {"post": "yes"})
    assert Subscriber.objects.exists() == (not may_know)
    logged = "".join(f"{entry.subject} {entry.reason}" for entry in Entry.objects.all())
    assert ("deleted" in [entry.act for entry in Entry.objects.all()]) == may_know
    assert "zqann" not in logged
    assert not LogEntry.objects.filter(object_repr__contains="zqann").exists()


@pytest.mark.parametrize(("minutes", "is_told"), [(14, False), (16, True)])
def test_the_desk_tells_what_subscribers_have_not_got_and_to_nobody_who_they_are(
    client, person, settings, minutes, is_told
):
    settings.EMAIL_HOST = "127.0.0.1"
    row, now = subscriber("zqann@example.com"), house_clock.now()
    written = now - timedelta(minutes=minutes)
    for _ in range(2):
        letter = Letter.objects.create(subscriber=row, purpose=3, made_at=written, next_try_at=written)
        letter.failed(now, "450 zqann@example.com is busy")
    client.force_login(person("ada", "view_subscriber"))
    page = client.get("/admin/").content.decode()
    assert ("2 letters" in page) == is_told
    assert ("450 the address is busy" in page) == is_told
    assert "zqann" not in page
    client.force_login(person("bob"))
    assert "2 letters" not in client.get("/admin/").content.decode()
