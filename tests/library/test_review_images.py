"""Pictures on the page behind a review link: for whoever has the link, as long as it holds, and for nobody else."""

import re

import pytest
from django.test import Client

from news.models import PressRelease
from publishing.lifecycle import Status
from publishing.models import ReviewLink
from tests.library.pictures import image, shown
from tests.make import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(writer):
    row = image()
    draft = make(PressRelease, status=Status.DRAFT, body=shown(row), lead_image=row)
    return ReviewLink.make(draft, writer, "Ministry", 7)


def sources(page):
    found = re.findall(r'(?:src|srcset)="(/images/[^" ]+)', page.content.decode())
    return [address.replace("&amp;", "&") for address in found]


def test_an_outsider_sees_the_pictures_of_the_text_under_review(link, client):
    addresses = sources(client.get(link.get_absolute_url()))
    assert len(addresses) >= 8
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"
        assert client.get(address.partition("?")[0]).status_code == 404


def test_a_link_opens_no_other_picture_and_nothing_once_it_is_revoked(link, writer, client):
    other = image()
    token = link.token
    assert client.get(f"/images/{other.pk}/640.jpg?review={token}").status_code == 404
    address = sources(client.get(link.get_absolute_url()))[0]
    link.revoke(writer, link.shown)
    assert Client().get(address).status_code == 404
