"""What editors pin to the home page: the lead story, and what stands in focus beneath it."""

from django.apps import apps
from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.models import Item

MOST_IN_FOCUS = 3
LOOKED_AT = 12  # pins of a place: the latest, since what is pinned may not be public


class PinQuerySet(models.QuerySet):
    def at(self, at):
        """Those that hold at the instant `at`, the latest first."""
        still = Q(until=None) | Q(until__gt=at)
        return self.filter(still, since__lte=at).select_related("item").order_by("-since", "-pk")

    def latest_of_each_place(self):
        behind = Window(RowNumber(), partition_by="place", order_by=["-since", "-pk"])
        return self.annotate(behind=behind).filter(behind__lte=LOOKED_AT)


class Pin(models.Model):
    """From one hour to another. It publishes nothing: what is not public is not shown, pinned or not."""

    class Place(models.TextChoices):
        LEAD = "lead", _("Lead story")
        FOCUS = "focus", _("In focus, beneath the lead story")

    place = models.CharField(_("place"), max_length=5, choices=Place, default=Place.LEAD)
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", editable=False, verbose_name=_("item"))
    since = models.DateTimeField(_("from"), default=clock.now)
    until = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("Empty: for as long as no later pin takes its place.")
    )

    objects = PinQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name, verbose_name_plural = _("pin"), _("pins")
        default_permissions = ("view", "add", "change")
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")),
                name="pin_ends_after_its_start",
                violation_error_message=_("It would end before it begins."),
            ),
        ]

    def __str__(self):
        return f"{self.get_place_display()}: {self.item}"


def pinned(moment):
    """(the lead story or None, what is in focus): editions that are public at the moment."""
    pins = list(Pin.objects.at(moment or clock.now()).latest_of_each_place())
    public = {}
    for kind in sorted({pin.item.kind for pin in pins}):
        items = [pin.item_id for pin in pins if pin.item.kind == kind]
        found = apps.get_model(kind).objects.public(moment).filter(item__in=items).select_related("item")
        public |= {edition.item_id: edition for edition in found}
    shown = {place: {} for place in Pin.Place.values}
    for pin in pins:
        if edition := public.get(pin.item_id):
            shown[pin.place].setdefault(pin.item_id, edition)
    lead = next(iter(shown[Pin.Place.LEAD].values()), None)
    focus = [one for one in shown[Pin.Place.FOCUS].values() if one != lead]
    return lead, focus[:MOST_IN_FOCUS]
