from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _

from publishing.clock import today
from publishing.site import path_of

from ..known_date import Dated, KnownDateField
from .published import Published

FIRST_YEAR, LAST_YEAR = 1996, 2100
OUT_OF_RANGE = format_lazy(
    _("Give a year from {first_year} to {last_year}."), first_year=FIRST_YEAR, last_year=LAST_YEAR
)


class MemberStateQuerySet(models.QuerySet):
    def named(self, on=None):
        """With the names of the day `on`, and in their order: the Hellenic Republic stands under H."""
        names = StateName.objects.in_effect(on or today()).filter(state=OuterRef("pk")).newest_first()

        def then(column):
            return Coalesce(Subquery(names.values(column)[:1]), F("name"))

        return self.annotate(
            name_then=then("official_name"),
            short_name_then=then("short_name"),
            sort_key_then=then("sort_key"),
        ).order_by("sort_key_then", "name")

    def members(self, on=None):
        """The Member States of the day `on` (in Bucharest; today, when it is left out)."""
        on = on or today()
        rows = Membership.objects.in_effect(on).filter(state=OuterRef("pk"))
        return self.named(on).filter(Exists(rows))

    def former_members(self, on=None):
        on = on or today()
        rows = Membership.objects.filter(state=OuterRef("pk"))
        return self.named(on).filter(Exists(rows.begun(on)), ~Exists(rows.in_effect(on)))

    def announced(self, on=None):
        """Signatories, members and former members of the day `on`; none that only negotiates."""
        on = on or today()
        rows = Membership.objects.begun(on).filter(state=OuterRef("pk"))
        return self.named(on).filter(Exists(rows) | Q(signed_on__lte=on))


class MemberState(Published):
    name = models.CharField(
        _("name"),
        max_length=100,
        unique=True,
        help_text=_("The short name of today: Bosnia and Herzegovina."),
    )
    slug = models.SlugField(
        _("slug"), max_length=100, unique=True, help_text=_("Its address; it stays as it is.")
    )
    iso = models.CharField(
        _("ISO code"),
        max_length=2,
        unique=True,
        validators=[
            RegexValidator(r"\A[A-Z]{2}\Z", _("Give the two capital letters of ISO 3166, such as RO."))
        ],
        help_text=_("Two capital letters, such as RO."),
    )
    signed = KnownDateField(_("Convention signed"))
    about = models.TextField(
        _("about"), max_length=1000, blank=True, help_text=_("A sentence or two, shown on its page.")
    )

    objects = MemberStateQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name, verbose_name_plural = _("Member State"), _("Member States")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_of("organisation:member_state", self.slug)


class DatedOfState(Dated):
    state = models.ForeignKey(MemberState, models.CASCADE, related_name="%(class)ss", verbose_name=_("state"))
    began = KnownDateField(_("from"), _("The first day on which it held; empty where it has always been so."))

    class Meta(Dated.Meta):
        abstract = True
        ordering = [F("began_on").desc(nulls_last=True)]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["state", "began_on"],
                name="%(app_label)s_%(class)s_one_a_day",
                violation_error_message=_("Another row of this state begins on the same day."),
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(began_on__isnull=True),
                name="%(app_label)s_%(class)s_one_first",
                violation_error_message=_("Another row of this state has no first day either."),
            ),
        ]


class StateName(DatedOfState):
    """What a state was called from one day to another, in the house's words."""

    official_name = models.CharField(
        _("official name"), max_length=150, help_text=_("As in lists of Member States: Republic of Bulgaria.")
    )
    short_name = models.CharField(
        _("short name"), max_length=100, help_text=_("As in running text: Bulgaria.")
    )
    sort_key = models.CharField(
        _("sort key"),
        max_length=100,
        help_text=_("Its place in lists, in plain letters: Bulgaria, Hellenic Republic, Turkiye."),
    )

    class Meta(DatedOfState.Meta):
        verbose_name, verbose_name_plural = _("name"), _("names")

    def __str__(self):
        return self.official_name


class Membership(DatedOfState):
    class Meta(DatedOfState.Meta):
        verbose_name, verbose_name_plural = _("membership"), _("memberships")

    def __str__(self):
        return gettext("%(state)s as a Member State") % {"state": self.state}


class Role(models.TextChoices):
    CHAIR = "chair", _("Chair")
    VICE_CHAIR = "vice_chair", _("Vice-Chair")


class Chair(models.Model):
    """Which state chairs the Council in a year. The rotation has gaps, so it is stored, not computed."""

    year = models.PositiveSmallIntegerField(
        _("year"),
        validators=[MinValueValidator(FIRST_YEAR, OUT_OF_RANGE), MaxValueValidator(LAST_YEAR, OUT_OF_RANGE)],
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.CHAIR)
    state = models.ForeignKey(MemberState, models.PROTECT, related_name="chairs", verbose_name=_("state"))
    source = models.TextField(
        _("source"), max_length=1000, blank=True, help_text=_("Where it is written. For staff only.")
    )

    class Meta:
        ordering = ["-year", "role"]
        verbose_name = _("chair of the Council")
        verbose_name_plural = _("chairs of the Council")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "role"],
                name="organisation_chair_one_a_year",
                violation_error_message=_("Another state has this office in that year."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                name="organisation_chair_plausible_year",
                violation_error_message=OUT_OF_RANGE,
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="organisation_chair_known_role"),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.year}: {self.state}"
