"""The databases' own indexes of the words: kept in step by SQLite's triggers, by PostgreSQL's generated columns."""

from django.db import migrations

COLUMNS = ["title_words", "summary_words", "text_words"]
# Between two columns, so that no phrase reaches from one into the next.
BETWEEN = "|| ' 0between0 ' ||"


def sqlite():
    names = ", ".join(COLUMNS)
    new, old = (", ".join(f"{row}.{name}" for name in COLUMNS) for row in ("new", "old"))
    add = f"INSERT INTO search_index (rowid, {names}) VALUES (new.id, {new});"
    drop = f"INSERT INTO search_index (search_index, rowid, {names}) VALUES ('delete', old.id, {old});"
    yield (
        f"CREATE VIRTUAL TABLE search_index USING fts5({names}, content='search_text', content_rowid='id', "
        "tokenize='ascii', columnsize=0)"
    )
    yield f"CREATE TRIGGER search_text_added AFTER INSERT ON search_text BEGIN {add} END"
    yield f"CREATE TRIGGER search_text_deleted AFTER DELETE ON search_text BEGIN {drop} END"
    yield (
        f"CREATE TRIGGER search_text_changed AFTER UPDATE OF {names} ON search_text BEGIN {drop} {add} END"
    )


def postgresql():
    vectors = {"title": COLUMNS[:1], "lead": COLUMNS[:2], "anywhere": COLUMNS}
    for name, columns in vectors.items():
        words = BETWEEN.join(columns)
        yield (
            f"ALTER TABLE search_text ADD COLUMN {name}_vector tsvector "
            f"GENERATED ALWAYS AS (to_tsvector('simple', {words})) STORED"
        )
        yield f"CREATE INDEX search_text_{name} ON search_text USING gin({name}_vector) WITH (fastupdate = off)"
    # Long columns go beside the table, so that a search reads few pages of it.
    yield "ALTER TABLE search_text SET (toast_tuple_target = 128)"


def forwards(apps, schema_editor):
    for statement in {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]():
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in ("added", "deleted", "changed"):
            schema_editor.execute(f"DROP TRIGGER search_text_{name}")
        schema_editor.execute("DROP TABLE search_index")
    else:
        for name in ("title", "lead", "anywhere"):
            schema_editor.execute(f"ALTER TABLE search_text DROP COLUMN {name}_vector")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
