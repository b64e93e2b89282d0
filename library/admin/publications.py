from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from library.models import Publication
from publishing.admin import EditionAdmin


@admin.register(Publication)
class PublicationAdmin(EditionAdmin):
    list_display = ["headline", "state", "kind", "years", "edited_at", "edited_by"]
    list_filter = ["status", "standing", "kind"]
    search_fields = ["title", "series", "document_number", "isbn", "item__slug"]
    autocomplete_fields = ["cover", "files"]
    fieldsets = [
        (None, {"fields": ["title", "kind", "summary", "abstract", "files", "cover"]}),
        (_("What it is about"), {"fields": ["series", "covers_from", "covers_to", "issued_on"]}),
        (_("Numbers and terms"), {"fields": ["document_number", "isbn", "licence", "terms"]}),
    ]

    @admin.display(description=_("years"))
    def years(self, publication):
        return publication.years or "–"
