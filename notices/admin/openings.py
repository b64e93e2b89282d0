from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from notices.models import Internship, Vacancy

from .notices import CONTACT, NoticeAdmin


@admin.register(Vacancy)
class VacancyAdmin(NoticeAdmin):
    fieldsets = [
        (None, {"fields": ["title", "reference", "kind", "summary", "opens_at", "closes_at"]}),
        (
            _("The post"),
            {"fields": ["posts", "duty_station", "grade", "salary", "duration", "starts_on", "clearance"]},
        ),
        (_("Who and what"), {"fields": ["who_may_apply", "duties", "eligibility"]}),
        (
            _("Applying"),
            {"fields": ["how_to_apply", "documents_to_send", "files", "tests", "privacy_notice"]},
        ),
        CONTACT,
        (
            _("Reserve list and outcome"),
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
            _("The internship"),
            {"fields": ["periods", "duration", "places", "duty_station", "pay", "amount", "work"]},
        ),
        (_("Who may apply"), {"fields": ["level_of_study", "languages", "eligibility"]}),
        (_("Applying"), {"fields": ["how_to_apply", "documents_to_send", "files", "privacy_notice"]}),
        CONTACT,
        (_("Outcome"), {"fields": ["outcome", "outcome_note"]}),
    ]
