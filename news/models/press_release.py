"""Press releases and their like."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from organisation.models import CrimeArea, MemberState, Partner
from publishing.models import Edition, EditionQuerySet, Item
from publishing.rich_text import RichTextField


class PressReleaseQuerySet(EditionQuerySet):
    def pinned(self, at=None):
        """Fraud alerts that stand on every page at `at`: until their hour comes, or until they are unpinned."""
        still = models.Q(pinned_until=None) | models.Q(pinned_until__gt=at or Now())
        return self.filter(still, kind=PressRelease.Kind.FRAUD_ALERT, is_pinned=True).select_related("item")

    def listed(self):
        """What lists tell of each, and no more."""
        told = ["item__address", "title", "summary", "language", "kind", "first_public_at"]
        return self.select_related("item").only(*told)


def admitted():
    """Who has merely applied to become a partner is named nowhere."""
    return {"pk__in": Partner.objects.admitted()}


class PressRelease(Edition):
    """One edition of a press release; the title is its headline.

    The dateline's place and date are where and when the news arose, apart from the date of publication.
    """

    class Kind(models.TextChoices):
        PRESS_RELEASE = "press_release", _("Press release")
        NEWS = "news", _("News")
        STATEMENT = "statement", _("Statement")
        FRAUD_ALERT = "fraud_alert", _("Fraud alert")

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.PRESS_RELEASE, verbose_name=_("kind"))
    dateline_place = models.CharField(
        max_length=100,
        blank=True,
        help_text=_("Where the news arose: Bucharest."),
        verbose_name=_("dateline place"),
    )
    dateline_on = models.DateField(
        _("dateline date"),
        null=True,
        blank=True,
        help_text=_("When it arose, where that is not the day of publication."),
    )
    lead_image = models.ForeignKey(
        "library.Image",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Above the text."),
        verbose_name=_("lead image"),
    )
    body = RichTextField(verbose_name=_("body"))
    crime_areas = models.ManyToManyField(CrimeArea, blank=True, verbose_name=_("crime areas"))
    member_states = models.ManyToManyField(MemberState, blank=True, verbose_name=_("member states"))
    partners = models.ManyToManyField(
        Partner, blank=True, limit_choices_to=admitted, verbose_name=_("partners")
    )
    operation = models.ForeignKey(
        Item,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": "news.operation"},
        help_text=_(
            "The one that it is about: its results, as they stand at the time, are shown beside the text."
        ),
        verbose_name=_("operation"),
    )
    notes_to_editors = RichTextField(blank=True, verbose_name=_("notes to editors"))
    contact_name = models.CharField(_("press contact"), max_length=100, blank=True)
    contact_phone = models.CharField(
        max_length=40,
        blank=True,
        help_text=_("With the country's code: +40 21 …"),
        verbose_name=_("contact phone"),
    )
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    footnotes = RichTextField(
        blank=True,
        help_text=_("Designations and the like, such as the one on Kosovo*."),
        verbose_name=_("footnotes"),
    )
    funding_statement = models.TextField(max_length=1000, blank=True, verbose_name=_("funding statement"))
    legacy_title = models.CharField(
        max_length=250,
        blank=True,
        help_text=_("The title on a former site, where that was a date."),
        verbose_name=_("legacy title"),
    )

    is_pinned = models.BooleanField(
        _("pinned"), default=False, help_text=_("Of a fraud alert: every page of the site leads to it.")
    )
    pinned_until = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("Empty: until an edition is approved that is not pinned."),
        verbose_name=_("pinned until"),
    )
    pinned_zone = models.CharField(max_length=50, default=settings.TIME_ZONE, editable=False)

    objects = PressReleaseQuerySet.as_manager()
    hours = Edition.hours | {"pinned_until": "pinned_zone"}

    class Meta(Edition.Meta):
        verbose_name, verbose_name_plural = _("press release"), _("press releases")
        indexes = [
            *Edition.Meta.indexes,
            # Every page asks for these; in the order of lists, or SQLite takes the list's own index.
            models.Index(
                F("first_public_at").desc(),
                F("id").desc(),
                name="pressrelease_pinned",
                condition=models.Q(is_pinned=True),
            ),
            models.Index(
                fields=["pinned_until"],
                name="pressrelease_pinned_until",
                condition=models.Q(pinned_until__isnull=False),
            ),
        ]

    shown_with = ("item", "lead_image")

    @property
    def kind_in_words(self):
        return self.get_kind_display()

    @property
    def picture(self):
        return self.lead_image

    def address(self, slug):
        day = self.dated
        return reverse("news:press_release", args=[f"{day:%Y}", f"{day:%m}", f"{day:%d}", slug])

    def clean(self):
        super().clean()
        if self.is_pinned and self.kind != self.Kind.FRAUD_ALERT:
            raise ValidationError(
                {"is_pinned": gettext("Only a fraud alert can be pinned: choose that kind, or unpin it.")}
            )
        if self.pinned_until and not self.is_pinned:
            raise ValidationError({"pinned_until": gettext("Pin it as well, or leave this hour empty.")})
