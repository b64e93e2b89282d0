"""Keys of references keep figures apart, so that 1/12 and 11/2 are two."""

import re

from anyascii import anyascii
from django.db import migrations

KEYS = {
    "vacancy": {"reference": "reference_key", "reopened_as": "reopened_key"},
    "internship": {"reference": "reference_key"},
    "tender": {"reference": "reference_key"},
}


def key_of(reference):
    divided = re.sub(r"[^a-z0-9]+", "-", anyascii(reference).lower())
    return re.sub(r"(?<![0-9])-|-(?![0-9])", "", divided)[:60]


def divide(apps, _schema_editor):
    for name, fields in KEYS.items():
        editions = apps.get_model("notices", name).objects
        for row in editions.values("pk", *fields):
            editions.filter(pk=row["pk"]).update(**{key: key_of(row[text]) for text, key in fields.items()})


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_tender")]
    operations = [migrations.RunPython(divide, migrations.RunPython.noop)]
