"""The back office of accounts, groups and missed addresses; the site itself is in back_office.py."""

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _

from audit.admin import CountedAdmin

from . import pin_admin  # noqa: F401  a module of its own
from .accounts import AccountAdmin, RightsGroupAdmin
from .models import MissedAddress

admin.site.unregister([User, Group])
admin.site.register(User, AccountAdmin)
admin.site.register(Group, RightsGroupAdmin)


@admin.register(MissedAddress)
class MissedAddressAdmin(CountedAdmin):
    list_display = ["path", "hits", "last_at", "first_at", "referrer"]
    search_fields = ["path", "referrer"]
    forgotten = _("Forgotten. An address that is missed again is counted from one.")
