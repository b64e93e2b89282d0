"""Calendars (RFC 5545): what editions enter in them, in the one form that they have."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from .calendar_entries import CANCELLED
from .conditional import answered, open_data
from .deadlines import comes_twice
from .filters import through
from .lists import in_use
from .moment import shown_at
from .rich_text import CONTROL, RichTextField
from .site import AUTHORITY, absolute
from .time_zones import time_zone

DAY = timedelta(days=1)
ASKED_AGAIN = timedelta(hours=1)


@open_data
@require_safe
def of_list(request, of):
    """What a list enters in calendars: of each of its parts, where the address names none; not what is long past."""
    return _of_lists(request, of, of.titled, lambda rows, at: rows.not_long_past(at), lambda entry, at: True)


@open_data
@require_safe
def deadlines(request, of):
    """The hours of notices that are still to come; of one list, or of several together."""
    return _of_lists(
        request,
        of,
        lambda active: gettext("%(titled)s: deadlines") % {"titled": of.titled(active)},
        lambda rows, at: rows.with_hours_to_come(at),
        lambda entry, at: entry.starts > at,
    )


@open_data
@require_safe
def of_item(request, kind, **_date_and_slug):
    """What one item enters; a 404 where it has no page, or no certain day yet."""
    address = request.path.rpartition("/")[0] + "/"
    public, withdrawn = kind.objects.public(request.moment), kind.objects.withdrawn(request.moment)
    edition = get_object_or_404(_told(public | withdrawn, request), item__address=address)
    pairs = [(edition, entry) for entry in _entries(edition)]
    if not pairs:
        raise Http404
    return _answered(request, edition.title, pairs, f"{edition.item.slug}.ics")


def _of_lists(request, of, titled, narrowed, is_told):
    at, pairs = shown_at(request), []
    found = of.found_together(request)
    for one in found:
        rows = narrowed(_with_withdrawn(one, request), request.moment)
        editions = _told(rows, request).order_by("pk")
        pairs += [(each, entry) for each in editions for entry in _entries(each) if is_told(entry, at)]
    return _answered(request, titled(in_use(found)), pairs, request.path.rpartition("/")[2])


def _with_withdrawn(found, request):
    """What is found, and what would be, had it not been withdrawn: calendars keep what they are not told of."""
    editions, shown = found.list.kind.objects, Q(pk__in=found.rows.order_by().values("pk"))
    if not found.rows.query.is_empty():
        withdrawn = through(editions.withdrawn(request.moment).with_year(), found.choices)
        shown |= Q(pk__in=withdrawn.order_by().values("pk"))
    return editions.filter(shown)


def _entries(edition):
    entries = edition.calendar_entries
    return [one.withdrawn for one in entries] if edition.is_withdrawn else entries


def _told(editions, request):
    long = [one.name for one in editions.model._meta.concrete_fields if isinstance(one, RichTextField)]
    return editions.with_sequence(request.moment).select_related("item").defer(*long)


def _answered(request, name, pairs, file_name):
    content = _calendar(name, pairs).to_ical()
    told = {"Content-Disposition": f'inline; filename="{file_name}"'}
    return answered(request, content, "text/calendar; charset=utf-8", headers=told)


def _calendar(name, pairs):
    """With each time zone that it names; with that of the seat where it has nothing else: it may not be empty."""
    calendar = Calendar()
    calendar.add("prodid", "-//SELEC//SELEC CMS//EN")
    calendar.add("version", "2.0")
    for field in ("name", "x-wr-calname"):
        calendar.add(field, _plain(name))
    calendar.add("refresh-interval", ASKED_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    hours = [when for _edition, one in pairs for when in (one.starts, one.ends) if isinstance(when, datetime)]
    zones = {when.tzinfo.key for when in hours} - {"UTC"} or ({settings.TIME_ZONE} if not pairs else set())
    for zone in sorted(zones):
        calendar.add_component(time_zone(zone))
    for edition, entry in pairs:
        calendar.add_component(_event(edition, entry))
    return calendar


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
