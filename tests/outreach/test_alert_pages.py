"""Changing what one gets, and leaving, by links without a password."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import Client

from notices.models import Tender
from outreach.alert_forms import ChoicesForm
from outreach.letters import send_letters
from outreach.links import PURPOSES, path
from outreach.models import Delivery, Letter, Subscriber
from outreach.queue import queue_alerts
from publishing.lifecycle import Standing, Status
from selec_cms.missed import MissedAddress
from tests.make import at, make

from .alerts import said, subscriber

pytestmark = pytest.mark.django_db
NOON = at("2026-11-20 12:00")
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOON)


def test_what_one_gets_is_changed_by_the_link(client):
    tender = make(Tender, title="Servers")
    row = subscriber(kinds=[Tender], followed=[tender.item])
    make(Tender, after=tender, status=Status.DRAFT, title="Zqdraft")
    page = client.get(path("manage", row)).content.decode()
    assert "Servers" in page
    assert "Zqdraft" not in page
    answer = client.post(path("manage", row), {"frequency": "weekly", "kinds": ["vacancy"]})
    assert answer["Location"].endswith("?said=saved")
    row.refresh_from_db()
    assert row.frequency == "weekly"
    assert [kind.model for kind in row.kinds.all()] == ["vacancy"]
    assert not row.followed.exists()
    assert "It holds from now on." in said(client.get(answer["Location"]))


def test_what_was_followed_can_be_kept_when_it_is_gone(client):
    tender = make(Tender, title="Zqservers")
    row = subscriber(followed=[tender.item])
    make(Tender, after=tender, standing=Standing.REMOVED, title="Zqservers", note="In error.")
    page = client.get(path("manage", row)).content.decode()
    assert "Zqservers" not in page
    assert "Something that has been removed" in page
    sent = {"frequency": "instant", "followed": [tender.item_id]}
    assert client.post(path("manage", row), sent).status_code == 302
    assert row.followed.count() == 1


def test_a_change_that_cannot_be_is_refused(client):
    row = subscriber()
    answer = client.post(path("manage", row), {"frequency": "weekly", "only_followed": "on"})
    assert answer.status_code == 422
    row.refresh_from_db()
    assert (row.frequency, row.only_followed) == ("instant", False)


def test_who_has_left_is_not_brought_back_by_a_form_that_was_being_saved():
    row = subscriber(kinds=[Tender])
    form = ChoicesForm(QueryDict("frequency=weekly&kinds=tender"), instance=row)
    assert form.is_valid()
    Subscriber.objects.get().delete()
    assert form.save() is False
    assert not Subscriber.objects.exists()


def test_who_leaves_while_their_choices_are_saved_reads_that_the_link_leads_nowhere(client, monkeypatch):
    row, check = subscriber(), ChoicesForm.clean

    def left(form):
        Subscriber.objects.filter(pk=row.pk).delete()
        return check(form)

    monkeypatch.setattr(ChoicesForm, "clean", left)
    answer = client.post(path("manage", row), {"frequency": "weekly"})
    assert (answer.status_code, Subscriber.objects.count()) == (404, 0)
    assert "This link leads nowhere" in said(answer)


def test_the_page_says_whose_choices_it_shows(client):
    assert "By e-mail to ann@example.com." in said(client.get(path("manage", subscriber("ann@example.com"))))


def test_a_robot_that_opens_the_link_to_leave_changes_nothing_and_the_button_leaves(client):
    row = subscriber()
    address = path("leave", row)
    assert "No further mail comes" in said(client.get(address))
    assert Subscriber.objects.exists()
    assert "Your address is deleted" in said(client.post(address))
    assert not Subscriber.objects.exists()


def test_one_click_of_a_mail_program_leaves_and_may_be_repeated(settings):
    """RFC 8058: a POST without cookies, of this one field, answered without a redirect."""
    row, program = subscriber(), Client(enforce_csrf_checks=True)
    address = path("leave", row)
    assert [program.post(address, ONE_CLICK).status_code for _ in range(2)] == [200, 200]
    assert not Subscriber.objects.exists()


def test_leaving_deletes_the_address_and_all_that_hangs_on_it(client, server):
    tender = make(Tender, publish_at=NOON - timedelta(minutes=1))
    row = subscriber(kinds=[Tender], followed=[tender.item])
    queue_alerts()
    send_letters()
    assert Delivery.objects.exists()
    client.post(path("leave", row))
    models = [
        Subscriber,
        Letter,
        Delivery,
        *(getattr(Subscriber, name).through for name in ("kinds", "followed")),
    ]
    assert [model.objects.count() for model in models] == [0] * 5
    assert client.get(path("manage", row)).status_code == 404


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_link_opens_its_own_page_alone(client, purpose):
    row = subscriber()
    token = path(purpose, row).split("/")[-2]
    statuses = {other: client.get(f"/alerts/{other}/{token}/").status_code for other in PURPOSES}
    assert statuses == {other: 200 if other == purpose else 404 for other in PURPOSES}


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_link_that_is_none_of_ours_has_a_page_and_does_nothing(client, purpose):
    row = subscriber(confirmed_at=None)
    whole = path(purpose, row)
    forged = [
        f"/alerts/{purpose}/x/",
        f"/alerts/{purpose}/{row.key.hex}/",
        f"{whole[:-3]}/",
        f"/alerts/{purpose}/{row.pk}.x/",
    ]
    for address in forged:
        for answer in (client.get(address), client.post(address, {"frequency": "weekly"})):
            assert answer.status_code == 404
            assert "This link leads nowhere" in said(answer)
    assert Subscriber.objects.get().confirmed_at is None
    client.get(f"{whole}more/")
    assert not MissedAddress.objects.exists()


def test_no_page_is_kept_found_or_told_to_others(client):
    row = subscriber()
    for address in [
        "/alerts/",
        "/alerts/sent/",
        *(path(purpose, row) for purpose in PURPOSES),
        "/alerts/leave/x/",
    ]:
        answer = client.get(address)
        assert {"no-store", "private"} <= {*answer["Cache-Control"].split(", ")}
        assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("no-referrer", "noindex")
        assert '<meta name="robots" content="noindex">' in answer.content.decode()
        assert client.put(address).status_code == 405
