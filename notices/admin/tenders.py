from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from notices.consistency import ROWS, contradictions
from notices.models import Tender

from .notices import CONTACT, NoticeAdmin, NoticeForm


class TenderForm(NoticeForm):
    def _post_clean(self):
        """Each contradiction at its field, in a sentence: the database would only refuse."""
        super()._post_clean()
        rows = [self.cleaned_data.get(name) for name in ROWS]
        if None in rows or self.choices:
            return
        for name, sentence in contradictions(self.instance, *rows):
            self.add_error(name, sentence)


@admin.register(Tender)
class TenderAdmin(NoticeAdmin):
    form = TenderForm
    told_at_once = ("late_change", "clarification_missing", "asker_named")
    fieldsets = [
        (
            None,
            {"fields": ["title", "reference", "procedure", "contract", "summary", "opens_at", "closes_at"]},
        ),
        (
            _("What is to be bought"),
            {"fields": ["description", "cpv", "estimated_value", "currency", "vat", "lots"]},
        ),
        (_("Tendering"), {"fields": ["how_to_submit", "criteria", "files", "site_visit"]}),
        (
            _("Questions and opening"),
            {"fields": ["questions_until", "answers_on", "opening_of_tenders_at", "opening_place"]},
        ),
        (_("Clarifications"), {"fields": ["clarifications"]}),
        (_("Funding"), {"fields": ["funding"]}),
        CONTACT,
        (_("Awards and outcome"), {"fields": ["awards", "outcome", "outcome_note"]}),
    ]
