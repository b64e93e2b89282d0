"""The one clock: the database's, so that several machines agree on what is public now."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models.functions import Now
from django.db.models.sql import Query
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext, ngettext

SEAT = ZoneInfo(settings.TIME_ZONE)
YEARS = range(1990, 2101)  # what anybody may type


def now():
    """The database's present instant, aware, in UTC, in whole milliseconds.

    Milliseconds, because SQLite's clock has no finer ones: an instant stored here is past at the next query.
    """
    expression, params = sql()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {expression}", params)
        return instant_of(cursor.fetchone()[0])


def sql():
    """(The expression of the present instant, its parameters), for a statement of one's own."""
    return connection.ops.compiler("SQLCompiler")(Query(None), connection, None).compile(Now())


def instant_of(value):
    """What the database gives for it, as `now` gives it."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value + "+00:00")
    value = value.astimezone(UTC)
    return value.replace(microsecond=value.microsecond // 1000 * 1000)


class NoSuchHour(ValueError):
    """A local time that is no certain instant; the text is a sentence for whoever typed it."""


def today(at=None):
    """The date at the seat in Bucharest at the instant `at`; now, when it is left out."""
    at = at or now()
    return _day_of(at, at.fold)


@lru_cache(1_024)
def _day_of(at, _fold):
    return at.astimezone(SEAT).date()


def local_instant(local, zone=settings.TIME_ZONE):
    """The instant of a naive local time in a named zone; NoSuchHour where it would be a guess.

    Clocks that go forward skip an hour, and clocks that go back show one twice.
    """
    if local.year not in YEARS:
        raise NoSuchHour(
            gettext("Give a year from %(first)s to %(last)s.") % {"first": YEARS[0], "last": YEARS[-1]}
        )
    first, second = (local.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    if first.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        raise NoSuchHour(
            gettext("%(local)s does not exist on that day in %(zone)s: the clocks go forward.")
            % {"local": f"{local:%H:%M}", "zone": city(zone)}
        )
    if first.utcoffset() != second.utcoffset():
        raise NoSuchHour(
            gettext("%(local)s comes twice on that day in %(zone)s: give the hour in UTC.")
            % {"local": f"{local:%H:%M}", "zone": city(zone)}
        )
    return first


def span(delta):
    """A length of time in two units at most: "3 h 12 min", "2 days 4 h"."""
    minutes = max(int(delta.total_seconds() // 60), 0)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    units = [(days, ngettext("day", "days", days)), (hours, gettext("h")), (minutes, gettext("min"))]
    filled = [f"{number} {unit}" for number, unit in units if number][:2]
    return " ".join(filled) or gettext("less than a minute")


def city(zone):
    """The zone's place as people say it: Europe/Bucharest is Bucharest."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def in_words(instant, zone=settings.TIME_ZONE):
    """ "7 Oct 2026 09:00 Bucharest"; seconds only where they are not nought."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{formatted(local, 'j M Y H:i:s' if local.second else 'j M Y H:i')} {city(zone)}"
