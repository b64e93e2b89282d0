"""The back office of accounts and groups: who gives rights, and that nobody shuts themselves out."""

from django import forms
from django.contrib import messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from audit.admin import AuditedAdmin
from staff import colleagues
from staff.recent import sign_in_again

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
        if again := sign_in_again(request):
            return again
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except ShutOut:
            messages.error(request, SHUT_OUT)
            return HttpResponseRedirect(request.path)


class InvitedForm(forms.ModelForm):
    """A new account has no password: the person chooses one by the link in the invitation."""

    class Meta:
        model = User
        fields = ("username", "email")
        help_texts = {
            "email": _("The invitation goes there: a link, good for three days, to choose a password.")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True

    def clean_email(self):
        email = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Another account has this address."))
        return email

    def save(self, commit=True):
        self.instance.is_staff = True
        self.instance.set_unusable_password()
        return super().save(commit)


# What is done to a colleague's account: the act, its words once it is done, whether also to one's own.
ACTS = {
    "invite": (colleagues.invite, _("The invitation is on its way."), True),
    "second-factor": (
        colleagues.reset_second_factor,
        _("Done: the next sign-in leads to enrolling a second factor. The person is told by e-mail."),
        False,
    ),
    "sessions": (colleagues.end_all_sessions, _("Done: the person is signed out everywhere."), False),
}


class AccountAdmin(RightsAdmin, UserAdmin):
    """Rights are given by who may give them, and a superuser is made by superusers alone.

    Without this, whoever may change an account could make it, or its password, their own way to every right.
    Nobody types a password for somebody else.
    """

    add_form, add_fieldsets = InvitedForm, [(None, {"fields": ["username", "email"]})]
    fieldsets = [(None, {"fields": ["username"]}), *UserAdmin.fieldsets[1:]]
    change_form_template = "admin/account.html"

    def get_urls(self):
        view = self.admin_site.weighty_view(self.act_view)
        act = path("<int:pk>/act/<slug:act>/", view, name="auth_user_act")
        return [act, *(one for one in super().get_urls() if one.name != "auth_user_password_change")]

    @method_decorator(require_POST)
    def act_view(self, request, pk, act):
        account = get_object_or_404(User, pk=pk)
        do, done, is_for_oneself = ACTS.get(act, (None, "", False))
        is_own = account == request.user
        if do is None or (is_own and not is_for_oneself) or not self.has_change_permission(request, account):
            raise PermissionDenied
        do(account, request.user)
        messages.success(request, done)
        return redirect("admin:auth_user_change", pk)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change:
            colleagues.invite(form.instance, request.user)

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
