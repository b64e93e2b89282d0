"""How often one visitor may ask: counted by the shared cache, and nothing known of who asked."""

import time
from datetime import UTC, datetime

import pytest
from django.core.cache import cache, caches
from django.db import connection

from publishing import limits
from publishing.limits import Limit, network_of, visitor
from selec_cms.settings import CACHES
from tests.machine import free_port


def test_the_next_window_is_free_again(rf):
    limit, request = Limit("test", (2, 1)), rf.get("/")
    time.sleep(1 - time.time() % 1)
    assert [limit.wait(request) > 0 for _ in range(3)] == [False, False, True]
    time.sleep(limit.wait(request))
    assert limit.wait(request) == 0


def test_of_several_windows_the_longest_wait_is_told(rf):
    limit, request = Limit("test", (1, 60), (2, limits.DAY)), rf.get("/")
    waits = [limit.wait(request) for _ in range(3)]
    assert (waits[0], 0 < waits[1] <= 61, waits[1] <= waits[2] <= limits.DAY + 1) == (0, True, True)


@pytest.mark.django_db
def test_what_was_counted_in_the_database_is_kept_until_its_window_ends(settings, rf):
    settings.CACHES = CACHES
    limit, request = Limit("a long window", (9, limits.DAY)), rf.get("/")
    for _ in range(3):
        limit.wait(request)
    ends = datetime.fromtimestamp((time.time() // limits.DAY + 1) * limits.DAY, UTC)
    query = "SELECT count(*) FROM shared_cache WHERE cache_key LIKE %s AND expires >= %s"
    with connection.cursor() as cursor:
        cursor.execute(query, ["%a-long-window%", connection.ops.adapt_datetimefield_value(ends)])
        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize(
    ("given", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("203.0.113.9, 192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:4711", "192.0.2.1"),
        ("2001:db8:1:1::7", "2001:db8:1:1::/64"),
        ("203.0.113.9,[2001:db8:1:1::7]:443", "2001:db8:1:1::/64"),
        ("", "unknown"),
        ("192.0.2.1, nonsense", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_behind_a_proxy_it_is_what_the_proxy_says_and_nothing_that_a_visitor_can_add(
    settings, rf, given, network
):
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    assert network_of(rf.get("/", headers={"X-Forwarded-For": given})) == network


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", True),
        ("2001:db8:1:1::1", "2001:db8:1:2::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
    ],
)
def test_one_household_counts_once(rf, one, other, are_same):
    hashes = [visitor(rf.get("/", REMOTE_ADDR=address), cache) for address in (one, other)]
    assert (hashes[0] == hashes[1]) == are_same


def test_no_address_is_in_the_cache_and_no_hash_outlives_its_salt(rf):
    request = rf.get("/", REMOTE_ADDR="192.0.2.77")
    Limit("test", (2, 60)).wait(request)
    assert "192.0.2.77" not in str(caches["default"]._cache)
    before = visitor(request, cache)
    cache.clear()
    assert visitor(request, cache) != before


def test_nobody_is_refused_where_the_cache_is_gone(settings, rf, caplog):
    gone = f"redis://127.0.0.1:{free_port()}/0"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": gone}
    }
    assert "Redis" in type(caches["default"]).__name__
    assert [Limit("test", (0, 60)).wait(rf.get("/")) for _ in range(2)] == [0, 0]
    assert "The cache is gone" in caplog.text


@pytest.mark.django_db
def test_a_search_too_many_keeps_its_words_and_pages_are_never_limited(client, settings):
    settings.SEARCHES_A_MINUTE = 1
    answers = [client.get("/search/?q=lorry%22") for _ in range(3)]
    refused = answers[-1]
    assert (refused.status_code, 0 < int(refused["Retry-After"]) <= 61) == (429, True)
    assert 'value="lorry&quot;"' in refused.content.decode()
    assert "from your connection" in refused.content.decode()
    assert {client.get("/").status_code for _ in range(5)} == {200}


@pytest.mark.django_db
def test_programs_are_told_when_to_ask_again(client, settings):
    settings.DATA_A_MINUTE = 1
    refused = [client.get("/api/v1/events") for _ in range(3)][-1]
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    assert 0 < int(refused["Retry-After"]) <= 61
    assert refused["Access-Control-Allow-Origin"] == "*"
    assert client.get("/news/events/list.csv").status_code == 429
