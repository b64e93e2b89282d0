"""Where people are signed in, for who looks after accounts. Secrets that allauth would show have no page here."""

from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from audit.admin import CountedAdmin

# allauth's own names for it are English alone.
UserSession._meta.verbose_name, UserSession._meta.verbose_name_plural = _("user session"), _("user sessions")
for model in [model for model in admin.site._registry if model.__module__.startswith("allauth.")]:
    admin.site.unregister(model)


@admin.register(UserSession)
class SessionAdmin(CountedAdmin):
    list_display = ["user", "created_at", "ip", "user_agent"]
    list_filter = ["user"]
    list_select_related = ["user"]
    search_fields = ["user__username", "ip"]
    ordering = ["-created_at"]
    forgotten = _("Ended. Whoever was signed in there has to sign in again.")

    @admin.action(description=_("End the chosen sessions"), permissions=["delete"])
    def forget(self, request, rows):
        self.log_deletions(request, rows)
        for session in rows:
            session.end()
        self.message_user(request, self.forgotten)

    def delete_model(self, request, obj):
        obj.end()

    def _subject(self, row):
        return f"session of {row.user} since {row.created_at:%Y-%m-%d %H:%M} UTC"
