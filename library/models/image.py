import re
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy as _

from library.gate import UsedQuerySet
from library.renditions import MADE_IN, delete_all, folder, offered
from publishing import clock

MOST_BYTES = 30_000_000  # of what is taken in as one (library/image_intake.py)
FILE_NAME = re.compile(
    r"\S*\.(jpe?g|png|webp|gif|avif|heic|tiff?|bmp|svg)|"
    r"(img|dsc|dscn|dscf|dcim|pxl|vid|screenshot|whatsapp image|image|photo|picture)[\W_]*\d(\d|[\W_]|at\b)*",
    re.IGNORECASE,
)

LEAST_SHARED, MOST_SHARED = 640, 1280  # pixels of width


def original_path(image, _name):
    """A name that tells nothing: bytes are found through their row alone."""
    return f"images/{uuid4().hex}.{image.format}"


def is_file_name(alt):
    """Whether an alternative text is what a camera or a computer called the file: IMG_1234.jpg."""
    last = alt.strip().rsplit(maxsplit=1)[-1:]
    return bool(FILE_NAME.fullmatch(alt.strip()) or (last and FILE_NAME.fullmatch(last[0])))


class Image(models.Model):
    """A picture, stored upright and without the camera's data (place, hour, serial number).

    The focal point is in per cent of the width from the left and of the height from the top: crops keep it.
    """

    class Licence(models.TextChoices):
        FREE = "free", _("Free to use with the credit")
        PRESS = "press", _("Free for press coverage of SELEC, with the credit")
        PERMISSION = "permission", _("Used by permission: not to be taken over")
        OTHER = "other", _("Other terms, said below")

    title = models.CharField(_("title"), max_length=200, help_text=_("What it is called in the library."))
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What it shows, for who cannot see it."),
    )
    is_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("It tells nothing that the text does not.")
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(
        _("credit"), max_length=200, help_text=_("Whom to name: the photographer, the authority.")
    )
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, default=Licence.FREE)
    terms = models.CharField(_("terms of use"), max_length=500, blank=True)
    focal_x = models.PositiveSmallIntegerField(_("focal x"), default=50, validators=[MaxValueValidator(100)])
    focal_y = models.PositiveSmallIntegerField(_("focal y"), default=50, validators=[MaxValueValidator(100)])
    original = models.FileField(_("original"), upload_to=original_path, max_length=100)
    format = models.CharField(max_length=5, editable=False)  # jpg, png or webp
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False)
    added_at = models.DateTimeField(_("added at"), editable=False)

    objects = UsedQuerySet.as_manager()
    review_token = ""  # set where an outsider reads the edition that shows it

    class Meta:
        ordering = ["-added_at", "-id"]
        verbose_name, verbose_name_plural = _("image"), _("images")

    def __str__(self):
        return self.title

    def save(self, **kwargs):
        super().save(**kwargs)
        pk, kept = self.pk, folder(self)
        transaction.on_commit(lambda: delete_all(pk, but=kept), robust=True)

    @transaction.atomic
    def delete(self, **kwargs):
        """Refused by the database while any edition uses it."""
        pk, name, store = self.pk, self.original.name, self.original.storage
        deleted = super().delete(**kwargs)
        transaction.on_commit(lambda: (store.delete(name), delete_all(pk)), robust=True)
        return deleted

    @property
    def is_upright(self):
        return self.height > self.width

    @property
    def text(self):
        """What a screen reader says in its place; nothing for a mere decoration."""
        return "" if self.is_decorative else self.alt

    @property
    def words_for_staff(self):
        """Its text, or why it has none, so that pictures can be told apart by their words alone."""
        return (
            self.text
            or f"{gettext('Decorative') if self.is_decorative else gettext('No alternative text yet')}: {self.title}"
        )

    @property
    def sizes(self):
        """How wide a page shows it, as browsers read it: .picture in static/site.css."""
        return "min(23rem, 92vw)" if self.is_upright else "(min-width: 46rem) 41rem, 92vw"

    @property
    def may_be_taken_over(self):
        return self.licence in (self.Licence.FREE, self.Licence.PRESS)

    @cached_property
    def srcset(self):
        """By format, the sizes that a page offers, as browsers read them."""
        return {
            format: ", ".join(f"{self.url(f'{name}.{format}')} {width}w" for name, width in offered(self))
            for format in MADE_IN
        }

    @property
    def fallback_url(self):
        widths = [name for name, _width in offered(self)]
        return self.url(f"{min(widths, key=lambda width: abs(width - 960))}.jpg")

    @property
    def shared(self):
        """(address, width, height) of the size in which other sites show it; None where it is too small for them."""
        fitting = [(name, width) for name, width in offered(self) if LEAST_SHARED <= width <= MOST_SHARED]
        if not fitting:
            return None
        name, width = fitting[-1]
        return self.url(f"{name}.jpg"), width, max(1, round(width * self.height / self.width))

    @property
    def original_url(self):
        return self.url(f"original.{self.format}")

    @property
    def card_url(self):
        return self.url("card-320.jpg")

    @property
    def address_in_texts(self):
        """What a rich text says for it; pages show the size that fits."""
        return self.url("640.jpg")

    def url(self, rendition):
        query = f"?review={self.review_token}" if self.review_token else ""
        return reverse("library:image", args=[self.pk, rendition]) + query

    def clean(self):
        errors = {}
        if not self.is_decorative and not self.alt.strip():
            errors["alt"] = gettext("Say what the image shows, or mark it as decorative.")
        elif is_file_name(self.alt):
            errors["alt"] = gettext("This is the name of a file: say what the image shows.")
        if self.licence == self.Licence.OTHER and not self.terms.strip():
            errors["terms"] = gettext("Say what the other terms are.")
        if errors:
            raise ValidationError(errors)

    def take(self, taken, by):
        """Fill in what `image_from` found, and keep its bytes."""
        self.format, self.width, self.height = taken.format, taken.width, taken.height
        self.size, self.sha256 = taken.size, taken.sha256
        self.added_by, self.added_at = by, clock.now()
        self.original.save(taken.format, taken.content, save=False)
