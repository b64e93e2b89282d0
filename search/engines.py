"""The two databases' own full-text search, behind one condition: all these words stand in the text.

A word reaches them as letters a to z and numbers alone (search/folding.py), and between quotes.
"""

from contextlib import contextmanager

from django.apps import apps
from django.db import connection, connections, router, transaction
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

TITLE, ANYWHERE = "title", "anywhere"


def having(terms, where, model):
    """A condition on the rows of `model` (Entry or FileText); a term is a list of ways to say it."""
    sql, expression = ENGINES[connection.vendor](terms, where, model._meta.db_table)
    return RawSQL(sql, [expression], BooleanField())  # noqa: S611  the words are a parameter


def fts5(terms, where, table):
    columns = {TITLE: "title_words : ", ANYWHERE: ""}[where]
    each = ["(" + " OR ".join(f'"{" ".join(way)}"' for way in term) + ")" for term in terms]
    found = "SELECT rowid FROM search_index WHERE search_index MATCH %s"
    return f"{table}.text_id IN ({found})", f"{columns}({' AND '.join(each)})"


def tsvector(terms, where, table):
    def said(way):
        return "(" + " <-> ".join(f"'{word}'" for word in way) + ")"

    each = ["(" + " | ".join(map(said, term)) + ")" for term in terms]
    return f"{table}.{where}_vector @@ to_tsquery('simple', %s)", " & ".join(each)


ENGINES = {"sqlite": fts5, "postgresql": tsvector}


def shares_of_common_words():
    """{where: {word: its share of all texts}} by PostgreSQL's own statistics; SQLite has none."""
    if connection.vendor != "postgresql":
        return {TITLE: {}, ANYWHERE: {}}
    columns = {f"{where}_vector": where for where in (TITLE, ANYWHERE)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats WHERE "
            "schemaname = current_schema AND tablename = 'search_entry' AND attname = ANY(%s)",
            [[*columns]],
        )
        rows = [row for row in cursor if row[1]]
    # Behind the shares of words stand their least, their most, and that of nothing.
    found = {columns[name]: dict(zip(words, shares, strict=False)) for name, words, shares in rows}
    return {TITLE: {}, ANYWHERE: {}} | found


# Ways to read a table that PostgreSQL takes for cheap, since it does not count that long texts lie beside the table.
ASIDE = ["enable_seqscan", "enable_indexscan", "jit"]


@contextmanager
def by_index():
    """By the index of the words, and those of other conditions together with it."""
    if connection.vendor != "postgresql":
        yield
        return
    database = router.db_for_read(apps.get_model("search.Entry"))  # a replica, perhaps
    with transaction.atomic(database), connections[database].cursor() as cursor:
        cursor.execute("; ".join(f"SET LOCAL {each} = off" for each in ASIDE))
        yield
        cursor.execute("; ".join(f"SET LOCAL {each} = on" for each in ASIDE))
