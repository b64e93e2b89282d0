"""The back office of operations, and the choice of one in the form of a release."""

from django import forms
from django.contrib import admin
from django.db.models import Q

from publishing.admin import EditionAdmin
from publishing.forms import EditionForm
from publishing.models import Item

from .models import Operation


class OperationChoice(forms.ModelChoiceField):
    """An operation's item, by the name of its latest edition: of those that the person may see, and the chosen one."""

    def __init__(self, person, **options):
        seen = Operation.objects.seen_by(person).one_per_item().exclude(status="discarded")
        rows = seen.order_by("code_name", "item").values_list("item", "code_name", "title")
        self.titles = {item: f"{code_name}: {title}" for item, code_name, title in rows}
        super().__init__(**options)

    def keep(self, chosen):
        """`chosen` is the id of the item that stands there, or None."""
        self.queryset = Item.objects.filter(Q(pk__in=self.titles) | Q(pk=chosen)).order_by("slug", "pk")

    def label_from_instance(self, item):
        return self.titles.get(item.pk, "An operation that you may not see")


class CarriesOperation(EditionForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "operation" in self.fields:
            self.fields["operation"].keep(self.instance.operation_id)


@admin.register(Operation)
class OperationAdmin(EditionAdmin):
    list_display = ["title", "code_name", "state", "kind", "edited_at", "edited_by"]
    list_filter = ["status", "standing", "kind", "is_concluded", "is_final", "crime_areas"]
    search_fields = ["title", "code_name", "item__slug"]
    autocomplete_fields = ["lead_states", "member_states", "partners", "crime_areas"]
    fieldsets = [
        (None, {"fields": ["title", "code_name", "kind", "summary"]}),
        (
            "When",
            {"fields": ["began_on", "began_precision", "ended_on", "ended_precision", "is_concluded"]},
        ),
        ("Who and what", {"fields": ["lead_states", "member_states", "partners", "crime_areas"]}),
        ("What came of it", {"fields": ["results", "is_final"]}),
        ("In words", {"fields": ["body", "proceedings"]}),
        ("Award", {"fields": ["award", "award_semester", "award_year"]}),
        ("Before it is published", {"fields": ["is_legally_checked"]}),
    ]
