"""The two databases' own full-text search, behind one condition: all these words stand in the text.

A word reaches them as letters a to z and numbers alone (search/folding.py), and between quotes.
"""

from contextlib import contextmanager, nullcontext

from django.apps import apps
from django.db import connection, connections, router, transaction
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from publishing.prepared import prepared

TITLE, ANYWHERE = "title", "anywhere"
CONDITIONS = {
    "sqlite": "{table}.text_id IN (SELECT rowid FROM search_index WHERE search_index MATCH %s)",
    "postgresql": "{table}.{where}_vector @@ to_tsquery('simple', %s)",
}


def having(terms, where, model):
    """A condition on the rows of `model` (Entry or FileText); a term is a list of ways to say it."""
    return holding(said(terms, where), where, model)


def holding(words, where, model):
    """The same of what `said` gives, or of the place for it in a statement that is prepared."""
    condition = CONDITIONS[connection.vendor].format(table=model._meta.db_table, where=where)
    return RawSQL(condition, [words], BooleanField())  # noqa: S611  the words are a parameter


def said(terms, where):
    """The terms in the database's own language."""
    return SAID[connection.vendor](terms, where)


def fts5(terms, where):
    columns = {TITLE: "title_words : ", ANYWHERE: ""}[where]
    each = ["(" + " OR ".join(f'"{" ".join(way)}"' for way in term) + ")" for term in terms]
    return f"{columns}({' AND '.join(each)})"


def tsvector(terms, _where):
    def said(way):
        return "(" + " <-> ".join(f"'{word}'" for word in way) + ")"

    each = ["(" + " | ".join(map(said, term)) + ")" for term in terms]
    return " & ".join(each)


SAID = {"sqlite": fts5, "postgresql": tsvector}


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


# PostgreSQL takes other ways to read a table for cheap, since it does not count that long texts lie beside the table.
# Where these are off, one plan is the best for all words: what is planned once is not planned for each of them anew.
SETTINGS = dict.fromkeys(["enable_seqscan", "enable_indexscan", "jit"], "off")
SETTINGS["plan_cache_mode"] = "force_generic_plan"
BY_INDEX = "".join(f"SET LOCAL {name} = {value}; " for name, value in SETTINGS.items())


@contextmanager
def by_index():
    """By the index of the words, and those of other conditions together with it."""
    if connection.vendor != "postgresql":
        yield
        return
    database = router.db_for_read(apps.get_model("search.Entry"))  # a replica, perhaps
    with transaction.atomic(database), connections[database].cursor() as cursor:
        cursor.execute(BY_INDEX)
        yield
        cursor.execute("; ".join(f"SET LOCAL {name} TO DEFAULT" for name in SETTINGS))


class ByIndex(prepared):
    """A prepared query that is answered in the same way."""

    def __init__(self, query, **how):
        super().__init__(query, before=BY_INDEX, **how)

    def __call__(self, kind, at, *values):
        with by_index() if at else nullcontext():
            return super().__call__(kind, at, *values)
