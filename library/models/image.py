from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models


def original_path(image, _name):
    """A name that tells nothing: bytes are found through their row alone."""
    return f"images/{uuid4().hex}.{image.format}"


class Image(models.Model):
    """A picture, stored upright and without the camera's data (place, hour, serial number).

    The focal point is in per cent of the width from the left and of the height from the top: crops keep it.
    """

    class Licence(models.TextChoices):
        FREE = "free", "Free to use with the credit"
        PRESS = "press", "Free for press coverage of SELEC, with the credit"
        PERMISSION = "permission", "Used by permission: not to be taken over"
        OTHER = "other", "Other terms, said below"

    title = models.CharField(max_length=200, help_text="What it is called in the library.")
    alt = models.CharField(
        "alternative text", max_length=300, blank=True, help_text="What it shows, for who cannot see it."
    )
    is_decorative = models.BooleanField(
        "decorative", default=False, help_text="It tells nothing that the text does not."
    )
    caption = models.CharField(max_length=500, blank=True)
    credit = models.CharField(max_length=200, help_text="Whom to name: the photographer, the authority.")
    licence = models.CharField(max_length=20, choices=Licence, default=Licence.FREE)
    terms = models.CharField("terms of use", max_length=500, blank=True)
    focal_x = models.PositiveSmallIntegerField(default=50, validators=[MaxValueValidator(100)])
    focal_y = models.PositiveSmallIntegerField(default=50, validators=[MaxValueValidator(100)])
    original = models.FileField(upload_to=original_path, max_length=100)
    format = models.CharField(max_length=5, editable=False)  # jpg, png or webp
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False)
    added_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["-added_at", "-id"]

    def __str__(self):
        return self.title
