"""Calendars (RFC 5545): what editions enter in them, in the one form that they have."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from .conditional import answered, open_data
from .filters import through
from .lists import in_use
from .moment import shown_at
from .rich_text import RichTextField


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
    from .calendar_file import calendar  # icalendar, 3 MB, for who asks for a calendar

    content = calendar(name, pairs).to_ical()
    told = {"Content-Disposition": f'inline; filename="{file_name}"'}
    return answered(request, content, "text/calendar; charset=utf-8", headers=told)
