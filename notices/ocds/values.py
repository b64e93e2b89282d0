"""Instants and sums as the standard wants them in JSON."""

from datetime import datetime, time

from publishing.clock import SEAT


def instant(at):
    """ISO 8601 with the offset of Bucharest; None where there is none."""
    return at and at.astimezone(SEAT).isoformat(timespec="seconds")


def start_of(day):
    return day and instant(datetime.combine(day, time(), SEAT))


def period(start, end=None):
    return filled(startDate=instant(start), endDate=instant(end))


def money(amount, currency, vat):
    """`vat` is a word of Tender.Vat; None where no amount is said."""
    if amount is None:
        return None
    return {"amount": float(amount), "currency": currency, "valueAddedTaxIncluded": vat == "included"}


def filled(**fields):
    """Without what is empty: the standard wants no empty strings, lists or objects."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}
