"""What the editor's dialog is given of the library, and who is given it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from library.picker import described
from publishing.rich_text import CONFIG, Editor, clean, losses
from tests.library.pictures import image

pytestmark = pytest.mark.django_db
PICKER = "/admin/library/image/picker/"


@pytest.fixture
def lidia(person):
    client = Client()
    client.force_login(person("lidia", "view_image"))
    return client


def found(client, **query):
    """The accessible names of the choices, in their order."""
    page = client.get(PICKER, query).content.decode()
    return re.findall(r'<button type="button" data-src.*?<span>(.*?)\s*</span>', page, re.DOTALL)


def test_each_choice_carries_what_the_text_will_hold_and_nothing_is_lost_of_it(lidia):
    row = image(alt='A "lorry" <at> a border.', title="Lorry")
    page = lidia.get(PICKER).content.decode()
    assert f'data-src="/images/{row.pk}/640.jpg"' in page
    assert 'data-alt="A &quot;lorry&quot; &lt;at&gt; a border."' in page
    assert f'<img src="{row.card_url}" alt="" width="320" height="213" loading="lazy">' in page
    assert losses(f'<p><img alt="A lorry." src="{row.address_in_texts}"></p>') == []


def test_a_decoration_is_told_as_one_and_has_no_words(lidia):
    image(alt="Not said.", title="Ornament", is_decorative=True)
    assert found(lidia) == ["Decorative: Ornament"]
    assert 'data-alt=""' in lidia.get(PICKER).content.decode()


def test_an_image_without_words_says_so(lidia):
    image(alt="", title="Old picture")
    assert found(lidia) == ["No alternative text yet: Old picture"]


@pytest.mark.parametrize("word", ["horgoš", "lorry", "dawn", "reuters"])
def test_title_words_caption_and_credit_are_searched(lidia, word):
    image(title="Horgoš 7", alt="A lorry.", caption="At dawn.", credit="Reuters")
    image(title="Another", alt="A ship.", caption="At night.", credit="SELEC")
    assert found(lidia, q=f" {word} ") == ["A lorry."]


@pytest.mark.parametrize("sought", ["\0", "%", "'", '"', "a " * 5000, "\ud7ff", "<script>"])
def test_no_search_breaks_the_page(lidia, sought):
    image()
    assert lidia.get(PICKER, {"q": sought}).status_code == 200


def test_images_come_twelve_to_a_page_the_newest_first(lidia):
    rows = [image(alt=f"Picture {number}.") for number in range(13)]
    assert found(lidia) == [row.alt for row in rows[:0:-1]]
    assert found(lidia, page=2) == ["Picture 0."]
    page = lidia.get(PICKER, {"page": 2}).content.decode()
    assert "13 images, page 2 of 2." in page
    assert 'data-page="1"' in page
    assert lidia.get(PICKER, {"page": 3}).status_code == 404


def test_nothing_found_is_said_with_the_way_to_a_new_image(lidia, person):
    page = lidia.get(PICKER).content.decode()
    assert "No image is in the library yet." in page
    assert "Upload a new image" not in page
    adds = Client()
    adds.force_login(person("adam", "view_image", "add_image"))
    page = adds.get(PICKER, {"q": "<b>"}).content.decode()
    assert "No image for “&lt;b&gt;”." in page
    assert f'href="{reverse("admin:library_image_add")}" target="_blank"' in page


def test_the_image_that_the_text_has_is_shown_with_the_way_to_its_words(lidia, person):
    row = image(alt="A lorry.")
    page = lidia.get(PICKER, {"now": row.pk}).content.decode()
    assert "In the text now:</strong> A lorry." in page
    assert "Change these words" not in page
    changes = Client()
    changes.force_login(person("carl", "view_image", "change_image"))
    assert reverse("admin:library_image_change", args=[row.pk]) in (
        changes.get(PICKER, {"now": row.pk}).content.decode()
    )
    for unknown in (row.pk + 1, "9" * 30, "x"):
        assert "is not in the library any more" in lidia.get(PICKER, {"now": unknown}).content.decode()


def test_only_who_may_see_images_is_offered_them(person):
    image()
    for rights in ([], ["change_image"], ["add_pressrelease", "change_pressrelease"]):
        client = Client()
        client.force_login(person(f"with {rights}", *rights))
        assert client.get(PICKER).status_code == 403
    assert Client().get(PICKER).status_code == 302
    outsider = person("outsider", "view_image")
    outsider.is_staff = False
    outsider.save()
    client = Client()
    client.force_login(outsider)
    assert client.get(PICKER).status_code == 302


def test_the_list_is_read_never_kept_and_takes_few_queries(lidia, django_assert_max_num_queries):
    for _ in range(5):
        image()
    assert lidia.post(PICKER).status_code == 405
    with django_assert_max_num_queries(6):
        response = lidia.get(PICKER)
    assert "no-store" in response["Cache-Control"]


def test_the_editor_knows_where_images_are_offered():
    assert f'data-image-picker="{PICKER}"' in Editor().render("body", "", {"id": "id_body"})
    assert "libraryimage" in CONFIG["extraPlugins"]


def test_the_editor_is_told_what_the_images_of_a_text_show(django_assert_num_queries):
    row, ornament = image(alt='A "lorry" at <b>'), image(is_decorative=True)
    html = clean("".join(f'<p><img src="{one.address_in_texts}"></p>' for one in (row, ornament)))
    unknown = '<p><img src="/images/99999/640.jpg"></p>'
    with django_assert_num_queries(1):
        text = described(html + unknown)
    assert text == (
        f'<p><img alt="A &quot;lorry&quot; at &lt;b&gt;" src="{row.address_in_texts}"></p>'
        f'<p><img alt="" src="{ornament.address_in_texts}"></p>{unknown}'
    )
    assert clean(text) == clean(html + unknown)
    assert "&amp;quot;lorry&amp;quot;" in Editor().render("body", html)


def test_a_text_without_images_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert described("<p>a</p>") == "<p>a</p>"
        assert Editor().format_value("") is None
