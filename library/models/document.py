from itertools import compress
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext, gettext_lazy as _

from audit.models import record
from library.content import CONTENT_TYPES
from library.gate import UsedQuerySet
from publishing import clock
from publishing.languages import Language
from publishing.lifecycle import Refused, Status
from publishing.models import kinds
from publishing.site import path_of


def person(**options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, **options
    )


def version_path(version, _name):
    """A name that tells nothing: bytes are found through their row alone."""
    return f"files/{uuid4().hex}"


class Document(models.Model):
    """A file with a permanent address, over all its versions: /files/<id>/<name>."""

    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=3, choices=Language, default=Language.ENGLISH)
    added_by = person(verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added at"), editable=False)

    objects = UsedQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-id"]
        verbose_name, verbose_name_plural = _("file"), _("files")
        default_permissions = ["add", "change", "delete", "view", "approve"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return path_of("library:document", self.pk)

    @property
    def subject(self):
        return f"library.document {self.pk}: {self.title}"

    @property
    def newest(self):
        """The version in force; None before the first."""
        return next((version for version in self.versions.all() if version.effective_at), None)

    def begin(self, by):
        self.added_by, self.added_at = by, clock.now()

    def is_public(self, at=None):
        return type(self).objects.filter(pk=self.pk).public(at).exists()

    def was_public(self, at, instants):
        """At each of the instants, by an edition that is shown at `at` still (now, when it is None)."""
        return type(self).objects.filter(pk=self.pk).public_since(instants, at)

    def public_versions(self, at=None):
        """A visitor has the version in force, and each earlier one that was replaced while the file was public."""
        versions = [*self.versions.in_force(at)]
        was_public = self.was_public(at, [new.effective_at for new in versions[:-1]])
        return [*versions[:1], *compress(versions[1:], was_public)]

    def public_version(self, number=None, at=None):
        """That of the number, or the one in force; None where it is not among `public_versions`."""
        in_force = self.versions.in_force(at)
        if number is None:
            return in_force.first()
        found = [*in_force.filter(number__gte=number).order_by("number")[:2]]
        if not found or found[0].number != number:
            return None
        version, *newer = found
        return version if all(self.was_public(at, [one.effective_at for one in newer])) else None

    def versions_at(self, at=None):
        """For who looks after files, the newest first: those in force by `at`; else all, also those that wait."""
        return self.versions.in_force(at) if at else self.versions.all()

    def needs_a_colleague(self):
        """Whether an edition that somebody reviews, or has approved, refers to it: what it holds is not one's own."""
        reviewed = [Status.IN_REVIEW, Status.APPROVED]
        return any(
            kind.objects.filter(
                pk__in=self.uses.filter(kind=kind._meta.label_lower).values("edition"), status__in=reviewed
            ).exists()
            for kind in kinds()
        )

    def add_version(self, taken, by, note=""):
        """What `file_from` took in, as one more version: in force at once, or once a colleague approves it."""
        version = Version(document=self, name=taken.name, note=note, format=taken.format, added_by=by)
        version.size, version.sha256 = taken.size, taken.sha256
        try:
            version.file.save(taken.name, taken.content, save=False)
            version.take_number()
        except BaseException:
            if version.file:
                version.file.delete(save=False)
            raise
        return version

    @transaction.atomic
    def delete(self, **kwargs):
        """Refused by the database while any edition uses it; its versions go with it."""
        files = [version.file for version in self.versions.all()]
        self.versions.all().delete()
        deleted = super().delete(**kwargs)
        for file in files:
            transaction.on_commit(lambda file=file: file.storage.delete(file.name), robust=True)
        return deleted


class VersionQuerySet(models.QuerySet):
    def in_force(self, at=None):
        """What had come into force by `at` (an aware instant), the newest first; by now, when it is left out."""
        return self.filter(effective_at__lte=at or Now())


class Version(models.Model):
    """What the document's bytes were from `effective_at` on; never changed.

    A replacement of bytes that others rely on waits for a colleague: `effective_at` is empty until then.
    `format` is what the content is (pdf, docx, xlsx, odt, csv, zip), whatever the name said.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(editable=False)
    file = models.FileField(upload_to=version_path, max_length=100)
    name = models.CharField(max_length=120, editable=False)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    format = models.CharField(max_length=5, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    added_by = person()
    added_at = models.DateTimeField(editable=False)
    effective_by = person()
    effective_at = models.DateTimeField(null=True, editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_number"),
        ]

    def __str__(self):
        return gettext("%(name)s, version %(number)s") % {"name": self.name, "number": self.number}

    @property
    def content_type(self):
        return CONTENT_TYPES[self.format]

    @property
    def url(self):
        return path_of("library:version", self.document_id, self.number, self.name)

    @property
    def newest_url(self):
        """The address that leads to the newest version for good: texts link to it."""
        return path_of("library:newest", self.document_id, self.name)

    @transaction.atomic
    def take_number(self):
        """The next one of its document, which is locked: of two people who add, both are kept, in order."""
        document = Document.objects.select_for_update().get(pk=self.document_id)
        last = document.versions.first()
        self.number = last.number + 1 if last else 1
        self.added_at = clock.now()
        if not document.needs_a_colleague():
            self.effective_at, self.effective_by = self.added_at, self.added_by
        self.save(force_insert=True)
        said = f"{self}. {self.note}" if self.note else str(self)
        record("version added", self.added_by, subject=document.subject, reason=said)

    def refusal(self, by):
        """Why `by` may not approve it; empty when they may."""
        if self.effective_at:
            return gettext("This version is, or was, in force already.")
        if not by.has_perm("library.approve_document"):
            return gettext("Your account has no right to approve files.")
        if by.pk == self.added_by_id:
            return gettext("You added this version: a colleague has to approve it.")
        if self.document.versions.filter(number__gt=self.number, effective_at__isnull=False).exists():
            return gettext(
                "A later version is in force already: if this is to replace it, it has to be added again."
            )
        return ""

    @transaction.atomic
    def approve(self, by):
        """Its bytes stand at the permanent address from now on; Refused, with a sentence, where that may not be."""
        self.document = Document.objects.select_for_update().get(pk=self.document_id)
        self.refresh_from_db(fields=["effective_at"])
        if sentence := self.refusal(by):
            raise Refused(sentence)
        self.effective_at, self.effective_by = clock.now(), by
        self.save(update_fields=["effective_at", "effective_by"])
        record("version approved", by, subject=self.document.subject, reason=str(self))
