"""How SELEC is reached. What is not known stays empty, and is then not shown."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from publishing import clock


class Purpose(models.TextChoices):
    GENERAL = "general", "General questions"
    PRESS = "press", "Press"
    HR = "hr", "Vacancies and internships"
    PROCUREMENT = "procurement", "Procurement"
    DATA_PROTECTION = "data_protection", "Data protection"
    SECURITY = "security", "Security of this site"


class Contact(models.Model):
    """Who answers for one purpose. Messages from the site's form go to `email`."""

    purpose = models.CharField(max_length=16, choices=Purpose, unique=True)
    name = models.CharField(max_length=120, blank=True, help_text="A person or a unit.")
    phone = models.CharField(max_length=40, blank=True, help_text="With the country's code: +40 21 …")
    email = models.EmailField("e-mail", blank=True, help_text="The contact form’s messages go there as well.")
    note = models.TextField(
        max_length=500, blank=True, help_text="What this contact is for, and what it is not for."
    )
    order = models.PositiveSmallIntegerField(default=100, help_text="Its place in lists, the lowest first.")

    class Meta:
        ordering = ["order", "purpose"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="organisation_contact_known_purpose"
            )
        ]

    def __str__(self):
        return self.get_purpose_display()

    @property
    def is_known(self):
        return bool(self.name or self.phone or self.email)


@dataclass(frozen=True)
class Hours:
    """When the house is open at the instant that is shown, in the house's own zone."""

    is_open: bool
    local: datetime

    def __str__(self):
        zone = f"{self.local:%H:%M} in {clock.city(self.local.tzinfo.key)}"
        return f"Open now: it is {zone}." if self.is_open else f"Closed now: it is {zone}."


class Office(models.Model):
    """The seat. There is one: its only row has the number 1."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    address = models.TextField(max_length=500, blank=True, help_text="As on an envelope, line by line.")
    access = models.TextField(
        "access for visitors",
        max_length=1000,
        blank=True,
        help_text="Entrance, identity check, step-free way.",
    )
    zone = models.CharField(
        "time zone",
        max_length=50,
        default=settings.TIME_ZONE,
        choices=[(settings.TIME_ZONE, clock.city(settings.TIME_ZONE)), ("UTC", "UTC")],
    )
    hours_note = models.CharField(
        max_length=300, blank=True, help_text="Such as: closed on Romanian public holidays."
    )

    class Meta:
        verbose_name_plural = "office"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="organisation_one_office")]

    def __str__(self):
        return "The office"

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
        MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

    office = models.ForeignKey(Office, models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name = "opening hours"
        verbose_name_plural = "opening hours"
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes")),
                name="organisation_opens_before_it_closes",
                violation_error_message="The hour of closing must be later than that of opening.",
            )
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"
