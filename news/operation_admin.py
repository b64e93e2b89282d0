"""The back office of operations, and the choice of one in the form of a release."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from publishing.admin import EditionAdmin
from publishing.forms import EditionForm
from publishing.item_choice import ItemChoice

from .models import Operation


class OperationChoice(ItemChoice, forms.ModelChoiceField):
    """An operation, by the name of its latest edition."""

    unseen = _("An operation that you may not see")

    def __init__(self, person, **options):
        seen = Operation.objects.seen_by(person).kept()
        rows = seen.order_by("code_name", "item").values_list("item", "code_name", "title")
        super().__init__({item: f"{code_name}: {title}" for item, code_name, title in rows}, **options)


class CarriesOperation(EditionForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "operation" in self.fields:
            self.fields["operation"].keep([self.instance.operation_id])


@admin.register(Operation)
class OperationAdmin(EditionAdmin):
    list_display = ["headline", "code_name", "state", "kind", "edited_at", "edited_by"]
    list_filter = ["status", "standing", "kind", "is_concluded", "is_final", "crime_areas"]
    search_fields = ["title", "code_name", "item__slug"]
    autocomplete_fields = ["lead_states", "member_states", "partners", "crime_areas"]
    fieldsets = [
        (None, {"fields": ["title", "code_name", "kind", "summary"]}),
        (
            _("When"),
            {"fields": ["began_on", "began_precision", "ended_on", "ended_precision", "is_concluded"]},
        ),
        (_("Who and what"), {"fields": ["lead_states", "member_states", "partners", "crime_areas"]}),
        (_("What came of it"), {"fields": ["results", "is_final"]}),
        (_("In words"), {"fields": ["body", "proceedings"]}),
        (_("Award"), {"fields": ["award", "award_semester", "award_year"]}),
        (_("Before it is published"), {"fields": ["is_legally_checked"]}),
    ]
