from functools import partial

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from publishing.admin import EditionAdmin

from . import event_admin  # noqa: F401  a module of its own
from .models import PressRelease
from .operation_admin import CarriesOperation, OperationChoice


@admin.register(PressRelease)
class PressReleaseAdmin(EditionAdmin):
    form = CarriesOperation
    list_display = ["headline", "state", "kind", "edited_at", "edited_by"]
    list_filter = ["status", "standing", "kind", "crime_areas"]
    autocomplete_fields = ["lead_image", "crime_areas", "member_states", "partners"]
    fieldsets = [
        (
            None,
            {"fields": ["title", "kind", "summary", "dateline_place", "dateline_on", "lead_image", "body"]},
        ),
        (_("What it is about"), {"fields": ["operation", "crime_areas", "member_states", "partners"]}),
        (
            _("For newsrooms"),
            {"fields": ["contact_name", "contact_phone", "contact_email", "notes_to_editors"]},
        ),
        (_("On every page"), {"fields": ["is_pinned", "pinned_until"]}),
        (_("Small print"), {"fields": ["footnotes", "funding_statement", "legacy_title"]}),
    ]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "operation":
            return db_field.formfield(form_class=partial(OperationChoice, request.user), **kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
