"""The back office of accounts and groups: who gives rights, and that nobody shuts themselves out."""

from django.contrib import messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from audit.admin import AuditedAdmin

RIGHTS = ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]
SHUT_OUT = _(
    "That would take away your own last right to change accounts and groups, so nothing was changed. "
    "Another administrator can do it."
)


class ShutOut(Exception):
    """Somebody would lose their own right to give rights."""


def gives_rights(person):
    """Whether this person looks after accounts and groups, both: one of them alone gives no rights."""
    return person.is_staff and person.has_perms(["auth.change_user", "auth.change_group"])


class RightsAdmin(AuditedAdmin):
    """Whatever is saved or deleted here, the person who does it keeps the right to undo it."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.keep(request)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        self.keep(request)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        self.keep(request)

    def keep(self, request):
        stored = User.objects.filter(pk=request.user.pk).first()
        if gives_rights(request.user) and not (stored and gives_rights(stored)):
            raise ShutOut

    def changeform_view(self, request, *args, **kwargs):
        return self.unless_shut_out(super().changeform_view, request, *args, **kwargs)

    def delete_view(self, request, *args, **kwargs):
        return self.unless_shut_out(super().delete_view, request, *args, **kwargs)

    def changelist_view(self, request, *args, **kwargs):
        return self.unless_shut_out(super().changelist_view, request, *args, **kwargs)

    def unless_shut_out(self, view, request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except ShutOut:
            messages.error(request, SHUT_OUT)
            return HttpResponseRedirect(request.path)


class AccountAdmin(RightsAdmin, UserAdmin):
    """Rights are given by who may give them, and a superuser is made by superusers alone.

    Without this, whoever may change an account could make it, or its password, their own way to every right.
    """

    def get_readonly_fields(self, request, obj=None):
        fields = list(super().get_readonly_fields(request, obj))
        if not gives_rights(request.user):
            return [*fields, *RIGHTS]
        return fields if request.user.is_superuser else [*fields, "is_superuser"]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.may_touch(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.may_touch(request, obj)

    def may_touch(self, request, account):
        if account is None or request.user.is_superuser:
            return True
        return not account.is_superuser and (gives_rights(request.user) or not gives_rights(account))


class RightsGroupAdmin(RightsAdmin, GroupAdmin):
    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and gives_rights(request.user)

    def has_add_permission(self, request):
        return super().has_add_permission(request) and gives_rights(request.user)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and gives_rights(request.user)
