"""What an edition enters in calendars."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext

TENTATIVE, CONFIRMED, CANCELLED = "TENTATIVE", "CONFIRMED", "CANCELLED"


@dataclass(frozen=True)
class Entry:
    """One entry of an edition: `starts` and `ends` are days, both inclusive, or instants in the zone of the place.

    With its item, `key` names it for good. A deadline takes no time.
    """

    key: str
    title: str
    starts: date | datetime
    ends: date | datetime | None = None
    status: str = CONFIRMED
    where: str = ""
    category: str = ""
    is_deadline: bool = False

    @property
    def withdrawn(self):
        """That it was, and no more: why stands on its page."""
        return replace(
            self,
            title=gettext("Withdrawn: %(title)s") % {"title": self.title},
            status=CANCELLED,
            where="",
            category="",
        )
