from datetime import timedelta

import pytest

from organisation.models import Contact
from outreach.models import Message
from publishing import clock as house_clock
from tests.smtp import mail_server


@pytest.fixture
def server(settings):
    with mail_server(settings) as running:
        yield running


@pytest.fixture
def press(db):
    return Contact.objects.create(purpose="press", email="press@example.org")


@pytest.fixture
def message(db):
    def make_message(**fields):
        now = house_clock.now()
        given = {"purpose": "press", "email": "ann@example.com", "subject": "A question", "text": "Hello."}
        return Message.objects.create(**{**given, "at": now, "next_try_at": now, **fields})

    return make_message


@pytest.fixture
def filled(client, clock):
    """filled(**fields): the form is opened, filled in as told, and sent ten seconds later."""

    def send(seconds=10, headers=None, **fields):
        opened = client.get("/contacts/").context["form"].initial["opened"]
        clock.set(house_clock.now() + timedelta(seconds=seconds))
        given = {"purpose": "press", "name": "Ann", "email": "ann@example.com", "subject": "A question"}
        data = {**given, "text": "Hello.", "opened": opened, **fields}
        return client.post("/contacts/", data, headers=headers or {})

    return send


@pytest.fixture
def signed_up(client, clock):
    """signed_up("ann@example.com", **fields): the form is opened, filled in, and sent ten seconds later."""

    def send(email="ann@example.com", seconds=10, query="", headers=None, **fields):
        opened = client.get(f"/alerts/{query}").context["form"].initial["opened"]
        clock.set(house_clock.now() + timedelta(seconds=seconds))
        data = {"email": email, "frequency": "instant", "opened": opened, **fields}
        return client.post(f"/alerts/{query}", data, headers=headers or {})

    return send
