"""The rows that say which edition uses what."""

import pytest
from django.test import Client

from library.models import Use
from news.models import PressRelease
from tests.library.pictures import image, shown
from tests.make import make


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "is_ours"),
    [
        ("/images/{}/original.jpg", True),
        ("http://testserver/images/{}/640.jpg", True),
        ("//testserver:8000/images/{}/640.jpg", True),
        ("/news/../images/{}/640.jpg", True),
        ("/%69mages/{}/640.jpg", True),
        ("https://elsewhere.example/images/{}/640.jpg", False),
        ("/other/images/{}/640.jpg", False),
        ("http://[", False),
    ],
)
def test_a_link_to_our_own_address_is_a_use_in_any_form(address, is_ours):
    row = image()
    edition = make(PressRelease, body=f'<p><a href="{address.format(row.pk)}">Picture</a></p>')
    assert Use.objects.filter(image=row, edition=edition.pk, kind="news.pressrelease").exists() is is_ours


@pytest.mark.django_db
def test_uses_follow_each_save_and_each_copy(writer):
    first, second, third = image(), image(), image()
    draft = make(
        PressRelease, status="draft", body=shown(first) * 2, lead_image=second, footnotes=shown(third)
    )
    assert {use.image for use in Use.objects.all()} == {first, second, third}
    assert Use.objects.count() == 3
    draft.body, draft.lead_image, draft.footnotes = (
        "<p>No more.</p>" + shown(first),
        None,
        shown(image(pk=987)),
    )
    draft.save_draft(writer)
    assert {use.image_id for use in Use.objects.all()} == {first.pk, 987}
    live = make(PressRelease, lead_image=second)
    copy = live.start_draft(writer)
    assert Use.objects.filter(image=second, edition=copy.pk).exists()


@pytest.mark.django_db
def test_an_address_of_nothing_is_no_use():
    make(PressRelease, body='<p><img src="/images/99999/640.jpg"><a href="/files/7/a.pdf">a</a></p>')
    assert not Use.objects.exists()


@pytest.mark.parametrize("typed", ["abc", "9" * 30, "-1", "999", "\u0663"])
def test_a_lead_image_that_is_none_of_ours_is_refused_with_the_rest_kept(person, typed):
    client = Client()
    client.force_login(person("ana", "add_pressrelease", "view_image"))
    form = {"title": "Kept headline", "kind": "news", "body": "<p>a</p>", "lead_image": typed}
    response = client.post("/admin/news/pressrelease/add/", {**form, "_save": "1"})
    assert response.status_code == 200
    assert "Kept headline" in response.content.decode()
    assert "valid choice" in response.content.decode()
