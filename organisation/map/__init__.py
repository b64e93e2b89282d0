"""The map: the Member States of a day and the states that were partners on it, drawn beforehand by `draw.py`."""

import json
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext

from ..models import Kind, PartnerStatus
from .draw import DRAWN


@dataclass(frozen=True)
class Country:
    """`kind` is a class of the style sheet, `label` where its letters stand."""

    code: str
    name: str
    status: str
    kind: str
    url: str
    path: str
    label: tuple


@cache
def drawing():
    return json.loads(DRAWN.read_text(encoding="utf-8"))


def map_on(on, members):
    """Of the day `on`, with its Member States; a state that the drawing does not show stands in the lists alone."""
    rows = PartnerStatus.objects.granted().in_effect(on).filter(partner__kind=Kind.STATE)
    rows = rows.select_related("partner").order_by("-status", "partner__name")  # operational ones first
    told = [(one.iso, one.short_name_then, gettext("Member State"), "member", one) for one in members]
    told += [
        (one.partner.iso, str(one.partner), one.get_status_display(), one.status, one.partner) for one in rows
    ]
    shown = {}
    for code, name, status, kind, row in told:
        if shape := drawing()["states"].get(code):
            shown.setdefault(code, Country(code, name, status, kind, row.get_absolute_url(), **shape))
    return {**drawing(), "countries": [*shown.values()]}
