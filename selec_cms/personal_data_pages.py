"""Two pages of the back office: what is kept of people and for how long; and what is kept of one person."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext, gettext_lazy as _

from publishing.retention import KEPT

from .personal_data import RIGHT, NotErased, erase, export

DIFFERENT = _("Type the address once more, in the same letters: what is erased does not come back.")


class PersonForm(forms.Form):
    address = forms.CharField(label=_("E-mail address, or name of the account"), max_length=254)
    again = forms.CharField(label=_("To erase: the same once more"), max_length=254, required=False)
    act = forms.ChoiceField(
        choices=[("export", _("Export")), ("erase", _("Erase"))], widget=forms.HiddenInput
    )

    def clean(self):
        sent = super().clean()
        if sent.get("act") == "erase" and sent.get("again") != sent.get("address"):
            self.add_error("again", DIFFERENT)
        return sent


def urls(site):
    table = path("retention/", site.admin_view(retention), name="retention")
    return [table, path("personal-data/", site.admin_view(one_person), name="personal_data")]


def retention(request):
    context = {"title": gettext("What is kept of people, and for how long"), "kept": KEPT.values()}
    return _page(request, "retention", context | {"may_handle": request.user.has_perm(RIGHT)})


def one_person(request):
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    form, done = PersonForm(request.POST or None), []
    if form.is_valid():
        address = form.cleaned_data["address"]
        if form.cleaned_data["act"] == "export":
            answer = JsonResponse(
                export(address, request.user), json_dumps_params={"ensure_ascii": False, "indent": 1}
            )
            answer["Content-Disposition"] = 'attachment; filename="personal-data.json"'
            return answer
        try:
            form, done = PersonForm(), erase(address, request.user)
        except NotErased as sentence:
            form = PersonForm(request.POST)
            form.add_error("address", str(sentence))
    return _page(
        request, "personal_data", {"title": gettext("What is kept of one person"), "form": form, "done": done}
    )


def _page(request, template, context):
    return TemplateResponse(request, f"admin/{template}.html", admin.site.each_context(request) | context)
