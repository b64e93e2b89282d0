from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where a tender stands at an instant, or one lot of it: by the clock until an outcome is stored.

    The first four, and the outcomes, have the values of `State` and of `Tender.Outcome`.
    """

    PLANNED = "not_yet_open", _("Not yet open")
    OPEN = "open", _("Open")
    SOON = "closing_soon", _("Closing soon")
    CLOSED = "closed", _("Closed: tenders are not opened yet")
    EVALUATION = "evaluation", _("Closed: under evaluation")
    AWARDED = "awarded", _("Awarded")
    PARTLY = "partly", _("Awarded in part")
    NO_AWARD = "no_award", _("Ended without an award")
    VOID = "notice_void", _("Notice cancelled")
    CANCELLED = "cancelled", _("Cancelled")

    @property
    def is_open(self):
        return self in (Stage.OPEN, Stage.SOON)

    @property
    def is_over(self):
        """Whether no more tenders are taken."""
        return not self.is_open and self != Stage.PLANNED
