"""What a database holds, so that two can be compared: schema, rows, the files it names, the audit log's head."""

import hashlib

from django.apps import apps
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import FileField

from audit.models import Entry, Head

AT_A_TIME = 2000
DIGEST = 2**256


def migrations(database="default"):
    return sorted(
        f"{app}.{name}" for app, name in MigrationRecorder(connections[database]).applied_migrations()
    )


def rows(database):
    """{model: [number of rows, a sum of their SHA-256]}, whatever the order in which they come."""
    found = {}
    for model in _models():
        number = total = 0
        names = [field.attname for field in model._meta.concrete_fields]
        for row in model._base_manager.using(database).order_by().values_list(*names).iterator(AT_A_TIME):
            number += 1
            total += int.from_bytes(hashlib.sha256(repr(row).encode()).digest())
        found[model._meta.label] = [number, f"{total % DIGEST:064x}"]
    return found


def files(database):
    """{name in the store: SHA-256 as the row has it, or ""} of each file that any row names."""
    found = {}
    for model in _models():
        fields = {field.name: field for field in model._meta.concrete_fields}
        for name in [name for name, field in fields.items() if isinstance(field, FileField)]:
            columns = [name, "sha256"] if "sha256" in fields else [name, name]
            named = model._base_manager.using(database).exclude(**{name: ""}).values_list(*columns)
            found |= {
                file: sha256 if "sha256" in fields else "" for file, sha256 in named.iterator(AT_A_TIME)
            }
    return found


def audit_head(database):
    head = Head.objects.using(database).filter(pk=1).first() or Head()
    return {"number": head.number, "hash": head.hash}


def is_empty(database="default"):
    """Whether nothing would be lost here: no tables, or those of a first `migrate` alone."""
    if Entry._meta.db_table not in connections[database].introspection.table_names():
        return True
    people = apps.get_model("auth.User")
    kept = [Entry, people, apps.get_model("publishing.Item")]
    return not any(model._base_manager.using(database).exists() for model in kept)


def _models():
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.managed and not model._meta.proxy]
