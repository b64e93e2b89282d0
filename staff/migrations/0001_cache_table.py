from django.conf import settings
from django.core.management import call_command
from django.db import migrations


def create(_apps, schema_editor):
    """Where Redis serves now, too: a site that goes back to the database finds its table."""
    call_command(
        "createcachetable", settings.CACHE_TABLE, database=schema_editor.connection.alias, verbosity=0
    )


def drop(_apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(settings.CACHE_TABLE)}")


class Migration(migrations.Migration):
    operations = [migrations.RunPython(create, drop)]
