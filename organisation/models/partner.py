from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from publishing.clock import today
from publishing.site import path_of

from ..known_date import Dated, DatedQuerySet, KnownDate, KnownDateField
from .member_state import MemberState
from .published import Published


class Kind(models.TextChoices):
    STATE = "state", _("State")
    AUTHORITY = "authority", _("National authority")
    ORGANISATION = "organisation", _("International organisation")
    MISSION = "mission", _("International mission")


class Status(models.TextChoices):
    """That a partner's status has ended is not one more status: it is the end of the row."""

    APPLIED = "applied", _("Applicant")
    OBSERVER = "observer", _("Observer")
    OPERATIONAL = "operational", _("Operational Partner")


class PartnerQuerySet(models.QuerySet):
    def with_status(self, status, on=None):
        """Those who have this status on the day `on` (in Bucharest; today, when it is left out)."""
        rows = PartnerStatus.objects.in_effect(on or today()).filter(status=status)
        return self.filter(Exists(rows.filter(partner=OuterRef("pk"))))

    def admitted(self, on=None):
        """Partners and former partners of the day `on`; who has merely applied is told nowhere."""
        rows = PartnerStatus.objects.granted().begun(on or today())
        return self.filter(Exists(rows.filter(partner=OuterRef("pk"))))

    def ended(self, on=None):
        """Those who were partners before the day `on` and no longer are."""
        on = on or today()
        rows = PartnerStatus.objects.granted().in_effect(on)
        return self.admitted(on).filter(~Exists(rows.filter(partner=OuterRef("pk"))))


class Partner(Published):
    """A state, an authority, an organisation or a mission that works with SELEC, now or in the past.

    Who merely takes part in an event is not a partner.
    """

    name = models.CharField(_("name"), max_length=150, unique=True)
    short_name = models.CharField(
        _("short name"), max_length=50, blank=True, help_text=_("An acronym, if it has one: UNODC.")
    )
    slug = models.SlugField(
        _("slug"), max_length=100, unique=True, help_text=_("Its address; it stays as it is.")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.STATE)
    acting_through = models.CharField(
        _("acting through"),
        max_length=150,
        blank=True,
        help_text=_("The authority that acts for an Operational Partner: National Crime Agency."),
    )
    state = models.ForeignKey(
        MemberState,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partner_authorities",
        verbose_name=_("Member State"),
        help_text=_("The Member State of a national authority that is a partner of its own."),
    )
    iso = models.CharField(
        _("ISO code"),
        max_length=2,
        blank=True,
        validators=[
            RegexValidator(r"\A[A-Z]{2}\Z", _("Give the two capital letters of ISO 3166, such as IT."))
        ],
        help_text=_("Of a state: two capital letters, such as IT. They give it its place on the map."),
    )
    about = models.TextField(
        _("about"), max_length=1000, blank=True, help_text=_("A sentence or two, shown on its page.")
    )

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name, verbose_name_plural = _("partner"), _("partners")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="organisation_partner_known_kind")
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_of("organisation:partner", self.slug)


class PartnerStatusQuerySet(DatedQuerySet):
    def granted(self):
        """All but applications, which are not public."""
        return self.exclude(status=Status.APPLIED)

    def of_states(self):
        return self.filter(partner__kind__in=[Kind.STATE, Kind.AUTHORITY])

    def of_organisations(self):
        return self.filter(partner__kind__in=[Kind.ORGANISATION, Kind.MISSION])


class PartnerStatus(Dated):
    """One status of a partner. The Council decides, an agreement is signed, it enters into force.

    The status begins with the last of these steps whose date is known.
    """

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="statuses", verbose_name=_("partner"))
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.OBSERVER)
    applied = KnownDateField(_("application"), _("For an applicant only; never shown on the site."))
    decided = KnownDateField(_("Council decision"))
    agreed = KnownDateField(_("agreement signed"))
    in_force = KnownDateField(_("agreement in force"))
    began_on = models.GeneratedField(
        expression=Coalesce("in_force_on", "agreed_on", "decided_on", "applied_on"),
        output_field=models.DateField(null=True),
        db_persist=True,
    )

    objects = PartnerStatusQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = [F("began_on").desc(nulls_last=True)]
        verbose_name = _("status")
        verbose_name_plural = _("statuses")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["partner", "status", "began_on"],
                name="organisation_partnerstatus_one_a_day",
                violation_error_message=_("The same status of this partner begins on the same day."),
            ),
            models.CheckConstraint(
                condition=Q(applied_on__isnull=True) | Q(status=Status.APPLIED.value),
                name="organisation_partnerstatus_application_of_applicant",
                violation_error_message=_("An application's date belongs to an applicant; add a row for it."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="organisation_partnerstatus_known_status"
            ),
        ]

    def __str__(self):
        return f"{self.partner}: {self.get_status_display()}"

    @property
    def began(self):
        steps = [self.in_force, self.agreed, self.decided, self.applied]
        return next(filter(None, steps), KnownDate())

    def overlaps(self, other):
        return self.status == other.status and super().overlaps(other)
