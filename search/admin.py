"""The back office of what visitors look for in vain."""

from django.contrib import admin

from audit.admin import AuditedAdmin

from .models import VainSearch


@admin.register(VainSearch)
class VainSearchAdmin(AuditedAdmin):
    list_display = ["words", "days", "last_on"]
    list_display_links = None
    search_fields = ["words"]
    list_per_page = 50
    actions = ["forget"]

    @admin.display(description="days", ordering="-times")
    def days(self, search):
        return search.times

    @admin.action(description="Forget the chosen searches", permissions=["delete"])
    def forget(self, request, searches):
        self.log_deletions(request, searches)
        searches.delete()
        self.message_user(request, "Forgotten. A search that finds nothing again is counted from one.")

    def get_queryset(self, request):
        return super().get_queryset(request).frequent()

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
