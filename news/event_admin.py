from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, gettext_lazy as _

from publishing.admin import EditionAdmin
from publishing.forms import EditionForm

from .models import Decision, Event, State


class EventForm(EditionForm):
    def clean(self):
        """Hours bring the zone of the place with them."""
        cleaned = super().clean()
        if hour := cleaned.get("starts_at") or cleaned.get("ends_at"):
            cleaned["venue_zone"] = hour.tzinfo.key
        return cleaned

    def clean_outcome_release(self):
        """Its headline is shown to everybody who looks after events."""
        release = self.cleaned_data["outcome_release"]
        is_new = release and release.pk != self.instance.outcome_release_id
        if is_new and release.item.named_people.exists():
            raise ValidationError(
                gettext("That release is limited to named people: choose it once it is open to all.")
            )
        return release


@admin.register(Event)
class EventAdmin(EditionAdmin):
    form = EventForm
    list_display = ["headline", "state", "when", "edited_at", "edited_by"]
    list_filter = ["status", "standing", "decision", "kind"]
    hours_have_seconds = False
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    autocomplete_fields = [
        *("task_force", "crime_areas", "member_states", "partners", "files", "outcome_release"),
    ]
    fieldsets = [
        (None, {"fields": ["title", "kind", "ordinal", "task_force", "summary"]}),
        (
            _("When"),
            {
                "description": _(
                    "Give whole days, or hours with their time zone. Where neither is known yet, leave "
                    "them empty: readers see that the date will be announced."
                ),
                "fields": [
                    *("decision", "starts_on", "ends_on", "is_month_only", "venue_zone"),
                    *("starts_at", "ends_at"),
                ],
            },
        ),
        (_("Where"), {"fields": ["attendance", "place", "website"]}),
        (
            _("Who"),
            {"fields": ["organiser", "chair", "member_states", "partners", "others_taking_part"]},
        ),
        (_("What it is about"), {"fields": ["crime_areas"]}),
        (_("Texts"), {"fields": ["announcement", "proceedings", "report", "programme"]}),
        (_("Documents and outcome"), {"fields": ["files", "outcome_release"]}),
        (
            _("For newsrooms"),
            {
                "fields": [
                    *("press", "press_how", "accreditation_until"),
                    *("contact_name", "contact_phone", "contact_email"),
                ]
            },
        ),
    ]

    @admin.display(description=_("When"), ordering="begins_at")
    def when(self, event):
        """With what is decided, where that is not simply that it takes place."""
        days = event.dates.days or gettext("no date yet")
        return (
            days if event.decision == Decision.CONFIRMED else f"{days}, {State(event.decision).label.lower()}"
        )
