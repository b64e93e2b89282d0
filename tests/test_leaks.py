"""Nothing that is not public reaches a visitor, by any address or outlet, of any kind of edition.

The site is walked with hidden editions of every state, which hang on the same crime areas, states and partners
as public ones and say the same in their further fields; then without them. No page may hold a word of what is
hidden, and every page has to be the same, byte for byte. Kinds are found by themselves.
"""

import hashlib
import re
from collections import deque
from functools import partial
from html import unescape

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

import organisation.demo
from moving.models import OldAddress
from organisation.models import Contact
from outreach.models.subscriber import alert_kinds
from publishing.lifecycle import Standing, Status
from publishing.lists import LISTS
from publishing.models import Edition, FormerAddress, Item, ReviewLink
from publishing.site import absolute
from tests.crawl import Turn, still_site
from tests.leaking import (
    LATER,
    addresses_of,
    all_hidden,
    all_public,
    all_withdrawn,
    body,
    byte_addresses,
    hidden,
    lead_to_hidden,
    publish,
    versions_of,
    work_for_search,
)
from tests.make import at
from tests.outreach import alerts
from tests.smtp import mail_server

pytestmark = pytest.mark.django_db
KINDS = [model for model in apps.get_models() if issubclass(model, Edition)]
NOW = at("2026-11-20 12:00")
SOME = 10
PARAMETERS = ["", "?page=1&at=2027-06-01T12:00"]
# Words that hidden content has as well or alone, one of them mistyped; in small letters, which no page hides.
WORDS = ["title", "bytes", "summary+open", "zqscheduled", "zqscheduld", "zqcoming+open"]
SEARCHES = [f"/search/?q={words}" for words in WORDS]
HIDDEN_WORD = re.compile(r"Zq[A-Z][a-z]{3,}")  # no signature has one by chance
# What calendars have of what was withdrawn, so that those who have it learn it: its title, and nothing else.
CALLED_OFF = re.compile(r"^SUMMARY:Withdrawn: .*(?:\n .*)*", re.MULTILINE)


def fixed_addresses():
    """All addresses of the site without parameters, from the URL configuration itself."""

    def walk(patterns, prefix=""):
        for pattern in patterns:
            path = prefix + str(pattern.pattern)
            if path.startswith(("admin/", "policy-reports/")):  # the second only takes, and answers nobody
                continue
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, path)
            elif "<" not in path:
                yield f"/{path}"

    return [*walk(get_resolver().url_patterns), *(f"{one.url}list.csv" for one in LISTS.values())]


def asked(client, address):
    response = client.get(address)
    content = response.getvalue()
    is_picture = response.get("Content-Type", "").startswith("image/")
    text = hashlib.sha256(content).hexdigest() if is_picture else content.decode()
    return response.status_code, str(dict(response.headers)), text


def walk(addresses):
    """(address, status, headers, text) of every answer to a visitor, each as it comes: from `addresses` and all
    that their pages link to, or list as sitemaps do; of those with a query some of each view."""
    with still_site():
        yield from met_from(addresses)


def met_from(addresses):
    client, seen, waiting = Client(), set(), deque(sorted(addresses, key=Turn()))
    given, turn = {*waiting}, Turn()
    while waiting:
        address = waiting.popleft()
        is_one_of_many = "?" in address and address not in given and turn(address) > SOME
        if address in seen or is_one_of_many:
            continue
        seen.add(address)
        status, headers, text = asked(client, address)
        yield address, status, headers, text
        links = [link.replace("&amp;", "&") for link in re.findall(r'(?:href|src|action)="([^"#]*)', text)]
        links += [loc.removeprefix(absolute("/")[:-1]) for loc in re.findall("<loc>([^<]*)", text)]
        links += re.findall(rf'"{settings.SITE_URL}(/[^"#\\]*)"', text)  # of data for programs
        waiting += [link for link in links if re.match(r"/(?!admin/|static/|/)", link)]
        if "?" not in address:
            waiting += [address + link for link in links if link.startswith("?")]


def changed(before, after):
    """How a page's status and lines differ; empty where it is the same, byte for byte."""
    new = sorted({*after[1].splitlines()} - {*before[1].splitlines()})
    return "" if before == after else f"{before[0]}, {after[0]}: {new or 'fewer lines'}"


@pytest.fixture
def site(clock):
    clock.set(NOW)
    organisation.demo.load()
    known = {"email": "security@example.org", "valid_until": NOW.date()}
    Contact.objects.update_or_create(purpose="security", defaults=known)
    return all_public(KINDS)


@pytest.fixture
def secret(site):
    """Addresses of what is hidden, and a function that takes all of it away again."""
    savepoint = transaction.savepoint()
    addresses = [path for pages, _bytes in all_hidden(site) for path in pages]
    lead_to_hidden(site)
    work_for_search()
    return addresses, partial(transaction.savepoint_rollback, savepoint)


@pytest.fixture
def gone(site):
    editions = all_withdrawn(site)
    work_for_search()
    return editions


def test_what_is_not_public_changes_no_page_and_is_on_none(site, secret):
    start = [*SEARCHES, *(path + query for path in fixed_addresses() for query in PARAMETERS)]
    start += [edition.item.address for live in site.values() for edition in live]
    start += [edition.history_url for live in site.values() for edition in live[:4]]
    beside_hidden, without = {}, {}
    secret_addresses, take_away = secret
    for path, status, headers, text in walk([*start, *secret_addresses]):
        found = HIDDEN_WORD.findall(headers + text)
        assert not found, f"{path} shows {found}"
        beside_hidden[path] = status, text
    take_away()
    work_for_search()
    for path, status, _headers, text in walk(start):
        assert status == 200, path
        assert changed((status, text), beside_hidden.pop(path)) == "", path
        without[path] = text
    known = {path.split("?")[0] for path in without}
    for path, (status, _text) in beside_hidden.items():
        assert status == (200 if path.split("?")[0] in known else 404), path
    lists = "".join(without[path] for path in fixed_addresses())
    assert [live[0].title for live in site.values() if live[0].title not in lists] == []


