"""SQLite reads what is newest in the order of its index, and sorts nothing; PostgreSQL's plans are in test_plans.py."""

import pytest
from django.db import connection

from publishing.models import kinds
from publishing.pages import NEWEST_FIRST

BY_DATE = [kind for kind in kinds() if kind.objects.newest_first().query.order_by == NEWEST_FIRST]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="its plans are those of SQLite"),
]


@pytest.fixture
def full():
    """What SQLite would know of tables with 100,000 rows, each of another hour."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1")
        for kind in kinds():
            table, name = kind._meta.db_table, kind._meta.model_name
            for index, told in [("begins", "100000 1"), ("public", "100000 1 1")]:
                cursor.execute(
                    "INSERT INTO sqlite_stat1 VALUES (%s, %s, %s)", [table, f"{name}_{index}", told]
                )
        cursor.execute("ANALYZE sqlite_schema")
        yield
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.execute("ANALYZE sqlite_schema")


@pytest.mark.parametrize("number", [1, 6, 20, 1000])
@pytest.mark.parametrize("kind", BY_DATE, ids=lambda kind: kind._meta.model_name)
def test_however_few_are_asked_for(full, kind, number):
    plan = kind.objects.public().newest_first()[:number].explain()
    assert f"USING INDEX {kind._meta.model_name}_public" in plan, plan
    assert "TEMP B-TREE" not in plan
