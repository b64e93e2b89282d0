"""The back office of how SELEC is reached."""

from django.contrib import admin

from audit.admin import AuditedAdmin

from .models import Contact, Office, OpeningHours


@admin.register(Contact)
class ContactAdmin(AuditedAdmin):
    fields = ["purpose", "name", "phone", "email", "note", "valid_until", "order"]
    list_display = ["purpose", "name", "phone", "email", "order"]
    list_editable = ["order"]
    search_fields = ["name", "email", "phone"]


class OpeningHoursInline(admin.TabularInline):
    model = OpeningHours
    extra = 0


@admin.register(Office)
class OfficeAdmin(AuditedAdmin):
    """There is one office: it is added once, and not deleted."""

    fields = ["address", "access", "zone", "hours_note"]
    inlines = [OpeningHoursInline]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Office.objects.exists()