def test_the_bytes_of_what_is_not_public_answer_as_those_of_nothing(site):
    client = Client()
    nothing = client.get("/images/99999/320.jpg")
    for live, (_pages, secret) in zip(site.values(), all_hidden(site), strict=True):
        assert len(secret) > 50
        for path in secret:
            answer = client.get(path)
            assert (answer.status_code, answer.content) == (404, nothing.content), path
        statuses = {path: client.get(path).status_code for path in byte_addresses(live[1])}
        assert {path for path, status in statuses.items() if status == 404} == {
            one.url for one in versions_of(live[1], 1)
        }


def test_what_was_withdrawn_or_removed_is_in_no_list_and_its_page_leads_to_nothing_that_is_gone(gone):
    own = tuple(edition.item.address for edition in gone)
    for path, status, _headers, text in walk([*fixed_addresses(), *SEARCHES, *own]):
        assert status == 200, path
        assert path.startswith(own) or not HIDDEN_WORD.search(CALLED_OFF.sub("", text)), path
    nothing = Client().get("/images/99999/320.jpg").content
    for path in [path for edition in gone for path in byte_addresses(edition)]:
        assert Client().get(path).content == nothing, path


def test_no_mail_tells_what_is_not_public(site, settings):
    """Whatever somebody has chosen and follows, and however long ago they subscribed."""
    live = [edition for editions in site.values() for edition in editions]
    confirmed = {"confirmed_at": at("2000-01-01 12:00")}
    alerts.subscriber("all@example.com", **confirmed)
    all_hidden(site)
    all_withdrawn(site)
    others = Item.objects.exclude(pk__in=[one.item_id for one in live])
    hidden_items = others.exclude(address__icontains="zqgone")
    alerts.subscriber("follows@example.com", followed=hidden_items, **confirmed)
    with mail_server(settings) as server:
        alerts.work()
        mails = [f"{mail.items()} {alerts.text(mail)} {alerts.html(mail)}" for mail in server.mails]
    assert len(mails) == 2
    for mail in mails:
        assert HIDDEN_WORD.findall(mail) == []
        assert {type(one) for one in live if one.title in unescape(mail)} == {*alert_kinds()}


def test_staff_without_the_right_to_view_a_kind_see_what_visitors_see(site, person):
    client = Client()
    client.force_login(person("nobody"))
    for model, live in site.items():
        draft = publish(model, **hidden(model, "Draft"), after=live[0], status=Status.DRAFT)
        gone = publish(model, **hidden(model, "Removed"))
        publish(model, after=gone, **hidden(model, "Removed"), standing=Standing.REMOVED)
        old = gone.item.address
        for address in (draft.preview_url, f"{old}?edition=x", f"{old}?edition={gone.pk}"):
            assert not re.search(r"Zq\w+ (title|summary)", client.get(address).content.decode())


def test_who_travels_has_no_file_and_no_version_of_another_moment(site, person):
    """With the right to look after files all of that moment, without it what visitors had."""
    for model, live in site.items():
        numbers = {"travel_in_time": [2], "view_document": [2, 1]}
        for right, expected in numbers.items():
            client = Client()
            client.force_login(person(f"{right} {model.__name__}", "travel_in_time", right))
            client.get("/?at=2020-12-01T12:00")
            (last,) = versions_of(live[0], 3)
            page = client.get(last.document.get_absolute_url())
            assert [one.number for one in page.context["versions"]] == expected
            assert client.get(last.url).status_code == 404
            client.get("/?at=2019-06-01T12:00")
            status = client.get(last.document.get_absolute_url()).status_code
            assert status == (200 if right == "view_document" else 404)


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
        typed = {"title": word, **body(model, f"<p>{word}</p>"), "writing_key": key}
        for place in (f"{draft.pk}/", ""):
            kept = ana.post(f"{base}{place}autosave/", {**typed, "writing_key": key + place[:-1]})
            assert kept.status_code == 200
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


def test_no_former_or_old_address_leads_to_what_is_not_public(site, client):
    for model in site:
        coming = publish(model, **hidden(model, "Moved"), publish_at=LATER)
        name = model._meta.model_name
        FormerAddress.objects.create(address=f"/former/{name}/", item=coming.item)
        OldAddress.objects.create(key=f"old/{name}", item=coming.item)
        assert {client.get(f"/{way}/{name}/").status_code for way in ("former", "old")} == {404}


def test_a_review_link_leaves_nothing_to_be_kept_and_opens_its_own_edition_alone(site, person):
    writer = person("ana")
    for model in site:
        draft, other = (
            publish(model, **hidden(model, word), status=Status.DRAFT) for word in ("Linked", "Other")
        )
        link = ReviewLink.make(draft, writer, "Ministry", 7)
        page = Client().get(link.get_absolute_url())
        assert "ZqLinked" in page.content.decode()
        assert not re.search(r"ZqOther", page.content.decode())
        for address in byte_addresses(draft):
            opened = Client().get(f"{address}?review={link.token}")
            assert opened.status_code == 200
            assert {"private", "no-store"} <= {*opened["Cache-Control"].split(", ")}
        for address in [*byte_addresses(other), *addresses_of(other)]:
            assert Client().get(f"{address}?review={link.token}").status_code == 404
        link.revoke(writer, draft)
        links = [link.get_absolute_url(), *(f"{a}?review={link.token}" for a in byte_addresses(draft))]
        for address in links:
            assert Client().get(address).status_code == 404
