from django.contrib import admin

from .models import Message


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    """Read, never changed: by whoever looks after the purpose."""

    list_display = ["subject", "purpose", "name", "at", "state"]
    list_filter = ["purpose", "at"]
    search_fields = ["subject", "name", "email", "text"]
    fields = [
        "state",
        "purpose",
        "at",
        "name",
        "email",
        "subject",
        "text",
        "sent_at",
        "sent_to",
        "last_error",
    ]
    list_per_page = 50
    show_full_result_count = False
    actions = None

    @admin.display(description="state")
    def state(self, message):
        return message.state

    def get_queryset(self, request):
        return super().get_queryset(request).seen_by(request.user)

    def get_readonly_fields(self, request, obj=None):
        return self.fields

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
