from importlib import import_module

import pytest
from django.conf import settings
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

import organisation.demo
from api.served import served
from tests.leaking import all_hidden, all_public, all_withdrawn, lead_to_hidden
from tests.make import at
from tests.test_leaks import KINDS

NOW = at("2026-11-20 12:00")
import_module(settings.ROOT_URLCONF)  # every list is declared by then
SERVED = served()


@pytest.fixture(scope="session")
def live_server():
    """The middleware reads its settings once, when the server starts."""
    with override_settings(SECURE_SSL_REDIRECT=False):
        server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def now(clock):
    clock.set(NOW)


@pytest.fixture
def site(now):
    """Content of every kind in every state, public, hidden and withdrawn."""
    organisation.demo.load()
    live = all_public(KINDS)
    all_hidden(live)
    all_withdrawn(live)
    lead_to_hidden(live)
    return live


def list_of(model):
    return next(one for one in SERVED if one.kind is model)
