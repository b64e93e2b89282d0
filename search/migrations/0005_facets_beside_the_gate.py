"""What facets are counted of stays in the row: PostgreSQL laid it aside with the long texts, since rows are kept short
(0002_index.py), and fetched it from there for each row that was found: nearly half of what a search took of it.

Rows that are stored already keep theirs aside until `manage.py reindex` stores them anew.
"""

from django.db import migrations

COLUMNS = ["areas", "states"]


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        kept = ", ".join(f"ALTER {column} SET STORAGE PLAIN" for column in COLUMNS)
        schema_editor.execute(f"ALTER TABLE search_entry {kept}")


class Migration(migrations.Migration):
    dependencies = [("search", "0004_two_ranks")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
