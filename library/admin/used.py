"""What the back office of images and of files share: where a row is used is shown, and what is used is kept."""

from django.contrib import messages
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.db.models import ProtectedError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from audit.admin import AuditedAdmin
from library.uses import where_used


class UsedAdmin(AuditedAdmin):
    list_per_page = 50
    show_full_result_count = False
    actions = None
    view_on_site = False

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context[obj._meta.model_name] = obj
            context["places"], context["hidden_places"] = where_used(obj, request.user)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def delete_view(self, request, object_id, extra_context=None):
        """What is in use is kept; the sentence says so before anything is asked."""
        row = self.get_object(request, object_id) if object_id.isdecimal() else None
        if row and self.has_delete_permission(request, row) and row.uses.exists():
            return self._kept(request, row)
        try:
            return super().delete_view(request, object_id, extra_context)
        except ProtectedError:  # used since it was asked
            return self._kept(request, row)

    def _kept(self, request, row):
        name = self.opts.verbose_name
        sentence = gettext(
            "The %(name)s is used, now or in the history of a page, and therefore cannot be deleted."
        ) % {"name": name}
        messages.error(request, sentence)
        return HttpResponseRedirect(reverse(admin_urlname(self.opts, "change"), args=[row.pk]))
