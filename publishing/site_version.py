"""One number for all that the public may read: it grows with every change, in the transaction of the change.

The database grows it, by triggers on every table of the site but those of models that say `is_on_pages = False`: no
import, no bulk act and no statement typed by hand gets past it. PostgreSQL grows it at the commit, so that writers
wait for each other no longer than that; SQLite has one writer, and grows it at once.
"""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections, models


class SiteVersion(models.Model):
    """One row. No number comes twice, not even after a backup was restored: it is never behind the clock.

    `number` is microseconds since 1970 at the latest change, or one more than before.
    """

    is_on_pages = False
    number = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.number)


def told_tables():
    """The tables of this project's models, and of the choices between them, but of those that no page tells of."""
    own = [one for one in apps.get_app_configs() if Path(one.path).parent == settings.BASE_DIR]
    found = [model for one in own for model in one.get_models(include_auto_created=True)]
    return {
        model._meta.db_table
        for model in found
        if getattr(model._meta.auto_created or model, "is_on_pages", True)
    }


def watch_tables(using, **_signal):
    """After each migration: SQLite makes a table anew where its columns change, and forgets its triggers."""
    connection = connections[using]
    with connection.cursor() as cursor:
        present = {*connection.introspection.table_names(cursor)}
        if SiteVersion._meta.db_table not in present:
            return
        begin, watched, watch = BY_VENDOR[connection.vendor]
        cursor.execute(begin)
        cursor.execute(watched)
        missing = (told_tables() & present) - {name for (name,) in cursor.fetchall()}
        for statement in watch(sorted(missing)) if missing else []:
            cursor.execute(statement)


# Each has: what gives the site its first version; which tables are watched; what watches further ones.
SQLITE_NOW = "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)"
SQLITE_WATCHED = (
    "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_told\\_%' ESCAPE '\\' "
    "GROUP BY tbl_name HAVING count(*) = 3"
)


def on_sqlite(tables):
    for table in tables:
        for act in ("INSERT", "UPDATE", "DELETE"):
            yield (
                f'CREATE TRIGGER IF NOT EXISTS "{table}_told_{act.lower()}" AFTER {act} ON "{table}" BEGIN '
                f"INSERT INTO publishing_siteversion (id, number) VALUES (1, {SQLITE_NOW}) "
                f"ON CONFLICT (id) DO UPDATE SET number = max(number + 1, {SQLITE_NOW}); END"
            )


POSTGRESQL_NOW = "(extract(epoch FROM pg_catalog.clock_timestamp()) * 1000000)::bigint"
POSTGRESQL_WATCHED = (
    "SELECT relname FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid WHERE tgname = 'told'"
)


def on_postgresql(tables):
    """A row's trigger, since no other waits for the commit; the first of a transaction does it for all of them."""
    yield f"""
        CREATE OR REPLACE FUNCTION publishing_site_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF current_setting('selec.changed_in', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
                PERFORM set_config('selec.changed_in', pg_current_xact_id()::text, true);
                INSERT INTO publishing_siteversion AS stored (id, number) VALUES (1, {POSTGRESQL_NOW})
                ON CONFLICT (id) DO UPDATE SET number = greatest(stored.number + 1, {POSTGRESQL_NOW});
            END IF;
            RETURN NULL;
        END $$"""
    for table in tables:
        yield (
            f'CREATE CONSTRAINT TRIGGER told AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION publishing_site_changed()"
        )


BEGIN = "INSERT INTO publishing_siteversion (id, number) VALUES (1, {}) ON CONFLICT DO NOTHING"
BY_VENDOR = {
    "sqlite": (BEGIN.format(SQLITE_NOW), SQLITE_WATCHED, on_sqlite),
    "postgresql": (BEGIN.format(POSTGRESQL_NOW), POSTGRESQL_WATCHED, on_postgresql),
}
