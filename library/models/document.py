from uuid import uuid4

from django.conf import settings
from django.db import models

from library.gate import UsedQuerySet


def person(**options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, **options
    )


def version_path(version, _name):
    """A name that tells nothing: bytes are found through their row alone."""
    return f"files/{uuid4().hex}"


class Document(models.Model):
    """A file with a permanent address, over all its versions: /files/<id>/<name>."""

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        ALBANIAN = "sq", "Albanian"
        BOSNIAN = "bs", "Bosnian"
        BULGARIAN = "bg", "Bulgarian"
        CROATIAN = "hr", "Croatian"
        GREEK = "el", "Greek"
        HUNGARIAN = "hu", "Hungarian"
        MACEDONIAN = "mk", "Macedonian"
        MONTENEGRIN = "cnr", "Montenegrin"
        ROMANIAN = "ro", "Romanian"
        SERBIAN = "sr", "Serbian"
        TURKISH = "tr", "Turkish"

    title = models.CharField(max_length=200)
    language = models.CharField(max_length=3, choices=Language, default=Language.ENGLISH)
    added_by = person()
    added_at = models.DateTimeField(editable=False)

    objects = UsedQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-id"]

    def __str__(self):
        return self.title


class Version(models.Model):
    """What the document's bytes were from `effective_at` on; never changed, never deleted.

    A replacement of bytes that are public waits for a colleague: `effective_at` is empty until then.
    `format` is what the content is (pdf, docx, xlsx, odt, csv, zip), whatever the name said.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(editable=False)
    file = models.FileField(upload_to=version_path, max_length=100)
    name = models.CharField(max_length=120, editable=False)
    note = models.CharField("what changed", max_length=300, blank=True)
    format = models.CharField(max_length=5, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    added_by = person()
    added_at = models.DateTimeField(editable=False)
    effective_by = person()
    effective_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_number"),
        ]

    def __str__(self):
        return f"{self.name}, version {self.number}"
