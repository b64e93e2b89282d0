"""A deadline: an instant in a named zone, told in words, and the states that follow from it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext, gettext_lazy as _

from . import clock

SOON = timedelta(hours=72)


class State(models.TextChoices):
    NOT_YET = "not_yet_open", _("Not yet open")
    OPEN = "open", _("Open")
    SOON = "closing_soon", _("Closing soon")
    CLOSED = "closed", _("Closed")


class DeadlineAct(models.TextChoices):
    EXTENDED = "extended", _("Deadline extended")
    CORRECTED = "corrected", _("Deadline corrected")
    CLOSED_EARLY = "closed_early", _("Closed before its deadline")
    REOPENED = "reopened", _("Reopened")


@dataclass(frozen=True)
class Deadline:
    """An aware instant, and the IANA zone in which it was set: open before it, closed from it on."""

    at: datetime
    zone: str = settings.TIME_ZONE

    def __str__(self):
        """ "6 January 2025, 11:59:59 (CET), that is 12:59:59 in Bucharest"."""
        local, home = self.at.astimezone(ZoneInfo(self.zone)), self.at.astimezone(clock.SEAT)
        seat = clock.city(settings.TIME_ZONE)
        words = f"{day_in_words(local)}, {hour_in_words(local)} ({zone_in_words(local, self.zone)})"
        if local.replace(tzinfo=None) == home.replace(tzinfo=None):
            return words
        day = "" if local.date() == home.date() else f"{day_in_words(home)}, "
        zone = f" ({zone_in_words(home, settings.TIME_ZONE)})" if comes_twice(home) else ""
        return gettext("%(words)s, that is %(day)s%(home)s%(zone)s in %(seat)s") % {
            "words": words,
            "day": day,
            "home": hour_in_words(home),
            "zone": zone,
            "seat": seat,
        }

    @property
    def machine(self):
        """In its zone, with the offset from UTC: 2025-01-06T11:59:59+01:00."""
        return self.at.astimezone(ZoneInfo(self.zone)).isoformat(timespec="seconds")


def comes_twice(local):
    """Whether its hour is one of the two that clocks which go back show."""
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()


def day_in_words(local):
    return formatted(local, "j F Y")


def hour_in_words(local):
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"


def zone_in_words(local, zone):
    """CET, EEST; where a zone has no name but a number, its city: Istanbul, UTC+3."""
    name = local.tzname()
    if name.isalpha():
        return name
    hours, minutes = divmod(int(local.utcoffset().total_seconds() // 60), 60)
    return f"{clock.city(zone)}, UTC{hours:+d}{f':{minutes:02d}' if minutes else ''}"
