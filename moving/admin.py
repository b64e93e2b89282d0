"""The back office of old addresses: one by one, or many by CSV."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext, gettext_lazy as _
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV
from import_export.forms import ImportForm

from audit.admin import AuditedAdmin

from .models import OldAddress
from .table import OldAddresses


class OldAddressForm(forms.ModelForm):
    person = None  # who fills it in

    address = forms.CharField(
        label=_("Old address"),
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text=_(
            "On a former site: /p646/07+October+2016, where letter and number count, or /some-words/."
        ),
    )
    leads_to = forms.CharField(
        label=_("Leads to"),
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text=_(
            "A page of this site. Where that is a release or the like, visitors find it wherever it moves."
        ),
    )

    class Meta:
        model = OldAddress
        fields = ["title"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial |= {"address": str(self.instance), "leads_to": self.instance.leads_to}

    def clean_address(self):
        self.instance.stand_at(self.cleaned_data["address"])
        if OldAddress.objects.filter(key=self.instance.key).exclude(pk=self.instance.pk).exists():
            words = gettext("%(old)s leads somewhere already: change that row.")
            raise forms.ValidationError(words % {"old": self.instance})
        return self.cleaned_data["address"]

    def clean_leads_to(self):
        self.instance.lead_to(self.cleaned_data["leads_to"], self.person)
        return self.cleaned_data["leads_to"]


class TableForm(ImportForm):
    media = forms.Media()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["import_file"].label = gettext("CSV file")
        self.fields["format"].widget = forms.HiddenInput()


@admin.register(OldAddress)
class OldAddressAdmin(ImportExportMixin, AuditedAdmin):
    form = OldAddressForm
    fields = ["address", "leads_to", "title"]
    list_display = ["old_address", "leads_to", "title"]
    list_select_related = ["item"]
    search_fields = ["key", "path", "title", "item__address"]
    list_per_page = 100
    resource_classes = [OldAddresses]
    formats = [CSV]
    import_form_class = TableForm
    import_template_name = "admin/moving/import.html"
    import_export_change_list_template = "admin/moving/old_addresses.html"

    @admin.display(description=_("old address"), ordering="key")
    def old_address(self, old):
        return str(old)

    @admin.display(description=_("leads to"))
    def leads_to(self, old):
        return old.leads_to

    def get_queryset(self, request):
        return super().get_queryset(request).for_person(request.user)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"person": request.user})

    def has_import_permission(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def get_export_filename(self, request, queryset, file_format):
        return "old-addresses.csv"
