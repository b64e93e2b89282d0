"""The log's viewer, and the admin base whose every change reaches the log."""

import json

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext, gettext_lazy as _

from .models import Entry, record


class AuditedAdmin(admin.ModelAdmin):
    """For models without editions: whoever adds, changes or deletes a row is on record."""

    def log_addition(self, request, obj, message):
        record("added", request.user, subject=self._subject(obj))
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        stored = message if isinstance(message, str) else json.dumps(message)
        reason = LogEntry(change_message=stored).get_change_message()
        record("changed", request.user, subject=self._subject(obj), reason=reason)
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        for row in queryset:
            record("deleted", request.user, subject=self._subject(row))
        return super().log_deletions(request, queryset)

    def _subject(self, row):
        return f"{row._meta.label_lower} {row.pk}: {row}"


class CountedAdmin(AuditedAdmin):
    """For rows that the site counts by itself: nobody types one, and chosen ones are forgotten."""

    list_display_links = None
    list_per_page = 50
    actions = ["forget"]
    forgotten = _("Forgotten.")

    @admin.action(description=_("Forget the chosen %(verbose_name_plural)s"), permissions=["delete"])
    def forget(self, request, rows):
        self.log_deletions(request, rows)
        rows.delete()
        self.message_user(request, self.forgotten)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class ActFilter(admin.AllValuesFieldListFilter):
    def choices(self, changelist):
        return [one | {"display": gettext(one["display"])} for one in super().choices(changelist)]


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):
    list_display = ["number", "at", "actor_name", "act_in_words", "subject", "edition", "reason"]
    list_filter = [("act", ActFilter), "at"]
    search_fields = ["actor_name", "subject", "reason"]
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description=_("act"), ordering="act")
    def act_in_words(self, entry):
        return entry.act_in_words

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
