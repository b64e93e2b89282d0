import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from selec_cms import roles
from tests.make import at

NOW = at("2026-11-20 12:00")


@pytest.fixture
def settled(clock):
    clock.set(NOW)
    roles.settle()


@pytest.fixture
def holder():
    """holder("Writer"): a signed-in account with that role alone."""

    def make_holder(role, name=""):
        user = User.objects.create_user(name or f"holder-of-{role}", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return make_holder
