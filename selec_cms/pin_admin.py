"""The back office of pins: one is made from the page of what is pinned, or by its address."""

from urllib.parse import urlsplit

from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit.admin import AuditedAdmin
from publishing.models import Item

from .pins import Pin

UNKNOWN = _(
    "That is not the address of a release, an event or the like: open its page, and copy it from there."
)


class PinForm(forms.ModelForm):
    """What is pinned stays: to pin something else is another pin, which takes its place."""

    person = None  # who fills it in

    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text=_("Of its page on this site. What is not public yet is shown from its hour on."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "address" in self.fields:
            self.initial["address"] = self.instance.item.address
            self.fields["address"].disabled = True

    def clean_address(self):
        path = urlsplit(self.cleaned_data["address"].strip()).path
        item = Item.objects.found_at([path]).first()
        if (
            item is None
            or not apps.get_model(item.kind).objects.seen_by(self.person).filter(item=item).exists()
        ):
            raise ValidationError(UNKNOWN)
        self.instance.item = item
        return item.address


@admin.register(Pin)
class PinAdmin(AuditedAdmin):
    form = PinForm
    fields = ["address", "place", "since", "until"]
    list_display = ["item", "place", "since", "until"]
    list_filter = ["place"]
    list_select_related = ["item"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"person": request.user})

    def has_delete_permission(self, request, obj=None):
        return False
