"""Words that stand in many texts are looked for among the latest entries first: it finds the same, with less work."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from news.models import PressRelease
from publishing.keeping import COPIES
from search.engines import ANYWHERE, TITLE, shares_of_common_words
from search.finding import found_by
from search.query import Query
from tests.make import at, make

pytestmark = pytest.mark.django_db(transaction=True)  # processes keep nothing of what may yet be undone
OF_EVERY_TITLE = {TITLE: {"ammunit": 1.0}, ANYWHERE: {"ammunit": 1.0}}
OF_NONE = {TITLE: {}, ANYWHERE: {}}


def is_of_a_rank(sql):
    """Whether it asks for rows; what is planned once is asked for by its name alone."""
    return "EXECUTE selec_" in sql or ('"first_public_at" DESC' in sql and "PREPARE" not in sql)


@pytest.fixture
def found(monkeypatch):
    """What is found of more than three, and whether a part of the entries was enough."""
    monkeypatch.setattr("search.finding.MOST", 3)
    monkeypatch.setattr("search.finding.LATEST", 6)

    def of(words, shares):
        monkeypatch.setattr("search.finding.shares_of_common_words", lambda: shares)
        COPIES.clear()
        request = RequestFactory().get("/search/")
        request.moment = None
        with CaptureQueriesContext(connection) as queries:
            told = found_by(Query.of(words), request)
        searched = [one["sql"] for one in queries if is_of_a_rank(one["sql"])]
        assert told.is_more or all(row.kind == "news.pressrelease" for row in told.rows)
        return [row[0] for row in told.rows], told.is_more, len(searched)

    return of


def release(day, title):
    return make(PressRelease, title=title, publish_at=at("2020-01-01 10:00") + timedelta(days=day))


def test_a_common_word_is_found_among_the_latest(found):
    for day in range(20):
        release(day, f"Ammunition {day}")
    rows, is_more, queries = found("ammunition", OF_EVERY_TITLE)
    assert (is_more, queries) == (True, 1)
    assert found("ammunition", OF_NONE) == (rows, is_more, queries)


def test_where_the_latest_are_not_enough_all_are_looked_through(found):
    for day in range(20):
        release(day, f"Ammunition {day}" if day < 5 else f"Letters {day}")
    rows, is_more, queries = found("ammunition", OF_EVERY_TITLE)
    assert (is_more, queries) == (True, 2)
    assert found("ammunition", OF_NONE) == (rows, is_more, 1)


def test_where_there_are_fewer_than_the_statistics_say_all_that_is_found_is_read_and_counted(found):
    for day in range(20):
        release(day, f"Ammunition {day}" if day < 2 else f"Letters {day}")
    rows, is_more, _queries = found("ammunition", OF_EVERY_TITLE)
    assert (len(rows), is_more) == (2, False)
    assert rows == found("ammunition", OF_NONE)[0]


@pytest.mark.parametrize(
    ("words", "share"),
    [("police customs", 0.06), ('"police customs"', 0.06), ("police unheard", 0), ("police", 0.3)],
)
def test_a_share_of_several_words_is_that_of_chance(words, share):
    assert Query.of(words).share({"polic": 0.3, "custom": 0.2}) == pytest.approx(share)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="the statistics are those of PostgreSQL")
def test_the_shares_are_those_of_the_database_s_own_statistics():
    for day in range(20):
        release(day, f"Ammunition {day}" if day % 2 else f"Letters {day}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_entry")
    assert shares_of_common_words()[TITLE]["ammunit"] == pytest.approx(0.5)
