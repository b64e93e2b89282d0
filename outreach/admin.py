from django.contrib import admin
from django.db.models import Count, F, Q, Value
from django.utils.translation import gettext, gettext_lazy as _

from audit.admin import AuditedAdmin

from .models import Message, Subscriber


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

    @admin.display(description=_("state"))
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


@admin.register(Subscriber)
class SubscriberAdmin(AuditedAdmin):
    """How many there are, and whether their letters arrive. Addresses are for who may delete one, on request."""

    list_display = ["number", "address", "frequency", "state", "asked_at", "waiting", "failing"]
    list_filter = ["frequency", ("confirmed_at", admin.EmptyFieldListFilter)]
    fields = ["address", "frequency", "state", "asked_at", "confirmed_at", "waiting", "failing"]
    list_per_page = 50
    actions = None

    @admin.display(description=_("subscriber"))
    def number(self, subscriber):
        return str(subscriber)

    @admin.display(description=_("e-mail"))
    def address(self, subscriber):
        return subscriber.shown_address

    @admin.display(description=_("state"))
    def state(self, subscriber):
        return subscriber.state

    @admin.display(description=_("letters that wait"))
    def waiting(self, subscriber):
        return subscriber.waiting

    @admin.display(description=_("of them failed once"))
    def failing(self, subscriber):
        return subscriber.failing

    def get_queryset(self, request):
        """With the address where this person may know it."""
        waiting = Q(letters__sent_at=None, letters__isnull=False)
        may_know = self.has_delete_permission(request)
        return (
            super()
            .get_queryset(request)
            .annotate(
                waiting=Count("letters", filter=waiting),
                failing=Count("letters", filter=waiting & Q(letters__failures__gt=0)),
                shown_address=F("email") if may_know else Value(gettext("not shown")),
            )
        )

    def get_search_fields(self, request):
        """A search finds out what is not shown."""
        return ["email"] if self.has_delete_permission(request) else []

    def get_readonly_fields(self, request, obj=None):
        return self.fields

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
