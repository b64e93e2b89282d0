"""The back office of accounts, groups and missed addresses; the site itself is in back_office.py."""

from django.contrib import admin, messages
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_POST

from audit.admin import CountedAdmin
from moving.models import OldAddress

from . import pin_admin  # noqa: F401  a module of its own
from .accounts import AccountAdmin, RightsGroupAdmin
from .models import MissedAddress, PolicyReport

admin.site.unregister([User, Group])
admin.site.register(User, AccountAdmin)
admin.site.register(Group, RightsGroupAdmin)


@admin.register(MissedAddress)
class MissedAddressAdmin(CountedAdmin):
    list_display = ["path", "hits", "last_at", "first_at", "referrer"]
    search_fields = ["path", "referrer"]
    forgotten = _("Forgotten. An address that is missed again is counted from one.")

    def get_urls(self):
        lead = self.admin_site.admin_view(self.lead)
        return [path("<int:pk>/lead/", lead, name="selec_cms_missedaddress_lead"), *super().get_urls()]

    @method_decorator(require_POST)
    def lead(self, request, pk):
        """The button on the desk: from now on, the address leads to the page that was named there."""
        if not request.user.has_perm("moving.add_oldaddress"):
            raise PermissionDenied
        missed = get_object_or_404(MissedAddress, pk=pk)
        try:
            with transaction.atomic():
                old = OldAddress.begin(missed.path, request.POST.get("leads_to", ""), request.user)
                missed.delete()
            messages.success(
                request,
                gettext("%(old)s leads to %(address)s from now on.") % {"old": old, "address": old.leads_to},
            )
        except ValidationError as error:
            messages.error(
                request,
                gettext("%(missed)s leads nowhere yet.") % {"missed": missed}
                + " "
                + " ".join(error.messages),
            )
        return redirect("admin:index")


@admin.register(PolicyReport)
class PolicyReportAdmin(CountedAdmin):
    """What pages were kept from doing in visitors' browsers: a mistake of ours, or somebody's attempt."""

    list_display = ["directive", "blocked", "page", "times", "last_at", "first_at"]
    search_fields = ["directive", "blocked", "page"]
    forgotten = _("Forgotten. What is reported again is counted from one.")
