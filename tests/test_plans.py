"""No page reads more than a part of a table of editions, nor of the index of words: asked of PostgreSQL, with
100,000 releases. What is read once for each state of the site, such as the numbers of the filters, may.
"""

from contextlib import closing

import pytest
from django.db import connection
from django.test import Client

import organisation.demo
from news.models import PressRelease
from organisation.models import CrimeArea, MemberState
from publishing.models import Item
from search.engines import BY_INDEX
from search.models import Entry, Text
from tests.make import at, make

ITEMS = 100_000
MOST = 20_000  # rows that one step may read: a search looks through the latest 10,000 entries first
LIST = "/news/press-releases/"
PAGES = [
    "/",
    "/news/",
    "{list}",
    "{list}?page=2",
    "{list}?page=2500",
    "{list}?year=2016",
    "{list}?area={area}",
    "{list}?area={area}&year=2016&page=3",
    "{list}feed/",
    "{list}feed.json",
    "{list}feed/?area={area}",
    "/news/feed/",
    "/feed/",
    "{list}list.csv?year=2016&area={area}",
    "{list}2016/05/04/r50000/",
    "{list}2016/05/04/r50000/history/",
    "/search/?q=common",
    "/search/?q=common&year=2016",
    "/search/?q=r777",
    "/search/?q=nothing",
    "/about/crime-areas/{area}/",
    "/about/member-states/{state}/",
    "/about/figures/",
    "/api/v1/press-releases?limit=20",
    "/sitemap.xml",
    "/news-sitemap.xml",
]
pytestmark = [
    pytest.mark.django_db(transaction=True),  # processes keep nothing of what may yet be undone
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="its plans are those of PostgreSQL"),
]


def copied(model, first, changed):
    """ITEMS copies of a row, with some of its columns changed, as SQL of their number n."""
    columns = [field.column for field in model._meta.concrete_fields]
    values = [changed.get(column, column) for column in columns]
    table, pk = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        rows = f"FROM {table}, generate_series(1, {ITEMS}) AS n WHERE {table}.{pk} = {first}"
        into = f"INSERT INTO {table} ({', '.join(columns)})"
        cursor.execute(f"{into} SELECT {', '.join(values)} {rows}")


@pytest.fixture
def full():
    """A site with as many releases, each found in the search, every tenth about an area, every second about a state;
    what stands in the addresses of PAGES."""
    organisation.demo.load()
    release = make(PressRelease, title="A common word", publish_at=at("2016-05-04 10:00"))
    entry = Entry.objects.get(item=release.item)
    above = 10**6
    copied(
        Item,
        release.item_id,
        {"id": f"{above} + n", "slug": "'r' || n", "address": f"'{LIST}2016/05/04/r' || n || '/'"},
    )
    hour = "timestamptz '2011-10-07 10:00+02' + n * interval '45 minutes'"
    hours = {"publish_at": hour, "first_public_at": hour}
    copied(PressRelease, release.pk, {"id": f"{above} + n", "item_id": f"{above} + n", **hours})
    copied(
        Text,
        entry.text_id,
        {"id": f"{above} + n", "title_words": "'a common r' || n", "text_words": "'a common r' || n"},
    )
    day = {"day": "734417 + n / 32", "year": "extract(year from date '2011-10-07' + n / 32)", **hours}
    copied(
        Entry,
        entry.pk,
        {"text_id": f"{above} + n", "edition": f"{above} + n", "item_id": f"{above} + n", **day},
    )
    area, state = CrimeArea.objects.first(), MemberState.objects.first()
    with connection.cursor() as cursor:
        for name, row, each in [("crime_areas", area, 10), ("member_states", state, 2)]:
            field = PressRelease._meta.get_field(name)
            table, columns = field.m2m_db_table(), f"{field.m2m_column_name()}, {field.m2m_reverse_name()}"
            numbers = f"{above} + n, {row.pk} FROM generate_series({each}, {ITEMS}, {each}) AS n"
            cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {numbers}")
        cursor.execute("ANALYZE")
    return {"list": LIST, "area": area.slug, "state": state.slug}


def test_no_page_reads_a_whole_table(full):
    client, found = Client(), {}
    large = {model._meta.db_table for model in (PressRelease, Item, Entry, Text)}
    for page in (one.format(**full) for one in PAGES):
        for _time in range(
            6
        ):  # what is read once for each state of the site is read now; a plan is made for good
            client.get(page)
        reads = []

        def explained(execute, sql, params, many, context, reads=reads):
            told = BY_INDEX if sql.startswith(BY_INDEX) else ""
            if (asked := sql.removeprefix(told)).lstrip("(").startswith(("SELECT", "WITH", "EXECUTE")):
                with closing(
                    connection.connection.cursor()
                ) as cursor:  # past this wrapper, in the same transaction
                    cursor.execute(f"{told}EXPLAIN (ANALYZE, TIMING off, FORMAT json) {asked}", params)
                    reads += rows_read(cursor.fetchone()[0][0]["Plan"], large)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(explained):
            response = client.get(page)
            b"".join(response)
        assert response.status_code == 200, page
        if too_many := [one for one in reads if one[1] > MOST]:
            found[page] = too_many
    assert found == {}


def rows_read(plan, tables):
    """(table, rows) of each step of a plan that reads one of these, whether or not it gives them on."""
    if plan.get("Relation Name") in tables and not plan["Node Type"].startswith("Bitmap Index"):
        removed = sum(plan.get(f"Rows Removed by {why}", 0) for why in ("Filter", "Index Recheck"))
        yield plan["Relation Name"], (plan["Actual Rows"] + removed) * plan["Actual Loops"]
    for part in plan.get("Plans", []):
        yield from rows_read(part, tables)
