"""The databases' own indexes of the words: filled as a text is stored, emptied as it is deleted.

SQLite has one of its own for all texts. In PostgreSQL the words stand beside the columns of the gate, so that
a search reads one table.
"""

from django.db import migrations

COLUMNS = ["title_words", "summary_words", "text_words"]
TABLES = ["search_entry", "search_filetext"]
VECTORS = {"title": COLUMNS[:1], "lead": COLUMNS[:2], "anywhere": COLUMNS}
# Between two columns, so that no phrase reaches from one into the next.
BETWEEN = " || ' 0between0 ' || "


def sqlite():
    names = ", ".join(COLUMNS)
    new, old = (", ".join(f"{row}.{name}" for name in COLUMNS) for row in ("new", "old"))
    yield (
        f"CREATE VIRTUAL TABLE search_index USING fts5({names}, content='search_text', content_rowid='id', "
        "tokenize='ascii', columnsize=0)"
    )
    yield (
        "CREATE TRIGGER search_text_added AFTER INSERT ON search_text BEGIN "
        f"INSERT INTO search_index (rowid, {names}) VALUES (new.id, {new}); END"
    )
    yield (
        "CREATE TRIGGER search_text_deleted AFTER DELETE ON search_text BEGIN "
        f"INSERT INTO search_index (search_index, rowid, {names}) VALUES ('delete', old.id, {old}); END"
    )


def postgresql():
    vectors = ", ".join(f"to_tsvector('simple', {BETWEEN.join(VECTORS[name])})" for name in VECTORS)
    into = ", ".join(f"NEW.{name}_vector" for name in VECTORS)
    yield (
        "CREATE FUNCTION search_vectors() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"SELECT {vectors} INTO {into} FROM search_text WHERE id = NEW.text_id; RETURN NEW; END $$"
    )
    for table in TABLES:
        for name in VECTORS:
            yield f"ALTER TABLE {table} ADD COLUMN {name}_vector tsvector"
            yield f"CREATE INDEX {table}_{name} ON {table} USING gin({name}_vector) WITH (fastupdate = off)"
        # Long columns go beside the table: a search then reads few of its pages.
        yield f"ALTER TABLE {table} SET (toast_tuple_target = 128)"
        yield (
            f"CREATE TRIGGER {table}_added BEFORE INSERT ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION search_vectors()"
        )


def forwards(apps, schema_editor):
    for statement in {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]():
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER search_text_added")
        schema_editor.execute("DROP TRIGGER search_text_deleted")
        schema_editor.execute("DROP TABLE search_index")
        return
    schema_editor.execute("DROP FUNCTION search_vectors() CASCADE")
    for table in TABLES:
        for name in VECTORS:
            schema_editor.execute(f"ALTER TABLE {table} DROP COLUMN {name}_vector")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
