"""How SELEC is reached. What is not known stays empty, and is then not shown."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_lazy as _

from publishing import clock


class Purpose(models.TextChoices):
    GENERAL = "general", _("General questions")
    PRESS = "press", _("Press")
    HR = "hr", _("Vacancies and internships")
    PROCUREMENT = "procurement", _("Procurement")
    DATA_PROTECTION = "data_protection", _("Data protection")
    SECURITY = "security", _("Security of this site")


def at_most_a_year_ahead(day):
    """As RFC 9116 asks: who reports a weakness relies on the contact."""
    if day > clock.today() + timedelta(days=365):
        raise ValidationError(
            gettext("Choose a day within a year from today: somebody has to confirm it every year.")
        )


class ContactQuerySet(models.QuerySet):
    def for_security(self, on):
        """The contact to whom a weakness of this site is reported, if staff stand by it on the day `on`."""
        return self.filter(purpose=Purpose.SECURITY, valid_until__gte=on)


class Contact(models.Model):
    """Who answers for one purpose. Messages from the site's form go to `email`."""

    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose, unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True, help_text=_("A person or a unit."))
    phone = models.CharField(
        _("phone"), max_length=40, blank=True, help_text=_("With the country's code: +40 21 …")
    )
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("The contact form’s messages go there as well.")
    )
    note = models.TextField(
        _("note"),
        max_length=500,
        blank=True,
        help_text=_("What this contact is for, and what it is not for."),
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("Its place in lists, the lowest first.")
    )
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        validators=[at_most_a_year_ahead],
        help_text=_(
            "Of the contact for security: the last day for which you answer for it. Until then it stands in "
            "/.well-known/security.txt, where those who find a weakness look first."
        ),
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["order", "purpose"]
        verbose_name, verbose_name_plural = _("contact"), _("contacts")
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="organisation_contact_known_purpose"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(purpose="security"),
                name="organisation_contact_valid_for_security",
                violation_error_message=_("Only the contact for security has such a day: empty it."),
            ),
        ]

    def __str__(self):
        return self.get_purpose_display()

    @property
    def is_known(self):
        return bool(self.name or self.phone or self.email)

    @property
    def addresses(self):
        """As programs write and call them; a number without its country's code is none for them."""
        mail = f"mailto:{quote(self.email, safe='@')}" if self.email else ""
        number = re.sub(r"[^+0-9]", "", self.phone)
        return [one for one in (mail, f"tel:{number}" if number.startswith("+") else "") if one]

    @property
    def expires_at(self):
        """The first instant at which nobody answers for it any more."""
        return datetime.combine(self.valid_until + timedelta(days=1), time.min, clock.SEAT)


@dataclass(frozen=True)
class Hours:
    """When the house is open at the instant that is shown, in the house's own zone."""

    is_open: bool
    local: datetime

    def __str__(self):
        zone = f"{self.local:%H:%M} in {clock.city(self.local.tzinfo.key)}"
        return (
            (gettext("Open now: it is %(zone)s.") % {"zone": zone})
            if self.is_open
            else (gettext("Closed now: it is %(zone)s.") % {"zone": zone})
        )


class Office(models.Model):
    """The seat. There is one: its only row has the number 1."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    address = models.TextField(
        _("address"), max_length=500, blank=True, help_text=_("As on an envelope, line by line.")
    )
    access = models.TextField(
        _("access for visitors"),
        max_length=1000,
        blank=True,
        help_text=_("Entrance, identity check, step-free way."),
    )
    zone = models.CharField(
        _("time zone"),
        max_length=50,
        default=settings.TIME_ZONE,
        choices=[(settings.TIME_ZONE, clock.city(settings.TIME_ZONE)), ("UTC", "UTC")],
    )
    hours_note = models.CharField(
        _("hours note"),
        max_length=300,
        blank=True,
        help_text=_("Such as: closed on Romanian public holidays."),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("office"), _("office")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="organisation_one_office")]

    def __str__(self):
        return gettext("The office")

    def hours_at(self, at):
        """None where no hours are known."""
        rows = list(self.opening_hours.all())
        local = at.astimezone(ZoneInfo(self.zone))
        is_open = any(
            row.weekday == local.weekday() and row.opens <= local.time() < row.closes for row in rows
        )
        return Hours(is_open, local) if rows else None


class OpeningHours(models.Model):
    """[opens, closes) on one day of each week; a day may have two such rows."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    office = models.ForeignKey(Office, models.CASCADE, related_name="opening_hours", verbose_name=_("office"))
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes")),
                name="organisation_opens_before_it_closes",
                violation_error_message=_("The hour of closing must be later than that of opening."),
            )
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"
