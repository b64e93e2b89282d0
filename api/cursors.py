"""Where a list is to be continued: behind an item's place, which stays whatever is published in between."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime

from django.db.models import Q

from publishing.clock import YEARS

LONGEST = 100
LARGEST = 2**63 - 1  # what the database can hold as a number


class NoSuchPlace(ValueError):
    """The text is a sentence for whoever asked."""


def cursor_behind(edition):
    place = f"{edition.first_public_at.astimezone(UTC).isoformat()} {edition.item_id}"
    return urlsafe_b64encode(place.encode()).decode().rstrip("=")


def in_order(editions):
    """The newest first. What an item is ordered by never changes."""
    return editions.order_by("-first_public_at", "-item_id")


def behind(editions, cursor):
    """Those that follow the place of `cursor`; NoSuchPlace where it is none of ours."""
    at, item = _place(cursor)
    before = Q(first_public_at__lt=at) | Q(item__lt=item)
    return editions.filter(before, first_public_at__lte=at)  # by which an index is sought


def _place(cursor):
    try:
        hour, item = urlsafe_b64decode(cursor.encode("ascii") + b"==").decode("ascii").split(" ")
        at, number = datetime.fromisoformat(hour), int(item)
    except ValueError:  # of a code, of a date or of a number that is none
        at, number = None, 0
    if at is None or at.utcoffset() is None or at.year not in YEARS or not 0 < number <= LARGEST:
        raise NoSuchPlace(
            "cursor: take it from “next” of an answer, as it is. Without it, a list begins anew."
        )
    return at, number
