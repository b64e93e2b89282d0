"""Nothing that is not public reaches a visitor, by any address or outlet, of any kind of edition.

First the site is walked with public content alone; then hidden editions of every state are added,
hung on the same crime areas, states and partners. Every page has to answer as before, byte for byte,
and no page may hold a word of what is hidden. Kinds are found by themselves.
"""

import hashlib
import re

import pytest
from django.apps import apps
from django.test import Client
from django.urls import get_resolver

import organisation.demo
from library.models import Image, Use
from publishing.lifecycle import ChangeKind, Standing, Status
from publishing.models import Edition, FormerAddress, ReviewLink
from publishing.slugs import slug_of
from tests.library.pictures import image, shown
from tests.make import at, make

pytestmark = pytest.mark.django_db
KINDS = [model for model in apps.get_models() if issubclass(model, Edition)]
NOW, SOON, LATER = at("2026-11-20 12:00"), at("2026-11-20 12:00:01"), at("2027-03-01 09:00")
PARAMETERS = ["", "?page=1", "?at=2027-06-01T12:00", "?at=2100-01-01T00:00"]
HIDDEN_WORD = re.compile(r"Zq\w+")


def hidden(state):
    """Text that must not be found: one word in each field that a page could show, and an image of its own."""
    word = f"Zq{state}"
    picture = image((90, 60), title=f"{word} picture", alt=f"{word} alt", credit=f"{word} credit")
    return {
        "title": f"{word} title",
        "summary": f"{word} summary",
        "body": f"<p>{word}</p>{shown(picture)}",
        "note": f"{word} note",
    }


def image_addresses(edition):
    """Every address of the bytes that this edition refers to."""
    ids = Use.objects.filter(kind=edition._meta.label_lower, edition=edition.pk).values_list("image")
    names = ["original.jpg", "320.avif", "1920.jpg", "card-640.webp"]
    return [row.url(name) for row in Image.objects.filter(pk__in=ids) for name in names]


def related(model):
    """One row of each relation, shared by what is public and what is hidden."""
    return {field.name: field.related_model.objects.first() for field in model._meta.many_to_many}


def publish(model, **fields):
    edition = make(model, **fields)
    for name, row in related(model).items():
        getattr(edition, name).add(row)
    return edition


def public_content(model):
    """What a visitor may see, in every state that has been public: the live ones of it are returned."""
    pictured = {"body": f"<p>Text.</p>{shown(image((90, 60)))}"}
    live = [publish(model, title=f"Open {model.__name__} {number}", **pictured) for number in range(3)]
    old = publish(model, title="Corrected afterwards", publish_at=at("2019-01-01 10:00"))
    new = publish(
        model, after=old, publish_at=at("2019-02-01 10:00"), change=ChangeKind.CORRECTION, note="A slip."
    )
    gone = publish(model, **hidden("Superseded"), publish_at=at("2018-01-01 10:00"))
    publish(
        model,
        after=gone,
        standing=Standing.REMOVED,
        note="Published in error",
        publish_at=at("2018-01-02 10:00"),
    )
    return [*live, new]


def hidden_content(model, live):
    """Every state that is not public, alone and beside a live edition; its addresses are returned."""
    alone = [
        publish(model, **hidden("Draft"), status=Status.DRAFT),
        publish(model, **hidden("Review"), status=Status.IN_REVIEW),
        publish(model, **hidden("Discarded"), status=Status.DISCARDED),
        publish(model, **hidden("Scheduled"), publish_at=LATER),
        publish(model, **hidden("Nearly"), publish_at=SOON),
    ]
    beside = [
        publish(model, **hidden("Beside"), after=live[0], status=Status.DRAFT, change=ChangeKind.CORRECTION),
        publish(
            model, **hidden("Waiting"), after=live[1], status=Status.IN_REVIEW, change=ChangeKind.CORRECTION
        ),
        publish(model, **hidden("Coming"), after=live[2], publish_at=SOON, change=ChangeKind.CORRECTION),
        publish(model, **hidden("Leaving"), after=live[3], publish_at=LATER, standing=Standing.WITHDRAWN),
    ]
    editions = [*alone, *beside]
    return [path for edition in editions for path in [*addresses_of(edition), *image_addresses(edition)]]


