"""A calendar as programs read it (iCalendar, RFC 5545)."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from icalendar import Calendar, Event

from .calendar_entries import CANCELLED
from .deadlines import comes_twice
from .rich_text import CONTROL
from .site import AUTHORITY, absolute
from .time_zones import time_zone

DAY = timedelta(days=1)
ASKED_AGAIN = timedelta(hours=1)


def calendar(name, pairs):
    """With each time zone that it names; with that of the seat where it has nothing else: it may not be empty."""
    file = Calendar()
    file.add("prodid", "-//SELEC//SELEC CMS//EN")
    file.add("version", "2.0")
    for field in ("name", "x-wr-calname"):
        file.add(field, _plain(name))
    file.add("refresh-interval", ASKED_AGAIN, parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", "PT1H")
    hours = [when for _edition, one in pairs for when in (one.starts, one.ends) if isinstance(when, datetime)]
    zones = {when.tzinfo.key for when in hours} - {"UTC"} or ({settings.TIME_ZONE} if not pairs else set())
    for zone in sorted(zones):
        file.add_component(time_zone(zone))
    for edition, entry in pairs:
        file.add_component(_event(edition, entry))
    return file


def _event(edition, entry):
    page, event = absolute(edition.get_absolute_url()), Event()
    event.add("uid", f"{entry.key}-{edition.item_id}@{AUTHORITY}")
    event.add("sequence", edition.sequence)
    for name in ("dtstamp", "last-modified"):
        event.add(name, edition.publish_at.astimezone(UTC))
    event.add("created", edition.first_public_at.astimezone(UTC))
    event.add("dtstart", _when(entry.starts))
    if entry.ends:
        event.add("dtend", _when(entry.ends) if isinstance(entry.ends, datetime) else entry.ends + DAY)
    event.add("status", entry.status)
    event.add("summary", _plain(entry.title))
    told = [page] if edition.is_withdrawn else [*edition.key_facts, edition.summary, page]
    event.add("description", _plain("\n".join(part for part in told if part)))
    event.add("url", page)
    event.add("class", "PUBLIC")
    event.add("transp", "TRANSPARENT" if entry.is_deadline or entry.status == CANCELLED else "OPAQUE")
    for name, value in (("location", _plain(entry.where)), ("categories", [_plain(entry.category)])):
        if value not in ("", [""]):
            event.add(name, value)
    return event


def _when(value):
    """Of two hours that a clock shows when it goes back, a calendar means the first: in UTC there is no doubt."""
    is_hour = isinstance(value, datetime)
    return value.astimezone(UTC) if is_hour and comes_twice(value) else value


def _plain(text):
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
