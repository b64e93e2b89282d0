from datetime import date, datetime
from functools import lru_cache

from django import template
from django.template import defaultfilters
from django.utils.timezone import get_current_timezone

from .components import written

register = template.Library()
MACHINE = r"Y-m-d\TH:iO"
MOST = 1_024  # days and instants in words; those shown last


@register.filter(expects_localtime=True)
def instant(at):
    """An instant for machines: to the second, with the offset of the zone in which it is shown."""
    return at.isoformat(timespec="seconds") if at else ""


@register.filter("date")
def in_words(at, form=None):
    """Django's own, once for each day and instant: it calls a function for each letter, and a gettext for each name."""
    if type(at) is datetime and at.tzinfo:
        return _in_words(at, form, get_current_timezone(), at.fold)
    return _in_words(at, form) if type(at) is date else defaultfilters.date(at, form)


@lru_cache(MOST)
def _in_words(at, form, zone=None, _fold=0):
    """Of an instant as `zone` has it. The two of an hour that a clock of one zone shows twice are equal."""
    return defaultfilters.date(at.astimezone(zone) if zone else at, form)


def _hour(at):
    """Of a day, for people and for machines."""
    return f'<time datetime="{in_words(at, MACHINE)}">{in_words(at, "d F Y, H:i")}</time>'


register.tag("hour", written(_hour))