def addresses_of(edition):
    """Every address at which somebody might look for an edition."""
    address = edition.item.address or edition.address(slug_of(edition.title, "item"))
    number = edition.number
    paths = [address, f"{address}history/", f"{address}history/{number}/", f"{address}history/{number + 1}/"]
    return [*paths, *(f"{path}?edition={edition.pk}" for path in paths)]


def fixed_addresses():
    """All addresses of the site without parameters, from the URL configuration itself."""

    def walk(patterns, prefix=""):
        for pattern in patterns:
            path = prefix + str(pattern.pattern)
            if path.startswith("admin/"):
                continue
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, path)
            elif "<" not in path:
                yield f"/{path}"

    return list(walk(get_resolver().url_patterns))


def walk(addresses):
    """Every answer to a visitor, from `addresses` and all that their pages link to."""
    client, answers, waiting = Client(), {}, list(addresses)
    while waiting:
        address = waiting.pop()
        if address in answers:
            continue
        response = client.get(address)
        content = response.getvalue()
        is_picture = response.get("Content-Type", "").startswith("image/")
        text = hashlib.sha256(content).hexdigest() if is_picture else content.decode()
        answers[address] = (response.status_code, dict(response.headers), text)
        links = re.findall(r'(?:href|src|action)="([^"#]*)', text)
        waiting += [link.replace("&amp;", "&") for link in links if re.match(r"/(?!admin/|static/|/)", link)]
        queries = [link.replace("&amp;", "&") for link in links if link.startswith("?")]
        waiting += [address.split("?")[0] + query for query in queries if "?" not in address]
    return answers


@pytest.fixture
def site(clock):
    clock.set(NOW)
    organisation.demo.load()
    return {model: public_content(model) for model in KINDS}


def test_what_is_not_public_changes_no_page_and_is_on_none(site):
    start = [path + query for path in fixed_addresses() for query in PARAMETERS]
    start += [address for live in site.values() for edition in live for address in addresses_of(edition)[:2]]
    before = walk(start)
    secret = [address for model, live in site.items() for address in hidden_content(model, live)]
    after = walk(before)
    assert {path: after[path][::2] for path in before} == {path: before[path][::2] for path in before}
    for path, (status, headers, text) in walk(secret).items():
        assert status in (200, 404, 410), path
        assert not HIDDEN_WORD.search(text), f"{path} shows {HIDDEN_WORD.findall(text)}"
        assert not HIDDEN_WORD.search(str(headers)), path
        assert status == 404 or path.split("?")[0] in {known.split("?")[0] for known in before}, path


def test_what_was_withdrawn_or_removed_is_in_no_list(site):
    client = Client()
    for model, live in site.items():
        gone = publish(model, **hidden("Gone"))
        publish(
            model,
            after=gone,
            **hidden("Gone"),
            publish_at=at("2021-01-01 10:00"),
            standing=Standing.WITHDRAWN,
        )
        pages = walk(path for path in fixed_addresses())
        own = gone.item.address
        leaks = [path for path, answer in pages.items() if "Zq" in answer[2] and not path.startswith(own)]
        assert leaks == []
        for address in image_addresses(gone):
            assert client.get(address).content == client.get("/images/99999/320.jpg").content
        assert any(live[0].title in answer[2] for answer in pages.values())


def test_the_bytes_of_what_is_not_public_answer_as_those_of_nothing(site):
    client = Client()
    nothing = client.get("/images/99999/320.jpg").content
    for model, live in site.items():
        secret = [path for path in hidden_content(model, live) if path.startswith("/images/")]
        assert len(secret) > 30
        assert all(client.get(path).content == nothing for path in secret)
        assert all(client.get(path).status_code == 200 for path in image_addresses(live[0]))


