"""Files that no row knows: what a process leaves that is killed between a file and its row, or the reverse."""

from contextlib import suppress
from datetime import timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField
from django.utils import timezone

from .models import Image

FOLDERS = ["images", "files", "uploads"]  # the last holds what was being received
AGE = timedelta(hours=1)  # younger ones may belong to an upload that is not over


def sweep(age=AGE):
    """Delete what nothing refers to and is older than `age`; the names of what was deleted."""
    limit = timezone.now() - age
    swept = []
    for name in [*_unknown_originals(), *_unknown_renditions()]:
        with suppress(FileNotFoundError):
            if default_storage.get_modified_time(name) <= limit:
                default_storage.delete(name)
                swept.append(name)
    return swept


def _files(folder):
    with suppress(FileNotFoundError):
        yield from (f"{folder}/{name}" for name in default_storage.listdir(folder)[1])


def _folders(folder):
    with suppress(FileNotFoundError):
        yield from default_storage.listdir(folder)[0]


def _unknown_originals():
    """The rows are read after the files: what is stored in between has a row that is seen."""
    found = [name for folder in FOLDERS for name in _files(folder)]
    for model in apps.get_app_config("library").get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                known = set(model.objects.values_list(field.name, flat=True))
                found = [name for name in found if name not in known]
    return found


def _unknown_renditions():
    """Those of images that are gone, and what a killed process had not finished."""
    ids = [pk for pk in _folders("renditions") if pk.isdecimal()]
    known = set(Image.objects.filter(pk__in=ids).values_list("pk", flat=True))
    for pk in ids:
        for version in _folders(f"renditions/{pk}"):
            for name in _files(f"renditions/{pk}/{version}"):
                if int(pk) not in known or "/." in name:
                    yield name
