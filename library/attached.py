"""The files that are attached to editions, with their versions."""

from django.db.models import Prefetch

from .models import Document, Version


def with_files(editions, at):
    """`editions`, which are public at `at`, with what `files_read` gives: in as many queries however many they are."""
    if not hasattr(editions.model, "files"):
        return editions
    return editions.prefetch_related(Prefetch("files", with_versions(Document.objects, at)))


def files_read(edition):
    """The same pairs, of an edition that was read by `with_files`."""
    files = edition.files.all() if hasattr(edition, "files") else []
    return [(file, file.in_force[0]) for file in files if file.in_force]


def with_versions(files, at):
    """In order, each with its version in force at `at` in a list, which is empty before its first."""
    versions = Prefetch("versions", Version.objects.in_force(at), to_attr="in_force")
    return files.order_by("language", "title", "pk").prefetch_related(versions)
