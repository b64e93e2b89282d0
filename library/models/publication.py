from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _

from publishing.deadlines import day_in_words
from publishing.gate import EditionQuerySet
from publishing.models import Edition
from publishing.rich_text import RichTextField

from .document import Document
from .image import Image

FIRST_YEAR, LAST_YEAR = 1990, 2100


class PublicationQuerySet(EditionQuerySet):
    def newest_first(self):
        """By the years that they are about; what is about none, by its own date, or that of this site."""
        year = models.functions.Coalesce(
            "covers_to", "covers_from", "issued_on__year", "first_public_at__year"
        )
        return self.select_related("item").order_by(year.desc(), F("first_public_at").desc(), "-id")

    def about(self, year):
        """Those whose years take in this one; what covers one year has only its first."""
        until = models.functions.Coalesce("covers_to", "covers_from")
        return self.alias(until=until).filter(covers_from__lte=year, until__gte=year)

    def of_series(self, series):
        """Those of one series, however it is capitalised; none where there is no series."""
        return self.filter(series__iexact=series.strip()) if series.strip() else self.none()


class Publication(Edition):
    """One edition of a report, a legal text, a form, a manual.

    Its languages are those of its files. Earlier and later years of the same report are found by `series`.
    """

    class Kind(models.TextChoices):
        ANNUAL_REPORT = "annual_report", _("Annual report")
        THREAT_ASSESSMENT = "threat_assessment", _("Threat assessment")
        STUDY = "study", _("Study")
        LEGAL_TEXT = "legal_text", _("Legal text")
        FORM = "form", _("Form")
        MANUAL = "manual", _("Manual")
        BROCHURE = "brochure", _("Brochure")
        OTHER = "other", _("Other document")

    class Licence(models.TextChoices):
        SOURCE = "source", _("Free to use where SELEC is named as the source")
        PERMISSION = "permission", _("To be reproduced with SELEC’s permission only")
        OTHER = "other", _("Other terms, said below")

    kind = models.CharField(_("type"), max_length=20, choices=Kind, default=Kind.OTHER)
    series = models.CharField(
        max_length=120,
        blank=True,
        help_text=_("What all its years are called: Annual report. Those of one series lead to each other."),
        verbose_name=_("series"),
    )
    covers_from = models.PositiveSmallIntegerField(
        _("covers the years from"),
        null=True,
        blank=True,
        help_text=_("The year it is about, or the first of them."),
    )
    covers_to = models.PositiveSmallIntegerField(_("to"), null=True, blank=True)
    issued_on = models.DateField(
        _("date of the document"),
        null=True,
        blank=True,
        help_text=_("Where that is not the day of publication here."),
    )
    cover = models.ForeignKey(
        Image, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cover")
    )
    abstract = RichTextField(verbose_name=_("abstract"))
    files = models.ManyToManyField(
        Document,
        blank=True,
        help_text=_("One for each language or format; the language stands with the file."),
        verbose_name=_("files"),
    )
    document_number = models.CharField(max_length=60, blank=True, verbose_name=_("document number"))
    isbn = models.CharField(_("ISBN"), max_length=20, blank=True)
    licence = models.CharField(
        max_length=12, choices=Licence, default=Licence.SOURCE, verbose_name=_("licence")
    )
    terms = models.CharField(_("terms of use"), max_length=500, blank=True)

    objects = PublicationQuerySet.as_manager()
    shown_with = ("item", "cover")
    known_by = ["document_number", "isbn"]

    class Meta(Edition.Meta):
        verbose_name, verbose_name_plural = _("publication"), _("publications")
        constraints = [
            *Edition.Meta.constraints,
            models.CheckConstraint(
                condition=Q(covers_to=None) | Q(covers_to__gte=F("covers_from")),
                name="publication_years_in_order",
                violation_error_message=_("The last year is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(covers_from=None) | Q(covers_from__range=(FIRST_YEAR, LAST_YEAR)),
                name="publication_plausible_years",
                violation_error_message=format_lazy(
                    _("Give years from {first_year} to {last_year}."),
                    first_year=FIRST_YEAR,
                    last_year=LAST_YEAR,
                ),
            ),
        ]

    @property
    def kind_in_words(self):
        return self.get_kind_display()

    @property
    def when(self):
        return day_in_words(self.issued_on or self.dated)

    @property
    def picture(self):
        return self.cover

    def address(self, slug):
        return reverse("library:publication", args=[slug])

    @property
    def years(self):
        """ "2016", "2013–2016", or nothing."""
        if self.covers_to and self.covers_to != self.covers_from:
            return f"{self.covers_from}–{self.covers_to}"
        return str(self.covers_from or "")

    @property
    def languages(self):
        """In words, each once, by the alphabet; read from its files."""
        return sorted({file.get_language_display() for file in self.files.all()})

    def clean(self):
        super().clean()
        errors = {}
        if self.covers_to and not self.covers_from:
            errors["covers_from"] = gettext("Give the first year as well, or this one alone.")
        elif self.covers_to and self.covers_to < self.covers_from:
            errors["covers_to"] = gettext("The last year is before the first: put one of the two right.")
        for name in ("covers_from", "covers_to"):
            year = getattr(self, name)
            if year and not FIRST_YEAR <= year <= LAST_YEAR:
                errors[name] = gettext("Give a year from %(first_year)s to %(last_year)s.") % {
                    "first_year": FIRST_YEAR,
                    "last_year": LAST_YEAR,
                }
        if self.isbn and not is_isbn(self.isbn):
            errors["isbn"] = gettext(
                "This is no ISBN: ten digits, or thirteen from 978 or 979 on, of which the last fits the others."
            )
        if self.licence == self.Licence.OTHER and not self.terms.strip():
            errors["terms"] = gettext("Say what the other terms are.")
        if errors:
            raise ValidationError(errors)

    def others_of_series(self, at=None):
        """(later, earlier): the public ones of its series, each list beginning beside this one."""
        rows = type(self).objects.public(at).of_series(self.series).exclude(item=self.item_id)
        later, earlier = [], []
        for other in rows.select_related("item").defer("abstract"):
            (later if other.place_in_series > self.place_in_series else earlier).append(other)
        later.sort(key=lambda one: one.place_in_series)
        earlier.sort(key=lambda one: one.place_in_series, reverse=True)
        return later, earlier

    @property
    def place_in_series(self):
        issued = self.issued_on or self.dated
        return self.covers_to or self.covers_from or issued.year, issued, self.item_id or 0


def is_isbn(text):
    """Of ten or of thirteen digits, with hyphens or spaces: by its check digit, and of thirteen the first three."""
    digits = text.replace("-", "").replace(" ", "").upper()
    body = digits[:-1]
    if not (body.isascii() and body.isdecimal()):
        return False
    if len(digits) == 13:
        total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
        return digits.startswith(("978", "979")) and digits[-1] == str(-total % 10)
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(body))
    return len(digits) == 10 and digits[-1] == "0123456789X"[-total % 11]
