"""The two databases' own full-text search, behind one function: which texts have these words.

A word reaches them as letters a to z and numbers alone (search/folding.py), and between quotes.
"""

from django.db import connection
from django.db.models.expressions import RawSQL

ANYWHERE, LEAD, TITLE = "anywhere", "lead", "title"  # LEAD is the title and the summary


def matching(terms, where=ANYWHERE):
    """The ids of the texts in which all `terms` stand, as a subquery; a term is a list of ways to say it."""
    engine = ENGINES[connection.vendor]
    sql, expression = engine(terms, where)
    return RawSQL(sql, [expression])  # noqa: S611  the words are a parameter


def fts5(terms, where):
    columns = {ANYWHERE: "", LEAD: "{title_words summary_words} : ", TITLE: "title_words : "}[where]
    each = ["(" + " OR ".join(f'"{" ".join(way)}"' for way in term) + ")" for term in terms]
    sql = "SELECT rowid FROM search_index WHERE search_index MATCH %s"
    return sql, f"{columns}({' AND '.join(each)})"


def tsvector(terms, where):
    each = [
        "(" + " | ".join("(" + " <-> ".join(f"'{word}'" for word in way) + ")" for way in term) + ")"
        for term in terms
    ]
    sql = f"SELECT id FROM search_text WHERE {where}_vector @@ to_tsquery('simple', %s)"  # noqa: S608  of ours
    return sql, " & ".join(each)


ENGINES = {"sqlite": fts5, "postgresql": tsvector}
