from django.db import models


class Stage(models.TextChoices):
    """Where a tender stands at an instant, or one lot of it: by the clock until an outcome is stored.

    The first four, and the outcomes, have the values of `State` and of `Tender.Outcome`.
    """

    PLANNED = "not_yet_open", "Not yet open"
    OPEN = "open", "Open"
    SOON = "closing_soon", "Closing soon"
    CLOSED = "closed", "Closed: tenders are not opened yet"
    EVALUATION = "evaluation", "Closed: under evaluation"
    AWARDED = "awarded", "Awarded"
    PARTLY = "partly", "Awarded in part"
    NO_AWARD = "no_award", "Ended without an award"
    VOID = "notice_void", "Notice cancelled"
    CANCELLED = "cancelled", "Cancelled"

    @property
    def is_open(self):
        return self in (Stage.OPEN, Stage.SOON)

    @property
    def is_over(self):
        """Whether no more tenders are taken."""
        return not self.is_open and self != Stage.PLANNED
