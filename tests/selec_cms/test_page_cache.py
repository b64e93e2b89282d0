"""Whole pages, kept until the site changes or the clock changes it."""

import gzip
import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import brotli
import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from news.models import PressRelease
from notices.models import Vacancy
from organisation.models import SocialAccount
from selec_cms import metrics
from selec_cms.page_cache import PageCache
from tests.make import at, make
from tests.redis_server import redis_server
from tests.wsgi import ask

pytestmark = pytest.mark.django_db(transaction=True)
NOW = at("2026-11-20 12:00")
SECOND = timedelta(seconds=1)
LIST = "/news/press-releases/"


@pytest.fixture
def site(clock):
    clock.set(NOW)
    SocialAccount.objects.create(name="Videos", url="https://www.example.org/selec")
    return PageCache(WSGIHandler(), megabytes=4)


def test_a_page_is_rendered_once_and_then_kept(site):
    first, again = ask(site, LIST), ask(site, LIST)
    assert (first.status, first.cache, again.cache) == (200, "fwd=miss; stored", "hit")
    assert first.body == again.body
    assert b"</html>" in first.body


def test_hits_are_counted(site):
    def counted():
        return metrics.REQUESTS.get_sample_value("selec_pages_kept_total")

    ask(site, LIST)
    before = counted()
    ask(site, LIST)
    ask(site, LIST, if_none_match="*")
    assert counted() == before + 2


def test_a_kept_page_costs_no_query_but_that_of_the_state(site):
    ask(site, LIST)
    with CaptureQueriesContext(connection) as queries:
        assert ask(site, LIST).cache == "hit"
    assert len(queries) == 1


def test_what_is_published_is_there_at_once(site):
    assert "Ten arrests" not in ask(site, LIST).text
    make(PressRelease, title="Ten arrests", publish_at=NOW)
    answer = ask(site, LIST)
    assert answer.cache == "fwd=miss; stored"
    assert "Ten arrests" in answer.text


def test_what_is_scheduled_is_there_in_the_second_of_its_hour(site, clock):
    make(PressRelease, title="Ten arrests", publish_at=NOW + timedelta(hours=1))
    clock.set(NOW + timedelta(hours=1) - SECOND)
    assert "Ten arrests" not in ask(site, LIST).text
    assert ask(site, LIST).cache == "hit"
    clock.set(NOW + timedelta(hours=1))
    assert "Ten arrests" in ask(site, LIST).text


def test_a_deadline_is_soon_and_over_in_the_second_of_its_hour(site, clock):
    closes_at = NOW + timedelta(days=10)
    page = make(Vacancy, publish_at=NOW, closes_at=closes_at).item.address
    for instant, words in {
        closes_at - timedelta(hours=72) - SECOND: "Open",
        closes_at - timedelta(hours=72): "Closing soon",
        closes_at - SECOND: "Closing soon",
        closes_at: "Closed",
    }.items():
        clock.set(instant)
        assert f"<b>{words}</b>" in ask(site, page).text, instant


def test_a_clock_that_goes_back_shows_what_was(site, clock):
    make(PressRelease, title="Ten arrests", publish_at=NOW)
    assert "Ten arrests" in ask(site, LIST).text
    clock.set(NOW - SECOND)
    assert "Ten arrests" not in ask(site, LIST).text


