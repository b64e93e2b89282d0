from django.contrib import admin, messages
from django.utils.html import format_html

from notices.consistency import ROWS, contradictions
from notices.models import Tender
from notices.tender_checks import asker_named, clarification_missing, late_change
from publishing.checks.piece import Piece

from .notices import CONTACT, NoticeAdmin, NoticeForm

SAID_AT_ONCE = [late_change, clarification_missing, asker_named]


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

    def save_related(self, request, form, formsets, change):
        """What a colleague would be warned of is said as soon as it is saved, with the way to put it right."""
        super().save_related(request, form, formsets, change)
        piece = Piece(form.instance, request.user)
        for look in SAID_AT_ONCE:
            for line in look(piece):
                sentence, *link = (line,) if isinstance(line, str) else line
                if link:
                    sentence = format_html('{} <a href="{}">{}</a>', sentence, *link)
                messages.warning(request, sentence)
