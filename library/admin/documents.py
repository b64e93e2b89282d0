"""The back office of files: a title, a language, and versions, of which none is ever changed."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_POST

from library.content import CONTENT_TYPES, MOST_BYTES, file_from
from library.models import Document, Version
from publishing.lifecycle import Refused

from .used import UsedAdmin

ACCEPTED = ",".join(f".{format}" for format in CONTENT_TYPES)
LIMITS = format_lazy(
    _("PDF, DOCX, XLSX, ODT, CSV or ZIP, up to {most} MB, without macros or scripts."),
    most=MOST_BYTES // 1_000_000,
)


class DocumentForm(forms.ModelForm):
    """On a file that exists, an upload is one more version."""

    upload = forms.FileField(
        label=_("File"), help_text=LIMITS, widget=forms.FileInput(attrs={"accept": ACCEPTED})
    )
    note = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("What changed, for readers: it stands in the list of versions. May stay empty."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "upload" in self.fields:
            self.fields["upload"].label, self.fields["upload"].required = gettext("Replace with"), False

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        taken = file_from(upload) if upload else None
        newest = self.instance.newest if taken and self.instance.pk else None
        if newest and newest.sha256 == taken.sha256:
            raise ValidationError(
                gettext("This is version %(number)s, which is in force: nothing would change.")
                % {"number": newest.number}
            )
        return taken

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("note") and "upload" in cleaned and not cleaned["upload"]:
            self.add_error("upload", gettext("Choose the file that this reason is for."))
        return cleaned


@admin.register(Document)
class DocumentAdmin(UsedAdmin):
    form = DocumentForm
    change_form_template = "admin/library/document.html"
    list_display = ["title", "facts", "language", "added_at", "added_by"]
    list_filter = ["language", "added_at"]
    list_select_related = ["added_by"]
    search_fields = ["title", "versions__name", "versions__sha256"]

    def get_urls(self):
        view = self.admin_site.weighty_view(self.approve_view)
        approve = path("<int:pk>/approve/<int:number>/", view, name="library_document_approve")
        return [approve, *super().get_urls()]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("versions")

    def get_fieldsets(self, request, obj=None):
        """Whoever only reads has no upload to be shown."""
        about = (None, {"fields": ["title", "language"]})
        if not obj:
            return [(None, {"fields": ["upload", "title", "language"]})]
        changes = (gettext("Another version"), {"fields": ["upload", "note"]})
        return [about, changes] if self.has_change_permission(request, obj) else [about]

    @admin.display(description=_("format and size"))
    def facts(self, document):
        version = document.newest
        return f"{version.format.upper()}, {filesizeformat(version.size)}" if version else "-"

    def save_model(self, request, obj, form, change):
        taken = form.cleaned_data["upload"]
        if not change:
            obj.begin(request.user)
            if same := Version.objects.filter(sha256=taken.sha256).select_related("document").first():
                words = gettext("The library had this very file already: “%(file)s”.")
                messages.warning(request, words % {"file": same.document})
        super().save_model(request, obj, form, change)
        if taken:
            version = obj.add_version(taken, request.user, form.cleaned_data.get("note", ""))
            if not version.effective_at:
                waits = gettext(
                    "Version %(number)s waits for a colleague to approve it; until then readers have the one before."
                )
                messages.warning(request, waits % {"number": version.number})

    @method_decorator(require_POST)
    def approve_view(self, request, pk, number):
        document = get_object_or_404(Document, pk=pk)
        if not self.has_view_permission(request, document):
            raise PermissionDenied
        try:
            get_object_or_404(document.versions, number=number).approve(request.user)
            messages.success(request, gettext("Version %(number)s is in force.") % {"number": number})
        except Refused as refused:
            messages.error(request, gettext("It was not approved. %(refused)s") % {"refused": refused})
        return HttpResponseRedirect(reverse("admin:library_document_change", args=[pk]))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            versions = obj.versions.select_related("added_by", "effective_by", "document")
            context["versions"] = [(version, version.refusal(request.user)) for version in versions]
            context["in_force"], context["is_public"] = obj.newest, obj.is_public()
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_deleted_objects(self, objs, request):
        """The versions go with a file that was never used: the page asks about it alone."""
        return [str(one) for one in objs], {}, set(), []
