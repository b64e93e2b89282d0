"""Settings of several machines that are half set, or do not go together: `manage.py check` says which."""

import os
from importlib.util import find_spec

from django.conf import settings
from django.core.checks import Error, register

from .replica import REPLICA

KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
OTHER_CREDENTIALS = ("AWS_PROFILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_WEB_IDENTITY_TOKEN_FILE")


@register()
def several_machines(app_configs, **_kwargs):
    troubles = {
        "E004": _replica_trouble(),
        "E001": _endpoint_trouble(),
        "E002": _credentials_trouble(),
        "E003": settings.S3_BUCKET
        and not (find_spec("storages") and find_spec("boto3"))
        and "S3_BUCKET is set, and what speaks to such a store is not installed: install requirements/s3.txt.",
    }
    return [Error(words, id=f"selec_cms.{name}") for name, words in troubles.items() if words]


def _replica_trouble():
    replica = settings.DATABASES.get(REPLICA)
    if replica and not replica["ENGINE"].endswith("postgresql"):
        return "REPLICA_URL is no address of a PostgreSQL: it begins with postgres://."
    if replica and not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return "REPLICA_URL is set, and DATABASE_URL is no PostgreSQL, of which there could be a replica."
    return ""


def _endpoint_trouble():
    if not settings.S3_ENDPOINT:
        return ""
    if not settings.S3_BUCKET:
        return "S3_ENDPOINT is set, and S3_BUCKET is not: files would be kept in MEDIA_ROOT."
    if not settings.S3_ENDPOINT.startswith(("https://", "http://")):
        return "S3_ENDPOINT is no address: it begins with https://."
    return ""


def _credentials_trouble():
    given = [name for name in KEYS if os.environ.get(name)]
    if not settings.S3_BUCKET or len(given) == len(KEYS):
        return ""
    if given:
        return f"Of {' and '.join(KEYS)}, {given[0]} alone is set."
    if settings.S3_ENDPOINT and not any(map(os.environ.get, OTHER_CREDENTIALS)):
        return f"S3_BUCKET is set, and {' and '.join(KEYS)} are not."
    return ""
