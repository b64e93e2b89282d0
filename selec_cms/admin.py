"""The back office of accounts, groups and missed addresses; the site itself is in back_office.py."""

from django.contrib import admin
from django.contrib.auth.models import Group, User

from audit.admin import AuditedAdmin

from .accounts import AccountAdmin, RightsGroupAdmin
from .models import MissedAddress

admin.site.unregister([User, Group])
admin.site.register(User, AccountAdmin)
admin.site.register(Group, RightsGroupAdmin)


@admin.register(MissedAddress)
class MissedAddressAdmin(AuditedAdmin):
    list_display = ["path", "hits", "last_at", "first_at", "referrer"]
    list_display_links = None
    search_fields = ["path", "referrer"]
    list_per_page = 50
    actions = ["forget"]

    @admin.action(description="Forget the chosen addresses", permissions=["delete"])
    def forget(self, request, addresses):
        self.log_deletions(request, addresses)
        addresses.delete()
        self.message_user(request, "Forgotten. An address that is missed again is counted from one.")

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
