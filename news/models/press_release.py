"""Press releases and their like."""

from django.db import models
from django.urls import reverse

from organisation.models import CrimeArea, MemberState, Partner
from publishing.models import Edition
from publishing.rich_text import RichTextField


def admitted():
    """Who has merely applied to become a partner is named nowhere."""
    return {"pk__in": Partner.objects.admitted()}


class PressRelease(Edition):
    """One edition of a press release; the title is its headline.

    The dateline's place and date are where and when the news arose, apart from the date of publication.
    """

    class Kind(models.TextChoices):
        PRESS_RELEASE = "press_release", "Press release"
        NEWS = "news", "News"
        STATEMENT = "statement", "Statement"
        FRAUD_ALERT = "fraud_alert", "Fraud alert"

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.PRESS_RELEASE)
    dateline_place = models.CharField(
        max_length=100, blank=True, help_text="Where the news arose: Bucharest."
    )
    dateline_on = models.DateField(
        "dateline date",
        null=True,
        blank=True,
        help_text="When it arose, where that is not the day of publication.",
    )
    lead_image = models.ForeignKey(
        "library.Image", models.PROTECT, null=True, blank=True, related_name="+", help_text="Above the text."
    )
    body = RichTextField()
    crime_areas = models.ManyToManyField(CrimeArea, blank=True)
    member_states = models.ManyToManyField(MemberState, blank=True)
    partners = models.ManyToManyField(Partner, blank=True, limit_choices_to=admitted)
    notes_to_editors = RichTextField(blank=True)
    contact_name = models.CharField("press contact", max_length=100, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True, help_text="With the country's code: +40 21 …")
    contact_email = models.EmailField("contact e-mail", blank=True)
    footnotes = RichTextField(blank=True, help_text="Designations and the like, such as the one on Kosovo*.")
    funding_statement = models.TextField(max_length=1000, blank=True)
    legacy_title = models.CharField(
        max_length=250, blank=True, help_text="The title on a former site, where that was a date."
    )

    class Meta(Edition.Meta):
        verbose_name = "press release"

    def address(self, slug):
        day = self.dated
        return reverse("news:press_release", args=[f"{day:%Y}", f"{day:%m}", f"{day:%d}", slug])