def test_staff_without_the_right_to_view_a_kind_see_what_visitors_see(site, person):
    client = Client()
    client.force_login(person("nobody"))
    for model, live in site.items():
        draft = publish(model, **hidden("Draft"), after=live[0], status=Status.DRAFT)
        gone = publish(model, **hidden("Removed"))
        publish(model, after=gone, **hidden("Removed"), standing=Standing.REMOVED)
        for address in (
            draft.preview_url,
            f"{gone.item.address}?edition=x",
            f"{gone.item.address}?edition={gone.pk}",
        ):
            assert not re.search(r"Zq\w+ (title|summary)", client.get(address).content.decode())


def test_what_somebody_is_typing_is_shown_to_nobody_else(site, person):
    """Neither to a colleague with the same rights, nor to an administrator, nor to a visitor."""
    rights = ["add", "change", "view"]
    word = "Zqtyped"
    for model, live in site.items():
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        draft = publish(model, after=live[0], status=Status.DRAFT, title="Being written")
        own = [f"{right}_{model._meta.model_name}" for right in rights]
        ana, key = Client(), "k1k2k3k4k5k6k7k8"
        ana.force_login(person(f"ana {model.__name__}", *own))
        typed = {"title": word, "body": f"<p>{word}</p>", "writing_key": key}
        for place in (f"{draft.pk}/", ""):
            assert (
                ana.post(f"{base}{place}autosave/", {**typed, "writing_key": key + place[:-1]}).status_code
                == 200
            )
        colleague, administrator = Client(), Client()
        colleague.force_login(person(f"cora {model.__name__}", *own))
        administrator.force_login(person(f"root {model.__name__}", is_superuser=True))
        edit = f"{base}{draft.pk}/change/"
        pages = [base, f"{base}add/", edit, f"{base}{draft.pk}/history/", "/admin/"]
        pages += [f"{page}?typed={key}{end}" for page, end in ((f"{base}add/", ""), (edit, draft.pk))]
        pages += [draft.item.address, draft.preview_url]
        assert word in ana.get(base).content.decode()
        for client in (colleague, administrator, Client()):
            for page in pages:
                assert word not in client.get(page).content.decode(), page
            told = client.post(f"{base}{draft.pk}/autosave/?seen", {"writing_key": "x" * 20}).content.decode()
            assert word not in told


def test_a_former_address_leads_to_nothing_that_is_not_public(site, client):
    for model in site:
        coming = publish(model, **hidden("Moved"), publish_at=LATER)
        path = f"/former/{model._meta.model_name}/"
        FormerAddress.objects.create(address=path, item=coming.item)
        assert client.get(path).status_code == 404


def test_a_review_link_leaves_nothing_to_be_kept_and_opens_its_own_edition_alone(site, person):
    writer = person("ana")
    for model in site:
        draft, other = (publish(model, **hidden(word), status=Status.DRAFT) for word in ("Linked", "Other"))
        link = ReviewLink.make(draft, writer, "Ministry", 7)
        page = Client().get(link.get_absolute_url())
        assert "ZqLinked" in page.content.decode()
        assert not re.search(r"ZqOther", page.content.decode())
        for address in image_addresses(draft):
            opened = Client().get(f"{address}?review={link.token}")
            assert (opened.status_code, opened["Cache-Control"]) == (200, "private, no-store")
        for address in [*image_addresses(other), *addresses_of(other)]:
            assert Client().get(f"{address}?review={link.token}").status_code == 404
        link.revoke(writer, draft)
        for address in [
            link.get_absolute_url(),
            *(f"{a}?review={link.token}" for a in image_addresses(draft)),
        ]:
            assert Client().get(address).status_code == 404
