"""The back office of yearly figures."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from audit.admin import AuditedAdmin
from publishing.part_forms import in_figures_alone

from .models import YearlyFigure


@admin.register(YearlyFigure)
class YearlyFigureAdmin(AuditedAdmin):
    fields = ["year", "what", "number", "note", "source", "source_url"]
    list_display = ["year", "what", "words", "source"]
    list_filter = ["what"]
    search_fields = ["year", "note", "source"]

    @admin.display(description=_("number"), ordering="number")
    def words(self, figure):
        return figure.words

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "source_url":
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return in_figures_alone(field) if db_field.name == "number" else field