@pytest.mark.parametrize(("encoding", "opened"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_it_is_sent_as_it_is_asked_for(site, encoding, opened):
    plain = ask(site, LIST)
    for _ in "12":
        answer = ask(site, LIST, accept_encoding=f"deflate, {encoding};q=0.5")
        assert (answer.headers["Content-Encoding"], answer.headers["Vary"]) == (encoding, "Accept-Encoding")
        assert int(answer.headers["Content-Length"]) == len(answer.body)
        assert opened(answer.body) == plain.body
    assert "Content-Encoding" not in plain.headers
    assert "Content-Encoding" not in ask(site, LIST, accept_encoding=f"{encoding};q=0, *").headers


def test_whoever_has_it_is_told_so(site):
    tag = ask(site, LIST).headers["ETag"]
    for known in (tag, tag[2:], f'"other", {tag}', "*"):
        answer = ask(site, LIST, if_none_match=known)
        assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", tag)
        assert "Content-Length" not in answer.headers
    make(PressRelease, publish_at=NOW)
    assert ask(site, LIST, if_none_match=tag).status == 200


def test_head_has_the_length_of_the_page_without_it(site):
    for _ in "12":
        head = ask(site, LIST, method="HEAD")
        assert (head.body, int(head.headers["Content-Length"])) == (b"", len(ask(site, LIST).body))


def test_strangers_fill_it_with_no_parameter_that_no_page_reads(site):
    ask(site, f"{LIST}?year=2020&page=1")
    for query in ("page=1&year=2020", "utm_source=x&year=2020&page=1", "page=3&year=2020&page=1"):
        assert ask(site, f"{LIST}?{query}").cache == "hit", query
    assert "utm" not in ask(site, f"{LIST}?utm_source=x").text


def test_whoever_reads_data_page_by_page_gets_each_item_once(site):
    made = {make(PressRelease, publish_at=NOW).item_id for _ in range(3)}
    address, found = "/api/v1/press-releases?limit=1", []
    while address:
        told = json.loads(ask(site, address).body)
        found += [one["id"] for one in told["items"]]
        address = (told.get("next") or "").removeprefix(settings.SITE_URL)
    assert sorted(found) == sorted(made)
    assert ask(site, "/api/v1/press-releases?limit=x").status == 422


@pytest.mark.parametrize("address", [LIST, f"{LIST}list.csv", "/no-such-page/"])
def test_head_has_no_body(site, address):
    assert ask(site, address, method="HEAD").body == b""


def test_staff_and_their_pages_pass_by(site):
    ask(site, LIST)
    assert ask(site, LIST, cookie="sessionid=anything").cache == "fwd=bypass"
    assert ask(site, "/admin/").cache == "fwd=bypass"
    assert ask(site, LIST, method="POST").cache == "fwd=bypass"
    assert ask(site, LIST, range="bytes=0-10").cache == "fwd=bypass"


def test_what_is_not_there_is_not_kept(site):
    for _ in "12":
        answer = ask(site, "/no-such-page/")
        assert (answer.status, answer.cache) == (404, "fwd=miss")


def test_a_search_that_finds_nothing_is_counted_each_time(site):
    for _ in "12":
        assert ask(site, "/search/?q=zzqq").cache != "hit"


def test_it_has_a_bound(site):
    site.memory.shelves[False].most = 30_000
    addresses = [make(PressRelease, publish_at=NOW).item.address for _ in range(9)]
    for address in addresses:
        ask(site, address)
    shelf = site.memory.shelves[False]
    assert shelf.size == sum(page.size for page in shelf.pages.values()) <= 30_000
    assert ask(site, addresses[-1]).cache == "hit"
    assert ask(site, addresses[0]).cache == "fwd=miss; stored"


def test_it_can_be_turned_off():
    site = PageCache(WSGIHandler(), megabytes=0)
    assert [ask(site, LIST).cache for _ in "12"] == ["fwd=miss"] * 2


# Shared by several processes


@pytest.fixture
def redis():
    with redis_server() as running:
        yield running


def test_what_one_process_rendered_the_others_have(site, redis):
    first, second = (PageCache(WSGIHandler(), 4, redis.address) for _ in "12")
    page = ask(first, LIST)
    assert (page.cache, ask(second, LIST).cache) == ("fwd=miss; stored", "hit")
    assert ask(second, LIST) == ask(first, LIST)
    make(PressRelease, title="Ten arrests", publish_at=NOW)
    assert "Ten arrests" in ask(second, LIST).text
    assert ask(first, LIST).cache == "hit"


def test_what_is_for_nobody_else_is_asked_of_each(site, redis):
    first, second = (PageCache(WSGIHandler(), 4, redis.address) for _ in "12")
    for process in (first, second, first):
        answer = ask(process, "/search/?q=zzqq")
        assert (answer.status, answer.cache in ("fwd=miss", "fwd=bypass")) == (200, True)


def test_nobody_waits_for_a_page_that_is_rendered_already_and_kept_by_nobody(site, redis):
    first, second = (PageCache(WSGIHandler(), 4, redis.address) for _ in "12")
    ask(first, "/nothing/here/")
    began = time.monotonic()
    for process in (second, first, second):
        assert ask(process, "/nothing/here/").status == 404
    assert time.monotonic() - began < 1.5


def test_another_version_of_the_code_shares_no_page(site, redis, settings):
    ask(PageCache(WSGIHandler(), 4, redis.address), LIST)
    settings.SITE_URL = "https://www.example.com"
    assert ask(PageCache(WSGIHandler(), 4, redis.address), LIST).cache == "fwd=miss; stored"


def test_pages_answer_and_are_right_while_redis_is_gone(site, redis):
    first = PageCache(WSGIHandler(), 4, redis.address)
    assert ask(first, LIST).status == 200
    redis.stop()
    assert ask(first, LIST).cache == "hit"
    make(PressRelease, title="Ten arrests", publish_at=NOW)
    assert "Ten arrests" in ask(first, LIST).text


def test_a_crowd_has_a_page_rendered_once(site):
    renderings = []
    inner = site.application

    def slow(environ, start_response):
        renderings.append(environ["PATH_INFO"])
        time.sleep(0.2)
        return inner(environ, start_response)

    site.application = slow

    def visit(_number):
        try:
            return ask(site, LIST).body
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as crowd:
        pages = {*crowd.map(visit, range(8))}
    assert (len(pages), renderings) == (1, [LIST])


def test_a_thread_that_was_lent_the_state_asks_whether_its_own_connection_is_there(site):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connection that somebody else could end")
    ask(site, LIST)
    mine = connection.connection.info.backend_pid

    def elsewhere():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [mine])
        found = site.site()
        connections.close_all()
        return found

    with ThreadPoolExecutor(1) as threads:
        lent, _is_connected = threads.submit(elsewhere).result()
    site.site = lambda: (lent, False)
    assert ask(site, "/news/").status == 200
