from django.contrib import admin

from notices.models import Internship, Vacancy

from .notices import CONTACT, NoticeAdmin


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
