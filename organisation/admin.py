"""The back office of what SELEC is. Dated rows stand on the page of the state or partner they are about."""

from functools import partial
from itertools import combinations

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.forms import Textarea
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext, gettext_lazy as _

from audit.admin import AuditedAdmin
from publishing.clock import today

from . import contact_admin, figure_admin, page_admin  # noqa: F401  register their models
from .models import (
    Chair,
    CrimeArea,
    Membership,
    MemberState,
    Partner,
    PartnerStatus,
    SocialAccount,
    StateName,
    Status,
    TaskForce,
)
from .publication_choice import PublicationChoice, PublishedForm


def known(name):
    """A date and how much of it is known, side by side."""
    return (f"{name}_on", f"{name}_precision")


class DatedRows(BaseInlineFormSet):
    """Rows of one thing, of which no two may hold on the same day."""

    def clean(self):
        super().clean()
        gone = self.deleted_forms
        kept = [form for form in self.forms if form not in gone and (form.instance.pk or form.has_changed())]
        rows = [form.instance for form in kept if not form.errors]
        for one, other in combinations(rows, 2):
            if one.overlaps(other):
                raise ValidationError(
                    gettext("“%(one)s” and “%(other)s” overlap: end the earlier before the later begins.")
                    % {"one": one, "other": other}
                )


class DatedInline(admin.StackedInline):
    formset = DatedRows
    extra = 0

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in ("note", "source"):
            kwargs["widget"] = Textarea(attrs={"rows": 2, "class": "vLargeTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class StateNameInline(DatedInline):
    model = StateName
    fields = ["official_name", ("short_name", "sort_key"), known("began"), known("ended"), "note", "source"]


class MembershipInline(DatedInline):
    model = Membership
    fields = [known("began"), known("ended"), "note", "source"]


class ChairInline(admin.TabularInline):
    model = Chair
    fields = ["year", "role", "source"]
    extra = 0

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "source":
            kwargs["widget"] = Textarea(attrs={"rows": 2, "class": "vLargeTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class AddressedAdmin(AuditedAdmin):
    """For what has a page: its address never changes, and it stays while a text refers to it."""

    form = PublishedForm
    prepopulated_fields = {"slug": ["name"]}

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["slug"] if obj else [])]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return db_field.formfield(form_class=partial(PublicationChoice, request.user), **kwargs)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and is_referred_to(obj))


def is_referred_to(row):
    relations = [field for field in row._meta.related_objects if field.many_to_many]
    return any(
        field.related_model._base_manager.filter(**{field.field.name: row}).exists() for field in relations
    )


@admin.register(MemberState)
class MemberStateAdmin(AddressedAdmin):
    fields = ["name", "slug", "iso", known("signed"), "about", "publications"]
    inlines = [MembershipInline, StateNameInline, ChairInline]
    list_display = ["name", "official_name", "iso", "is_member"]
    search_fields = ["name", "iso", "statenames__official_name", "statenames__short_name"]

    def get_queryset(self, request):
        rows = Prefetch("memberships", Membership.objects.in_effect(today()), to_attr="memberships_now")
        return super().get_queryset(request).named().prefetch_related(rows)

    @admin.display(description=_("official name today"), ordering="name_then")
    def official_name(self, state):
        return state.name_then

    @admin.display(description=_("member today"), boolean=True)
    def is_member(self, state):
        return bool(state.memberships_now)


@admin.register(Chair)
class ChairAdmin(AuditedAdmin):
    fields = ["year", "role", "state", "source"]
    list_display = ["year", "role", "state"]
    list_filter = ["role"]
    list_select_related = ["state"]
    search_fields = ["year", "state__name"]
    autocomplete_fields = ["state"]


class PartnerStatusInline(DatedInline):
    model = PartnerStatus
    dates = [known(name) for name in ("applied", "decided", "agreed", "in_force", "ended")]
    fields = ["status", *dates, "note", "source"]


class StatusToday(admin.SimpleListFilter):
    title = _("status today")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [*Status.choices, ("ended", gettext("Ended"))]

    def queryset(self, request, partners):
        if self.value() == "ended":
            return partners.ended()
        return partners.with_status(self.value()) if self.value() else partners


@admin.register(Partner)
class PartnerAdmin(AddressedAdmin):
    fields = ["name", "short_name", "slug", "kind", "iso", "acting_through", "state", "about", "publications"]
    inlines = [PartnerStatusInline]
    list_display = ["name", "short_name", "kind", "status_today"]
    list_filter = [StatusToday, "kind"]
    search_fields = ["name", "short_name", "acting_through"]
    autocomplete_fields = ["state"]

    def get_queryset(self, request):
        rows = Prefetch("statuses", PartnerStatus.objects.in_effect(today()), to_attr="statuses_now")
        return super().get_queryset(request).prefetch_related(rows)

    @admin.display(description=_("status today"))
    def status_today(self, partner):
        return ", ".join(status.get_status_display() for status in partner.statuses_now) or "–"


@admin.register(TaskForce)
class TaskForceAdmin(AuditedAdmin):
    fields = ["name", "former_name", "coordinator", known("established"), "sub_groups"]
    list_display = ["name", "coordinator", "established"]
    list_filter = ["coordinator"]
    list_select_related = ["coordinator"]
    search_fields = ["name", "former_name", "coordinator__name"]
    autocomplete_fields = ["coordinator"]


@admin.register(CrimeArea)
class CrimeAreaAdmin(AddressedAdmin):
    fields = ["name", "slug", "description", "order", "task_force", "publications"]
    list_display = ["name", "task_force", "order"]
    list_editable = ["order"]
    list_select_related = ["task_force"]
    search_fields = ["name", "description", "task_force__name"]
    autocomplete_fields = ["task_force"]


@admin.register(SocialAccount)
class SocialAccountAdmin(AuditedAdmin):
    fields = ["name", "url", "order"]
    list_display = ["name", "url", "order"]
    list_editable = ["order"]
    search_fields = ["name", "url"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "url":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)
