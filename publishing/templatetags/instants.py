from datetime import date, datetime
from functools import lru_cache

from django import template
from django.template import defaultfilters

register = template.Library()
MOST = 1_024  # days and instants in words; those shown last


@register.filter(expects_localtime=True)
def instant(at):
    """An instant for machines: to the second, with the offset of the zone in which it is shown."""
    return at.isoformat(timespec="seconds") if at else ""


@register.filter("date", expects_localtime=True)
def in_words(at, form=None):
    """Django's own, once for each day and instant: it calls a function for each letter, and a gettext for each name."""
    if type(at) not in (date, datetime):
        return defaultfilters.date(at, form)
    return _in_words(at, form, getattr(at, "tzinfo", None), getattr(at, "fold", 0))


@lru_cache(MOST)
def _in_words(at, form, _zone, _fold):
    """Instants that are the same in two zones are equal, and so are the two of an hour that a clock shows twice."""
    return defaultfilters.date(at, form)
