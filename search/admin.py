"""The back office of what visitors look for in vain."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from audit.admin import CountedAdmin

from .models import VainSearch


@admin.register(VainSearch)
class VainSearchAdmin(CountedAdmin):
    list_display = ["words", "days", "last_on"]
    search_fields = ["words"]
    forgotten = _("Forgotten. A search that finds nothing again is counted from one.")

    @admin.display(description=_("days"), ordering="-times")
    def days(self, search):
        return search.times

    def get_queryset(self, request):
        return super().get_queryset(request).frequent()
