"""Whose bytes anybody may have, in each state of the edition that uses them."""

import pytest
from django.test import Client

from library.models import Document, Image, Use
from news.models import PressRelease
from publishing.lifecycle import Standing, Status
from tests.library.pictures import image, shown
from tests.make import EARLIER, at, make

NOW, SOON = at("2026-11-20 12:00"), at("2026-11-20 12:00:01")


@pytest.fixture(autouse=True)
def standing_clock(clock):
    clock.set(NOW)


def pictured(row, **fields):
    return make(PressRelease, body=shown(row), **fields)


def live(row):
    pictured(row)


def led(row):
    make(PressRelease, lead_image=row)


def corrected(row):
    """Superseded, but readable in the history."""
    make(PressRelease, after=pictured(row))


def with_a_draft(row):
    pictured(row, after=pictured(row), status=Status.DRAFT)


def unused(row):
    pass


def draft(row):
    pictured(row, status=Status.DRAFT)


def draft_beside_live(row):
    pictured(row, after=make(PressRelease), status=Status.DRAFT)


def in_review(row):
    pictured(row, status=Status.IN_REVIEW)


def discarded(row):
    pictured(row, status=Status.DISCARDED)


def scheduled(row):
    pictured(row, publish_at=SOON)


def scheduled_correction(row):
    pictured(row, after=make(PressRelease), publish_at=SOON)


def withdrawn(row):
    pictured(row, after=pictured(row), standing=Standing.WITHDRAWN)


def removed(row):
    pictured(row, after=pictured(row), standing=Standing.REMOVED)


def before_a_removal(row):
    """The item is public again, with another text; the old one was taken from the history."""
    gone = make(PressRelease, after=pictured(row), standing=Standing.REMOVED)
    make(PressRelease, after=gone)


PUBLIC = [live, led, corrected, with_a_draft]
PRIVATE = [unused, draft, draft_beside_live, in_review, discarded, scheduled, scheduled_correction]
PRIVATE += [withdrawn, removed, before_a_removal]
NAMES = ["640.jpg", "card-320.avif", "original.jpg"]


@pytest.mark.parametrize("state", PUBLIC)
@pytest.mark.parametrize("name", NAMES)
def test_anybody_may_have_what_a_public_edition_shows(state, name):
    row = image()
    state(row)
    response = Client().get(row.url(name))
    assert response.status_code == 200
    assert "public" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert Client().get(row.url(name), headers={"If-None-Match": response["ETag"]}).status_code == 304


@pytest.mark.parametrize("state", PRIVATE)
@pytest.mark.parametrize("name", [*NAMES, "nonsense"])
def test_private_bytes_answer_exactly_as_missing_ones(state, name):
    row = image()
    state(row)
    private, missing = Client().get(row.url(name)), Client().get(f"/images/{row.pk + 999}/{name}")
    assert (private.status_code, private.content) == (404, missing.content)
    assert dict(private.headers) == dict(missing.headers)


@pytest.mark.parametrize("state", [*PRIVATE, live])
def test_the_librarys_staff_get_any_bytes_and_nobody_keeps_private_ones(state, person):
    row = image()
    state(row)
    client = Client()
    client.force_login(person("lidia", "view_image"))
    response = client.get(row.url("640.jpg"))
    assert response.status_code == 200
    assert ("public" in response["Cache-Control"]) is (state is live)


@pytest.mark.parametrize("state", PRIVATE)
def test_other_staff_get_what_visitors_get(state, person):
    row = image()
    state(row)
    client = Client()
    client.force_login(person("hanna", "view_pressrelease", "view_document"))
    assert client.get(row.url("640.jpg")).status_code == 404


def test_at_its_hour_the_bytes_become_public(clock):
    row = image()
    scheduled(row)
    assert Client().get(row.url("640.jpg")).status_code == 404
    clock.set(SOON)
    assert Client().get(row.url("640.jpg")).status_code == 200


