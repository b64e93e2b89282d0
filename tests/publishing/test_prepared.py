from contextlib import closing

import pytest
from django.db import connection
from django.db.models import CharField, F, Func, Value
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext

import publishing.prepared
from news.models import PressRelease
from publishing.gate import EditionQuerySet
from publishing.prepared import Statement, prepared
from tests.make import at, make

pytestmark = pytest.mark.django_db
asked = []


@prepared
def releases_since(kind, at, hour, number):
    asked.append(at)
    rows = kind.objects.public(at).filter(first_public_at__gte=hour, number=number)
    return rows.select_related("item").annotate(again=F("number")).defer("body").order_by("pk")


@prepared
def hours(kind, at, number):
    return (
        kind.objects.public(at).filter(number=number).order_by("pk").values_list("first_public_at", "title")
    )


@pytest.fixture
def releases():
    hours = ["2016-10-07 09:00", "2017-10-07 09:00", "2018-10-07 09:00"]
    return [make(PressRelease, title=hour, publish_at=at(hour), summary="Ana & Ion, 5%") for hour in hours]


def test_rows_are_those_of_the_query_with_all_that_was_read_beside_them(releases):
    for _time in range(2):
        found = releases_since(PressRelease, None, at("2017-01-01 00:00"), 1)
        with CaptureQueriesContext(connection) as none:
            told = [
                (one.pk, one.title, one.item.address, one.summary, one.first_public_at, one.again)
                for one in found
            ]
        expected = [
            (one.pk, one.title, one.item.address, one.summary, one.first_public_at, 1) for one in releases[1:]
        ]
        assert (told, len(none)) == (expected, 0)
        assert found[0].get_deferred_fields() == {"body"}


def test_instances_are_as_django_makes_them(releases):
    (found,) = releases_since(PressRelease, None, at("2018-01-01 00:00"), 1)
    (expected,) = releases_since.query(PressRelease, None, at("2018-01-01 00:00"), 1)
    for one, other in [(found, expected), (found.item, expected.item)]:
        assert without_state(one) == without_state(other)
        assert (one._state.db, one._state.adding) == (other._state.db, other._state.adding)
        assert one._state.fields_cache == other._state.fields_cache


def without_state(one):
    return {name: value for name, value in vars(one).items() if name != "_state"}


def test_where_somebody_else_has_a_hand_in_instances_django_makes_them(releases):
    made = []

    def hear(instance, **_signal):
        made.append(instance.pk)

    post_init.connect(hear, sender=PressRelease)
    try:
        found = prepared(releases_since.query)(PressRelease, None, at("2018-01-01 00:00"), 1)
    finally:
        post_init.disconnect(hear, sender=PressRelease)
    assert made == [one.pk for one in found] == [releases[2].pk]


def test_values_come_with_each_asking(releases):
    for hour, number, expected in [
        ("2018-01-01 00:00", 1, 1),
        ("2016-01-01 00:00", 1, 3),
        ("2016-01-01 00:00", 2, 0),
    ]:
        assert len(releases_since(PressRelease, None, at(hour), number)) == expected


def test_rows_of_named_values_are_tuples(releases):
    assert hours(PressRelease, None, 1) == [(one.first_public_at, one.title) for one in releases]


def test_a_query_is_put_into_words_once(releases, monkeypatch):
    releases_since(PressRelease, None, at("2016-01-01 00:00"), 1)
    monkeypatch.setattr(EditionQuerySet, "public", None)
    assert len(releases_since(PressRelease, None, at("2016-01-01 00:00"), 1)) == 3


def test_whoever_has_set_the_clock_sees_that_moment(releases):
    since = at("2016-01-01 00:00")
    assert len(releases_since(PressRelease, None, since, 1)) == 3
    assert len(releases_since(PressRelease, at("2017-12-31 00:00"), since, 1)) == 2


@pytest.mark.parametrize("is_planned", [True, False])
def test_what_is_given_by_column_is_the_same_in_words(releases, is_planned):
    releases = PressRelease.objects.annotate(nothing=Value("")).order_by("-pk")
    for some in (releases, releases[:1], releases.filter(number=2)):
        rows = some.values_list("nothing", "pk", "summary", "title")
        statement = Statement(rows, is_planned=is_planned, is_by_column=True)
        told, expected = (
            [[*map(str, column)] for column in each] for each in (statement.rows(), zip(*rows, strict=True))
        )
        assert told == expected


def test_the_hour_is_that_of_each_asking(releases, clock):
    for hour, expected in [("2016-12-31 00:00", 1), ("2018-12-31 00:00", 3)]:
        clock.set(at(hour))
        assert len(releases_since(PressRelease, None, at("2016-01-01 00:00"), 1)) == expected


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite plans nothing ahead")
@pytest.mark.django_db(transaction=True)
def test_each_connection_plans_it_once(releases):
    for _connection in range(2):
        connection.close()
        for _time in range(2):
            assert len(hours(PressRelease, None, 1)) == 3
        with closing(connection.connection.cursor()) as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%first_public_at%'"
            )
            assert cursor.fetchone() == (1,)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite is told nothing")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_planned", [True, False])
def test_what_is_told_before_a_statement_is_over_with_it(releases, is_planned):
    setting = Func(Value("enable_seqscan"), function="current_setting", output_field=CharField())
    rows = PressRelease.objects.values_list(setting)[:1]
    statement = Statement(rows, before="SET LOCAL enable_seqscan = off; ", is_planned=is_planned)
    for _time in range(2):
        assert statement.rows() == [("off",)]
        assert list(rows) == [("on",)]
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name = %s", [statement.name])
        assert cursor.fetchone() == (int(is_planned),)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite plans nothing ahead")
@pytest.mark.django_db(transaction=True)
def test_a_connection_plans_no_more_than_so_many(releases, monkeypatch):
    monkeypatch.setattr(publishing.prepared, "MOST", 0)
    connection.close()
    assert len(hours(PressRelease, None, 1)) == 3
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == (0,)
