"""The back office of images: taken in once, described, and never replaced."""

from django import forms
from django.contrib import admin, messages
from django.urls import path
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _

from library.models import Image
from library.models.image import MOST_BYTES
from library.picker import picker

from .used import UsedAdmin


class ImageForm(forms.ModelForm):
    class Meta:
        widgets = {"caption": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})}
        labels = {"focal_x": _("From the left, %"), "focal_y": _("From the top, %")}
        help_texts = {"alt": _("What it shows, for whoever cannot see it: a sentence, not the file's name.")}


class NewImageForm(ImageForm):
    """The bytes come once: another picture is another image, since pages show this one already."""

    upload = forms.FileField(
        label=_("Image"),
        help_text=format_lazy(
            _(
                "JPEG, PNG or WebP, up to {most} MB. What the camera wrote into it (place, hour, "
                "serial number) is taken out."
            ),
            most=MOST_BYTES // 1_000_000,
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def clean_upload(self):
        from library.image_intake import image_from  # with PIL, 4 MB, for who adds one

        return image_from(self.cleaned_data["upload"])


@admin.register(Image)
class ImageAdmin(UsedAdmin):
    form = ImageForm
    change_form_template = "admin/library/image.html"
    list_display = ["thumbnail", "title", "text", "credit", "added_at"]
    list_display_links = ["title"]
    list_filter = ["licence", "is_decorative", "added_at"]
    search_fields = ["title", "alt", "caption", "credit"]
    fieldsets = [
        (None, {"fields": ["title", "alt", "is_decorative", "caption"]}),
        (_("Rights"), {"fields": ["credit", "licence", "terms"]}),
        (
            _("What every crop keeps"),
            {
                "fields": [("focal_x", "focal_y")],
                "description": _("The point that must not be cut away; 50 and 50 is the middle."),
            },
        ),
    ]

    def get_urls(self):
        view = self.admin_site.admin_view(picker)
        offered = path("picker/", view, {"image_admin": self}, name="library_image_picker")
        return [offered, *super().get_urls()]

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **{**kwargs, **({} if obj else {"form": NewImageForm})})

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if obj else [(None, {"fields": ["upload"]}), *self.fieldsets]

    @admin.display(description=_("image"))
    def thumbnail(self, image):
        return format_html('<img src="{}" alt="" width="120" height="80" loading="lazy">', image.card_url)

    @admin.display(description=_("what it shows"))
    def text(self, image):
        return image.text or gettext("(decorative)")

    def save_model(self, request, obj, form, change):
        if not change:
            taken = form.cleaned_data["upload"]
            if same := Image.objects.filter(sha256=taken.sha256).first():
                words = gettext("The library had this very picture already: “%(image)s”.")
                messages.warning(request, words % {"image": same})
            obj.take(taken, request.user)
        try:
            super().save_model(request, obj, form, change)
        except Exception:
            if not change:
                obj.original.delete(save=False)
            raise
