"""The lists of the API: complete, the newest first, whatever is published while somebody reads on."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from api.kinds import name_of
from library.models import Publication
from news.models import Event, PressRelease
from notices.models import Tender
from organisation.models import Page
from publishing.lifecycle import ChangeKind, Standing
from publishing.lists import LISTS
from publishing.models import kinds
from tests.api.conftest import NOW, SERVED
from tests.library.files import document
from tests.make import at, make

pytestmark = pytest.mark.django_db
RELEASES = "/api/v1/press-releases"


def asked(client, address, **headers):
    return client.get(address.removeprefix(settings.SITE_URL), headers=headers)


def walked(client, address, between=lambda: None):
    """The items of all pages; `between` is called before each further one."""
    found = []
    while address:
        answer = asked(client, address).json()
        found += answer["items"]
        assert len(found) < 500, "It goes in circles."
        address = answer["next"]
        between()
    return found


def ids(items):
    return [one["id"] for one in items]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_who_follows_next_gets_each_item_once_while_others_come_and_change(client, now, limit):
    """Some became public in one and the same second."""
    rows = [make(PressRelease, publish_at=at(f"2026-10-{1 + n // 3:02} 10:00")) for n in range(12)]

    def between():
        make(PressRelease, publish_at=NOW - timedelta(minutes=1))
        last = rows[0].siblings.latest("number")
        hour = last.publish_at + timedelta(hours=1)
        make(PressRelease, after=last, publish_at=hour, change=ChangeKind.CORRECTION, note="A slip.")

    found = ids(walked(client, f"{RELEASES}?limit={limit}", between))
    expected = sorted(rows, key=lambda one: (one.first_public_at, one.item_id), reverse=True)
    assert found == [one.item_id for one in expected]


def test_what_is_withdrawn_while_somebody_reads_on_is_not_told_any_more(client, now):
    rows = [make(PressRelease, publish_at=at(f"2026-10-0{day} 10:00")) for day in (1, 2, 3)]
    first = asked(client, f"{RELEASES}?limit=1").json()
    make(PressRelease, after=rows[1], publish_at=NOW, standing=Standing.WITHDRAWN, note="Wrong")
    assert ids(walked(client, first["next"])) == [rows[0].item_id]


def test_the_end_of_a_list_says_so(client, now):
    make(PressRelease), make(PressRelease)
    assert asked(client, f"{RELEASES}?limit=2").json()["next"] is None
    assert asked(client, f"{RELEASES}?limit=1").json()["next"]
    assert asked(client, "/api/v1/events").json() == {"items": [], "next": None, "filters": {}}


def test_next_is_a_whole_address_with_all_that_was_followed_and_nothing_else(client, now):
    make(PressRelease, kind="news"), make(PressRelease, kind="news"), make(PressRelease)
    address = f"{RELEASES}?kind=news&year=2020&limit=1&at=2030-01-01T12:00&edition=3&page=2&utm_source=x"
    answer = asked(client, address).json()
    assert answer["filters"] == {"kind": "news", "year": "2020"}
    assert answer["next"].startswith(f"{settings.SITE_URL}{RELEASES}?year=2020&kind=news&limit=1&cursor=")
    assert len(walked(client, address)) == 2


def test_every_list_has_its_addresses_and_is_named_by_the_index(client, site):
    index = client.get("/api/v1/").json()
    entries = {one["name"]: one for one in index["lists"]}
    for public_list in SERVED:
        entry = entries[name_of(public_list)]
        assert entry["page"] == f"{settings.SITE_URL}{public_list.url}"
        found = walked(client, f"{entry['url']}?limit=100")
        public = public_list.kind.objects.public(NOW)
        assert sorted(ids(found)) == sorted(public.values_list("item", flat=True)), public_list.name
        assert asked(client, found[0]["api_url"]).json() == found[0]
        assert asked(client, entry["page"]).status_code == 200
        assert entry["csv"] is None or asked(client, entry["csv"]).status_code == 200
    assert {
        entry["csv"] is None for name, entry in entries.items() if name in map(name_of, LISTS.values())
    } == {False}
    for address in [index["openapi"], index["documentation"], *(one["url"] for one in index["lists"])]:
        assert asked(client, address).status_code == 200


def test_every_kind_of_item_has_a_list():
    assert {one.kind for one in SERVED} == {*kinds()}


def test_pages_and_questions_are_one_list_that_tells_them_apart(client, now):
    page, question = (make(Page, kind=kind, topic="media", title=kind) for kind in ("page", "question"))
    make(Page, kind="question")
    (told,) = walked(client, "/api/v1/pages?kind=question&topic=media")
    assert (told["id"], told["title"], told["body"]) == (question.item_id, "question", "<p>Text.</p>")
    assert told["kind"] == {"value": "question", "words": "Question and answer"}
    assert told["topic"] == {"value": "media", "words": "For the media"}
    assert ids(walked(client, "/api/v1/pages?kind=page")) == [page.item_id]
    assert client.get("/api/v1/pages?kind=answer").status_code == 422
    assert client.get("/about/list.csv").status_code == client.get("/about/feed/").status_code == 404


def test_a_list_shows_all_its_parts_until_one_is_asked_for(client, now):
    past, coming = (make(Event, starts_on=date(year, 1, 5), decision="confirmed") for year in (2026, 2027))
    is_open, closed = (make(Tender, closes_at=at(f"{day} 10:00")) for day in ("2027-01-05", "2026-01-05"))
    assert len(walked(client, "/api/v1/events")) == len(walked(client, "/api/v1/procurement")) == 2
    assert ids(walked(client, "/api/v1/events?when=past")) == [past.item_id]
    assert ids(walked(client, "/api/v1/events?when=upcoming")) == [coming.item_id]
    assert ids(walked(client, "/api/v1/procurement?status=open")) == [is_open.item_id]
    assert ids(walked(client, "/api/v1/procurement?status=closed")) == [closed.item_id]


def test_a_publication_with_two_files_of_a_language_is_told_once(client, now):
    rows = [make(Publication) for _number in range(3)]
    for row in rows:
        row.files.set([document(), document()])
    answer = asked(client, "/api/v1/publications?language=en&limit=3").json()
    assert (len(answer["items"]), answer["next"]) == (3, None)
    for limit in (1, 2, 100):
        found = ids(walked(client, f"/api/v1/publications?language=en&limit={limit}"))
        assert found == [row.item_id for row in reversed(rows)]


FINDS_NOTHING = [
    "year=1789",
    "year=٢٠١٦",
    "area=nowhere",
    "area=%00",
    "state=" + "x" * 100,
    "partner=%F0%9F%98%80",
]
REFUSED = {
    "limit=0": "limit",
    "limit=101": "limit",
    "limit=-1": "limit",
    "limit=99999999999999999999999": "limit",
    "limit=ten": "limit",
    "limit=": "limit",
    "limit=%00": "limit",
    "limit=1&limit=x": "limit",
    "kind=none": "kind",
    "kind=%00": "kind",
    "year=" + "9" * 100_000: "year",
    "cursor=x": "cursor",
    "cursor=%00": "cursor",
    "cursor=é": "cursor",
    "cursor=" + "A" * 101: "cursor",
    "cursor=MjAyNi0xMS0xNlQwODowMDowMCswMDowMCAxMjQx2KfYpw": "cursor",
    "cursor=OTk5OS0xMi0zMVQyMzo1OTo1OS0yMzo1OSAx": "cursor",  # the last minute of the year 9999
    "cursor=MDAwMS0wMS0wMVQwMDowMDowMCsyMzo1OSAx": "cursor",  # the first of the year 1
    "cursor=MjAyMC0wNS0wNFQwNzowMDowMCAx": "cursor",  # no zone
    "cursor=MjAyMC0wNS0wNFQwNzowMDowMCswMDowMCA5MjIzMzcyMDM2ODU0Nzc1ODA4": "cursor",  # no number of a row
    "cursor=MjAyMC0wNS0wNFQwNzowMDowMCswMDowMCAtMQ": "cursor",
}


@pytest.mark.parametrize("query", FINDS_NOTHING)
def test_a_value_that_nothing_has_finds_nothing(client, now, query):
    make(PressRelease)
    answer = client.get(f"{RELEASES}?{query}")
    assert answer.status_code == 200, answer.content
    assert answer.json()["items"] == []


@pytest.mark.parametrize(("query", "name"), REFUSED.items(), ids=[one[:40] for one in REFUSED])
def test_what_cannot_be_is_refused_with_a_sentence_that_names_it(client, now, query, name):
    make(PressRelease)
    answer = client.get(f"{RELEASES}?{query}")
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == 422
    assert told["detail"].startswith(f"{name}: ")
    assert told["detail"].endswith(".")
    assert len(answer.content) < 400


@pytest.mark.parametrize(
    "number", ["0", "-1", "x", "1.5", "%00", "9223372036854775808", "9" * 5000, "\u0661", "1e3", "null"]
)
def test_what_is_no_number_of_an_item_is_refused(client, now, number):
    assert client.get(f"{RELEASES}/{number}").status_code == 422


@pytest.mark.parametrize(
    "address", ["nothing", "press-releases/", "press-releases/1/x", "%00", "../../admin", "x" * 5000]
)
def test_an_address_of_nothing_answers_as_data_does(client, now, address):
    answer = client.get(f"/api/v1/{address}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_what_is_not_public_answers_as_what_never_was(client, site):
    nothing = client.get(f"{RELEASES}/999999")
    assert nothing.status_code == 404
    for public_list in SERVED:
        url = f"/api/v1/{name_of(public_list)}"
        public = public_list.kind.objects.public(NOW).values("item")
        others = {*public_list.kind.objects.exclude(item__in=public).values_list("item", flat=True)}
        assert len(others) > 5
        for item in others:
            answer = asked(client, f"{url}/{item}")
            assert (answer.status_code, answer.content) == (404, nothing.content)


def test_an_item_of_another_kind_is_not_found_in_a_list(client, now):
    release = make(PressRelease)
    assert client.get(f"/api/v1/events/{release.item_id}").status_code == 404
