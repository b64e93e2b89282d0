from django.contrib import admin
from django.core.exceptions import ValidationError

from publishing.admin import EditionAdmin
from publishing.forms import EditionForm

from .models import Internship, Tender, Vacancy, key_of

CONTACT = ("Contact", {"fields": ["contact_name", "contact_phone", "contact_email"]})


class NoticeForm(EditionForm):
    def clean_reference(self):
        """Said as soon as it is typed; what is published is looked at once more by the checks."""
        reference = self.cleaned_data["reference"]
        self.instance.reference = reference
        if other := self.instance.namesakes().for_person(self.person).first():
            raise ValidationError(f"“{other.title}” has this reference already: give this one its own.")
        return reference


class NoticeAdmin(EditionAdmin):
    form = NoticeForm
    list_display = ["title", "reference", "state", "closes_at", "edited_at", "edited_by"]
    list_filter = ["status", "standing", "outcome"]
    search_fields = ["title", "reference", "reference_key", "item__slug"]
    autocomplete_fields = ["files"]

    def get_form(self, request, *args, **kwargs):
        return type("NoticeFormFor", (super().get_form(request, *args, **kwargs),), {"person": request.user})

    def get_search_results(self, request, queryset, search_term):
        """A reference is found in any spelling."""
        found, is_doubled = super().get_search_results(request, queryset, search_term)
        if key := key_of(search_term):
            found = found | queryset.filter(reference_key__contains=key)
        return found, is_doubled


@admin.register(Vacancy)
class VacancyAdmin(NoticeAdmin):
    fieldsets = [
        (None, {"fields": ["title", "reference", "kind", "summary", "opens_at", "closes_at"]}),
        (
            "The post",
            {"fields": ["posts", "duty_station", "grade", "salary", "duration", "starts_on", "clearance"]},
        ),
        ("Who and what", {"fields": ["who_may_apply", "duties", "eligibility"]}),
        ("Applying", {"fields": ["how_to_apply", "documents_to_send", "files", "tests", "privacy_notice"]}),
        CONTACT,
        (
            "Reserve list and outcome",
            {
                "fields": [
                    *("reserve_list", "reserve_list_until", "outcome", "outcome_note", "reopened_as"),
                ]
            },
        ),
    ]


@admin.register(Internship)
class InternshipAdmin(NoticeAdmin):
    fieldsets = [
        (None, {"fields": ["title", "reference", "summary", "is_rolling", "opens_at", "closes_at"]}),
        (
            "The internship",
            {"fields": ["periods", "duration", "places", "duty_station", "pay", "amount", "work"]},
        ),
        ("Who may apply", {"fields": ["level_of_study", "languages", "eligibility"]}),
        ("Applying", {"fields": ["how_to_apply", "documents_to_send", "files", "privacy_notice"]}),
        CONTACT,
        ("Outcome", {"fields": ["outcome", "outcome_note"]}),
    ]


@admin.register(Tender)
class TenderAdmin(NoticeAdmin):
    fieldsets = [
        (
            None,
            {"fields": ["title", "reference", "procedure", "contract", "summary", "opens_at", "closes_at"]},
        ),
        (
            "What is to be bought",
            {"fields": ["description", "cpv", "estimated_value", "currency", "vat", "lots"]},
        ),
        ("Tendering", {"fields": ["how_to_submit", "criteria", "files", "site_visit"]}),
        (
            "Questions and opening",
            {"fields": ["questions_until", "answers_on", "opening_of_tenders_at", "opening_place"]},
        ),
        ("Clarifications", {"fields": ["clarifications"]}),
        ("Funding", {"fields": ["funding"]}),
        CONTACT,
        ("Awards and outcome", {"fields": ["awards", "outcome", "outcome_note"]}),
    ]
