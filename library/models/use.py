from django.db import models

from .document import Document
from .image import Image


class Use(models.Model):
    """An edition that refers to an image or a file: written whenever the edition is saved.

    `kind` is the edition's model ("news.pressrelease"), `edition` its id.
    """

    item = models.ForeignKey("publishing.Item", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    edition = models.PositiveBigIntegerField()
    image = models.ForeignKey(Image, models.PROTECT, null=True, related_name="uses")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="uses")

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "edition"], name="library_use_edition")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(image=None, document__isnull=False)
                | models.Q(image__isnull=False, document=None),
                name="library_use_of_one",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.edition}"
