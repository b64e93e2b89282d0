"""The back office's ways to what is being typed: autosave, preview, taking back, forgetting."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_POST

from .preview import preview
from .writing import KEY, LONGEST, Writing, hour, keep, key_in, new_key, others, see

SIGNED_OUT = _(
    "You are signed out. Your text is safe in this page, and is not kept elsewhere until you sign in."
)
NO_RIGHT = _(
    "Your account may no longer change this. Your text is still in this page: copy it before you leave."
)
TOO_LONG = _("This is too long to be kept while you type (over 2 MB). Save it, or make it shorter.")


class WritingAdmin(admin.ModelAdmin):
    """What a kind's form needs so that no typed text is ever lost."""

    change_list_template = "admin/publishing/change_list.html"

    class Media:
        js = ["publishing/writing.js"]
        css = {"all": ["publishing/writing.css"]}

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        views = {"autosave": self.autosave_view, "preview": self.preview_view}
        urls = [path("forget/", self.admin_site.admin_view(self.forget_view), name=f"{name}_forget")]
        for act, view in views.items():
            urls.append(path(f"{act}/", require_POST(view), name=f"{name}_{act}_new"))
            urls.append(path(f"<int:pk>/{act}/", require_POST(view), name=f"{name}_{act}"))
        return [*urls, *super().get_urls()]

    def own_url(self, page, *args):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    # What the form says to the server

    def autosave_view(self, request, pk=None):
        edition, refusal = self._asked(request, pk)
        if refusal:
            return refusal
        if not key_in(request.POST):
            return answer(400, state="refused", sentence=gettext("Open the form again: it has no key."))
        who = {"others": others(request.user, self.model, edition)}
        if "seen" in request.GET:
            see(request.user, self.model, edition, request.POST)
            return answer(state="seen", **who)
        kept_at = keep(request.user, self.model, edition, request.POST)
        if kept_at is None:
            return answer(413, state="too_long", sentence=TOO_LONG, limit=LONGEST, **who)
        return answer(state="kept", sentence=gettext("Kept at %(hour)s") % {"hour": hour(kept_at)}, **who)

    def preview_view(self, request, pk=None):
        edition, refusal = self._asked(request, pk)
        if refusal:
            return refusal
        if edition and not edition.is_editable:
            return answer(409, state="refused", sentence=gettext("This edition can no longer be edited."))
        data = request.POST.copy()
        data["opened_version"] = edition.version if edition else 0
        fields = [name for _title, group in self.get_fieldsets(request, edition) for name in group["fields"]]
        form = self.get_form(request, edition, change=bool(edition), fields=fields)(data, instance=edition)
        page, invalid = preview(request, form)
        return answer(state="shown", page=page, invalid=invalid)

    def _asked(self, request, pk):
        """(the edition or None, None), or the answer that says why not: in words, never a sign-in page."""
        sign_in = reverse("admin:login", current_app=self.admin_site.name)
        if not self.admin_site.has_permission(request):
            return None, answer(401, state="signed_out", sentence=SIGNED_OUT, sign_in=sign_in)
        typed_by = request.POST.get("writing_person", str(request.user.pk))
        if typed_by != str(request.user.pk):
            sentence = gettext("%(user)s is signed in here now, and this is somebody else's text.") % {
                "user": request.user
            }
            return None, answer(401, state="signed_out", sentence=sentence, sign_in=sign_in)
        edition = self.get_object(request, str(pk)) if pk else None
        may = self.has_change_permission(request, edition) if pk else self.has_add_permission(request)
        if not may or (pk and edition is None):
            return None, answer(403, state="refused", sentence=NO_RIGHT)
        return edition, None

    def forget_view(self, request):
        if request.method != "POST":
            raise Http404
        key = key_in(request.POST)
        row = Writing.objects.of(request.user).filter(kind=self.opts.label_lower, key=key).first()
        if row is None:
            raise PermissionDenied
        row.delete()
        messages.success(request, gettext("Forgotten."))
        page = self.own_url("change", row.edition) if row.edition else self.own_url("add")
        return HttpResponseRedirect(page)

    # What the form shows

    def unsaved(self, request, edition=None):
        return Writing.objects.of(request.user).on(self.model, edition).unsaved()

    def taken_back(self, request, edition):
        key = request.GET.get("typed", "")
        return self.unsaved(request, edition).filter(key=key).first() if KEY.fullmatch(key) else None

    def writing_context(self, request, edition=None):
        """`writing` is what writing.js needs; `left` is what was typed in other forms and not saved."""
        back = request.method == "GET" and self.taken_back(request, edition)
        key = key_in(request.POST) or (back.key if back else new_key())
        page, known = ("", [edition.pk]) if edition else ("_new", [])
        writing = {
            "key": key,
            "autosave": self.own_url(f"autosave{page}", *known),
            "preview": self.own_url(f"preview{page}", *known),
        }
        left = self.unsaved(request, edition).exclude(key=key)
        form_url = self.own_url("change", edition.pk) if edition else self.own_url("add")
        return {"writing": writing, "left": left, "form_url_of_left": form_url}

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        row = self.taken_back(request, obj) if request.method == "GET" else None
        return type(form)(form.__name__, (form,), {"taken_back": row.data}) if row else form

    def changelist_view(self, request, extra_context=None):
        may_add = self.has_add_permission(request)
        left = self.unsaved(request) if may_add else Writing.objects.none()
        context = {"left": left, "form_url_of_left": self.own_url("add"), **(extra_context or {})}
        return super().changelist_view(request, context)

    def save_related(self, request, form, formsets, change):
        """What is stored needs keeping no longer; both in the transaction of the save."""
        super().save_related(request, form, formsets, change)
        own = Writing.objects.of(request.user).filter(kind=self.opts.label_lower)
        own.filter(key=key_in(request.POST)).delete()


def answer(status=200, **told):
    response = JsonResponse(told, status=status)
    add_never_cache_headers(response)
    return response
