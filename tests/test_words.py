"""Every string of the interface goes through gettext: in a language that puts marks round each, none is bare."""

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.translation import trans_real

from notices.models import Vacancy
from publishing.lifecycle import Status, moves_of
from tests.crawl import IN_THE_BACK_OFFICE, PUBLIC, telling_pages
from tests.marked import WITH_WORDS, Known, Marked, bare, speak

FURTHER = ["/admin/checks/", "/admin/library/image/picker/?now=1", "/admin/no-such-page/"]
REFUSED = [
    f"/admin/{name}/add/" for name in ("news/event", "notices/tender", "library/image", "moving/oldaddress")
]
pytestmark = [pytest.mark.django_db, pytest.mark.looks]


@pytest.fixture
def demo():
    with override_settings(DEBUG=True, DEMO_PASSWORD="a long password"):
        call_command("demo")


@pytest.fixture
def marks(demo):
    own = trans_real.translation(settings.LANGUAGE_CODE)
    speak(Marked())
    yield
    speak(own)


def test_every_word_of_a_page_can_be_translated(marks):
    assert bare_words({**public_pages(), **pages_of_staff()}) == {}


def public_pages():
    pages = dict(telling_pages(Client(), PUBLIC))
    assert len(pages) > 80
    return pages


def pages_of_staff():
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("root"))
    pages = dict(telling_pages(client, IN_THE_BACK_OFFICE))
    assert len(pages) > 100
    further = [*FURTHER, *rows(), *moves()]
    pages |= {address: client.get(address, follow=True).content.decode() for address in further}
    refused = {f"{address} (refused)": client.post(address, {}).content.decode() for address in REFUSED}
    return pages | refused


def rows():
    """A row of each list: the walk meets no more than some of their pages."""
    for model in admin.site._registry:
        row = model.objects.first() if model._meta.app_label in WITH_WORDS else None
        if row:
            yield reverse(admin_urlname(model._meta, "change"), args=[row.pk])


def moves():
    for status in Status.values:
        if edition := Vacancy.objects.filter(status=status).first():
            for move in moves_of(edition):
                address = reverse(admin_urlname(edition._meta, "move"), args=[edition.pk, move.verb])
                yield f"{address}?version={edition.version}"


def bare_words(pages):
    """Each with the first address on which it stands."""
    known, found = Known(), {}
    for address, page in pages.items():
        for words in bare(page, known):
            found.setdefault(words, address)
    return found
