"""An edition in another language than the interface says so, to readers and to machines; so do its translations."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from news.models import PressRelease
from organisation.models import Page
from publishing import clock
from publishing.lifecycle import Status
from publishing.models import kinds
from tests.library.files import document
from tests.make import make, whole

HREFLANG = ' hreflang="ro"'

pytestmark = pytest.mark.django_db


def page(address):
    return Client().get(address).content.decode()


def in_two(**fields):
    first = make(PressRelease, title="False letters")
    return first, make(
        PressRelease,
        title="Scrisori false",
        language="ro",
        translates=first.item,
        body="<p>Atenție.</p>",
        **fields,
    )


@pytest.mark.parametrize("kind", kinds())
def test_the_page_says_which_language_its_text_is_in(kind):
    shown = page(whole(kind, title="Scrisori false", language="ro", summary="Pe scurt.").item.address)
    assert '<html lang="en-gb">' in shown
    assert "This text is in Romanian." in shown
    assert ' lang="ro">Scrisori false</h1>' in shown
    assert '<p class="standfirst" lang="ro">Pe scurt.</p>' in shown
    assert '<div class="text" lang="ro"><p>' in shown.replace("\n", "")
    assert '<meta property="og:locale" content="ro_RO">' in shown


def test_a_page_in_the_language_of_the_interface_says_nothing_of_it():
    shown = page(make(PressRelease).item.address)
    assert 'lang="en"' not in shown
    assert "This text is in" not in shown
    assert "hreflang" not in shown


def test_lists_say_the_language_of_each_text():
    _first, other = in_two()
    for address in ["/", "/news/", "/news/press-releases/"]:
        assert f'<a href="{other.item.address}" lang="ro" hreflang="ro">Scrisori false</a>' in page(address)


def test_feeds_and_data_say_the_language_of_each_text():
    _first, other = in_two()
    assert '<entry xml:lang="ro">' in page("/news/press-releases/feed/")
    said = {
        one["title"]: one.get("language")
        for one in json.loads(page("/news/press-releases/feed.json"))["items"]
    }
    assert said == {"Scrisori false": "ro", "False letters": None}
    (told,) = [
        one for one in json.loads(page("/api/v1/press-releases"))["items"] if one["id"] == other.item_id
    ]
    assert told["language"] == {"value": "ro", "words": "Romanian"}
    assert told["translates"]["title"] == "False letters"
    assert '"inLanguage": "ro"' in page(other.item.address)


def test_translations_lead_to_each_other():
    first, other = in_two()
    third = make(PressRelease, title="Fausses lettres", language="fr", translates=first.item)
    for one in (first, other, third):
        shown = page(one.item.address)
        for another in {first, other, third}:
            link = f'<link rel="alternate" hreflang="{another.language}" href="http'
            assert link in shown
        for another in {first, other, third} - {one}:
            code, name = another.language, another.own_language
            assert f'<a href="{another.item.address}" lang="{code}" hreflang="{code}">{name}</a>' in shown


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.DISCARDED])
def test_nothing_leads_to_a_translation_that_is_not_public(status):
    first, _other = in_two(status=status)
    shown = page(first.item.address)
    assert "hreflang" not in shown
    assert "română" not in shown


@pytest.mark.parametrize("standing", ["withdrawn", "removed"])
def test_nothing_leads_to_a_translation_that_was_taken_down(standing):
    first, _other = in_two(standing=standing, note="An error.")
    assert "hreflang" not in page(first.item.address)


def test_what_is_found_is_in_its_language():
    in_two()
    assert ' lang="ro" hreflang="ro">' in page("/search/?q=scrisori")


def test_the_menu_names_each_page_in_its_language():
    make(Page, title="Despre noi", language="ro", kind="page", topic="")
    assert ' lang="ro" hreflang="ro">Despre noi</a>' in page("/about/")


def test_staff_read_each_headline_in_its_language(admin_client):
    _first, other = in_two(status=Status.IN_REVIEW)
    for address in ["/admin/", "/admin/news/pressrelease/", f"/admin/news/pressrelease/{other.pk}/history/"]:
        assert ' lang="ro">Scrisori false<' in admin_client.get(address).content.decode()


def test_a_translation_names_something_of_its_kind_in_another_language_that_is_none_itself():
    first, other = in_two()
    refused = {
        "the same language": make(PressRelease, status=Status.DRAFT, translates=first.item),
        "a translation itself": make(PressRelease, status=Status.DRAFT, language="fr", translates=other.item),
    }
    refused["this item itself"] = make(PressRelease, status=Status.DRAFT)
    refused["this item itself"].translates = refused["this item itself"].item
    for sentence, draft in refused.items():
        draft.publish_at = None
        with pytest.raises(ValidationError, match=sentence):
            draft.clean()


def test_links_within_a_text_say_the_language_that_they_lead_to():
    first, other = in_two()
    file, english = (
        document(title=title, language=code) for title, code in [("Raport", "ro"), ("Report", "en")]
    )
    coming = make(PressRelease, title="În curând", language="ro", publish_at=clock.now() + timedelta(days=1))
    links = {one: one.get_absolute_url() for one in (file, english)}
    links |= {one: one.item.address for one in (first, other, coming)}
    text = "".join(f'<li><a href="{address}">{one.title}</a></li>' for one, address in links.items())
    shown = page(make(PressRelease, body=f"<ul>{text}</ul>").item.address)
    for one, address in links.items():
        assert f'<a href="{address}"{HREFLANG if one in (file, other) else ""}>{one.title}' in shown
