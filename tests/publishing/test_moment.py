"""Time travel is for staff with the right to it; a visitor cannot set the clock."""

import pytest
from django.test import Client

from news.models import PressRelease
from tests.library.pictures import image, shown as shown_in_text
from tests.make import at, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def coming(clock):
    clock.set(at("2026-11-20 12:00"))
    make(PressRelease, title="Long past")
    return make(PressRelease, title="Tomorrow at nine", publish_at=at("2026-11-21 09:00"))


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def shown(client, address):
    return client.get(address).content.decode()


def test_staff_see_the_site_at_a_moment_until_they_go_back(coming, writer):
    client = signed_in(writer)
    assert "Tomorrow at nine" not in shown(client, "/news/?at=2026-11-21T08:59")
    assert "Tomorrow at nine" in shown(client, "/news/?at=2026-11-21T09:00")
    assert "Tomorrow at nine" in shown(client, "/")
    assert client.get(coming.get_absolute_url()).status_code == 200
    assert "Tomorrow at nine" not in shown(client, "/?at=")
    assert "Long past" not in shown(client, "/news/?at=2016-10-07T12:00")


def test_the_members_are_those_of_the_moment(clock, writer):
    import organisation.demo

    organisation.demo.load()
    clock.set(at("2026-11-20 12:00"))
    client = signed_in(writer)
    assert "11 Member States" in shown(client, "/")
    assert "12 Member States" in shown(client, "/?at=2016-10-07T12:00")


def test_a_visitor_and_staff_without_the_right_cannot_set_the_clock(coming, approver):
    for client in (Client(), signed_in(approver)):
        assert "Tomorrow at nine" not in shown(client, "/news/?at=2026-11-21T09:00")
        assert client.get(f"{coming.get_absolute_url()}?at=2026-11-21T09:00").status_code == 404


def test_what_is_to_come_of_named_people_is_seen_ahead_by_them_alone(coming, writer, person):
    picture, hour = image(), at("2026-11-21 09:00")
    secret = make(PressRelease, title="Of named people", publish_at=hour, body=shown_in_text(picture))
    live = make(PressRelease, title="Live as it is")
    after = make(PressRelease, after=live, title="Live as it will be", publish_at=hour)
    for release in (secret, after):
        release.limit_to([writer])
    colleague = signed_in(person("vera", "travel_in_time", "view_pressrelease"))
    assert "Live as it is" in shown(colleague, "/news/?at=2026-11-21T08:59")
    page = shown(colleague, "/news/?at=2026-11-21T09:00")
    assert "Tomorrow at nine" in page
    assert "Of named people" not in page
    assert "Live as it will be" not in page
    assert colleague.get(secret.get_absolute_url()).status_code == 404
    assert colleague.get(f"{live.get_absolute_url()}history/2/").status_code == 404
    assert colleague.get(picture.url("320.jpg")).status_code == 404
    page = shown(signed_in(writer), "/news/?at=2026-11-21T09:00")
    assert "Of named people" in page
    assert "Live as it will be" in page


def test_a_right_that_was_taken_away_ends_the_journey(coming, writer):
    client = signed_in(writer)
    shown(client, "/news/?at=2026-11-21T09:00")
    writer.user_permissions.clear()
    assert "Tomorrow at nine" not in shown(client, "/news/")


def test_what_staff_see_is_never_kept(coming, writer):
    client = signed_in(writer)
    draft = make(PressRelease, status="draft", edited_by=writer)
    for address in ("/news/?at=2026-11-21T09:00", "/", draft.preview_url):
        assert "no-store" in client.get(address)["Cache-Control"]


@pytest.mark.parametrize(
    "typed", ["x", "2026-13-01T09:00", "0001-01-01T00:00", "9999-12-31T23:59", "٢٠٢٦", "\0"]
)
def test_a_moment_that_is_none_gets_a_sentence(coming, writer, typed):
    response = signed_in(writer).get("/news/", {"at": typed})
    assert response.status_code == 200
    assert "The clock was not set" in response.content.decode()


def test_a_draft_is_seen_in_place_by_staff_alone(coming, writer, person):
    draft = make(PressRelease, title="Only a draft", status="draft")
    assert "Only a draft" in shown(signed_in(writer), draft.preview_url)
    for client in (Client(), signed_in(person("reader without rights"))):
        assert client.get(draft.preview_url).status_code == 404
