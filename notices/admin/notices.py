"""What the forms of every notice share."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from publishing.admin import EditionAdmin
from publishing.forms import EditionForm

CONTACT = (_("Contact"), {"fields": ["contact_name", "contact_phone", "contact_email"]})


class NoticeForm(EditionForm):
    def clean_reference(self):
        """Said as soon as it is typed; what is published is looked at once more by the checks."""
        reference = self.cleaned_data["reference"]
        self.instance.reference = reference
        if other := self.instance.namesakes().for_person(self.person).first():
            raise ValidationError(
                gettext("“%(title)s” has this reference already: give this one its own.")
                % {"title": other.title}
            )
        return reference


class NoticeAdmin(EditionAdmin):
    form = NoticeForm
    list_display = ["headline", "reference", "state", "closes_at", "edited_at", "edited_by"]
    list_filter = ["status", "standing", "outcome"]
    search_fields = ["title", "reference", "item__slug"]
    autocomplete_fields = ["files"]

    def get_form(self, request, *args, **kwargs):
        return type("NoticeFormFor", (super().get_form(request, *args, **kwargs),), {"person": request.user})

    def get_search_results(self, request, queryset, search_term):
        """A reference is found in any spelling."""
        found, is_doubled = super().get_search_results(request, queryset, search_term)
        return found | queryset.quoted_as(search_term), is_doubled