def test_staff_who_travel_see_the_pictures_of_that_moment_and_nobody_keeps_them(person):
    row = image()
    scheduled(row)
    client = Client()
    client.force_login(person("tom", "travel_in_time"))
    assert client.get(row.url("640.jpg")).status_code == 404
    client.get("/?at=2026-11-21T12:00")
    response = client.get(row.url("640.jpg"))
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


def test_the_gate_costs_two_queries_and_holds_for_documents_too(django_assert_num_queries):
    row = image()
    live(row)
    document = Document.objects.create(title="Report", added_at=EARLIER)
    hidden = Document.objects.create(title="Draft of a report", added_at=EARLIER)
    make(PressRelease, body=f'<p><a href="/files/{document.pk}/report.pdf">Report</a></p>')
    make(PressRelease, status=Status.DRAFT, body=f'<p><a href="/files/{hidden.pk}/a.pdf">Report</a></p>')
    assert Use.objects.count() == 3
    with django_assert_num_queries(2):
        assert [*Image.objects.public()] == [row]
    with django_assert_num_queries(2):
        assert [*Document.objects.public()] == [document]


# On pages


def page(release):
    return Client().get(release.get_absolute_url())


def test_a_text_shows_its_images_with_all_that_the_library_says():
    row = image((2000, 1000), alt="A lorry", caption="At “Horgoš”", credit="Police & Customs")
    release = make(PressRelease, lead_image=row, body="<p>One.</p>" + shown(row) + "<p>Two.</p>")
    text = page(release).content.decode()
    assert text.count("<figure") == 2
    assert f"/images/{row.pk}/1920.avif 1920w" in text
    assert 'width="2000" height="1000" alt="A lorry"' in text
    assert "Police &amp; Customs" in text
    assert "<p></p>" not in text
    assert 'loading="lazy"' in text


@pytest.mark.parametrize("standing", [Standing.WITHDRAWN, Standing.REMOVED])
def test_no_page_shows_what_has_become_private(standing):
    row = image()
    before = make(PressRelease, lead_image=row, body="<p>Words.</p>" + shown(row))
    after = make(PressRelease, after=before, lead_image=row, body=before.body, standing=standing)
    address = after.get_absolute_url()
    for path in (address, f"{address}history/1/", f"{address}history/2/"):
        assert "/images/" not in Client().get(path).content.decode()


def test_an_old_edition_of_what_is_public_keeps_its_picture():
    row = image()
    old = make(PressRelease, lead_image=row)
    make(PressRelease, after=old)
    text = Client().get(f"{old.get_absolute_url()}history/1/").content.decode()
    assert f"/images/{row.pk}/" in text


def test_the_history_names_the_picture_that_came():
    old = make(PressRelease)
    make(PressRelease, after=old, lead_image=image(title="Lorry at Horgoš"))
    text = Client().get(f"{old.get_absolute_url()}history/").content.decode()
    assert "<h3>Lead image</h3>" in text
    assert "Lorry at Horgoš" in text


def test_all_images_of_a_text_cost_one_query(django_assert_num_queries):
    from library.templatetags.rich_text import rich

    text = "".join(shown(image()) for _ in range(4)) + '<p><img src="/images/99999/640.jpg" alt=""></p>'
    with django_assert_num_queries(1):
        assert str(rich(text)).count("<figure") == 4
    assert "99999" not in rich(text)


@pytest.mark.parametrize(
    ("html", "order"),
    [
        ("<p>{}One</p>", ["figure", "One"]),
        ("<p>One<strong>{}</strong> two</p>", ["One", "two", "figure"]),
        ("<h2>{}Title</h2>", ["figure", "Title"]),
        ("<ul><li>{}One</li></ul>", ["figure", "One"]),
    ],
)
def test_a_figure_stands_beside_its_paragraph_and_never_in_it(html, order):
    from library.templatetags.rich_text import rich

    text = rich(html.format(f'<img src="/images/{image().pk}/640.jpg">'))
    places = [text.index(word) for word in order]
    assert places == sorted(places)
    assert "<p><figure" not in text
