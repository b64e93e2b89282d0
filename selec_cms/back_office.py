"""The back office's site: its first page is the desk, and a page shows who may do what."""

from functools import wraps

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext, gettext_lazy as _
from django.views.csrf import csrf_failure

from publishing.site import back_office


def form_refused(request, reason=""):
    """Of a form whose token is another one by now: whoever has signed in again since gets back what was typed."""
    is_ours = request.path.startswith(back_office())
    page = admin.site.shown_again(request, "form_refused.html", 403) if is_ours else None
    return page or csrf_failure(request, reason)


def not_allowed(request, exception):
    """Where a right is missing: only the back office asks for any."""
    return render(request, "admin/not_allowed.html", admin.site.each_context(request), status=403)


class AdminSite(admin.AdminSite):
    site_header = _("SELEC back office")
    site_title = _("SELEC back office")
    index_title = _("What happens next")

    def index(self, request, extra_context=None):
        from publishing import clock, desk  # the site exists before the models do

        sections = desk.sections_for(request.user)
        context = {
            "now": clock.now(),
            "starts": self.starts(request),
            "filled": [section for section in sections if section.lines],
            "quiet": [section.empty for section in sections if not section.lines],
            "may_see_roles": request.user.has_perm("auth.view_group"),
        }
        return super().index(request, {**context, **(extra_context or {})})

    def starts(self, request):
        """What this person may begin: a text of each kind, news first, then an image, a file."""
        from publishing.models import kinds

        apps_downwards = list(reversed(apps.app_configs))
        texts = sorted(kinds(), key=lambda kind: apps_downwards.index(kind._meta.app_label))
        beginnings = dict.fromkeys([*texts, *apps.get_app_config("library").get_models()])
        return [
            {
                "label": gettext("New %(verbose_name)s") % {"verbose_name": model._meta.verbose_name},
                "url": reverse(admin_urlname(model._meta, "add"), current_app=self.name),
            }
            for model in beginnings
            if self.is_registered(model) and self._registry[model].has_add_permission(request)
        ]

    def admin_view(self, view, cacheable=False):
        """A form that is sent once the session has ended is shown again: a page to sign in would swallow it."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def kept(request, *args, **kwargs):
            if request.method == "POST" and not self.has_permission(request):
                return self.shown_again(request, "signed_out.html", 401) or guarded(request, *args, **kwargs)
            return guarded(request, *args, **kwargs)

        return kept

    def login(self, request, extra_context=None):
        from staff import second_factor

        return redirect("admin:index") if self.has_permission(request) else second_factor.door(request)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def weighty_view(self, view):
        """A view that asks for a recent sign-in where it acts; of moves, those that need the right to approve."""
        from publishing.lifecycle import MOVES
        from staff.recent import recently_signed_in

        careful = recently_signed_in(view)

        def weighed(request, *args, verb="", **kwargs):
            given = {"verb": verb} if verb else {}
            weighs = not verb or (verb in MOVES and MOVES[verb].right == "approve")
            return (careful if weighs else view)(request, *args, **given, **kwargs)

        return self.admin_view(weighed)

    def shown_again(self, request, template, status):
        """What was typed, to be copied; None where nothing was."""
        from publishing.writing import typed_fields

        if not (typed := typed_fields(request.POST)):
            return None
        context = {**self.each_context(request), "typed": typed}
        response = TemplateResponse(request, f"admin/{template}", context, status=status)
        add_never_cache_headers(response)
        return response.render()

    def get_urls(self):
        from publishing.checks import pages

        from . import personal_data_pages

        roles = path("roles/", self.admin_view(self.roles_view), name="roles")
        on_site = path("r/<int:kind>/<path:row>/", self.admin_view(self.on_site_view))
        return [roles, on_site, *pages.urls(self), *personal_data_pages.urls(self), *super().get_urls()]

    def on_site_view(self, request, kind, row):
        """Before Django's own, which leads any staff to any row's page: to drafts and by review links, too."""
        from django.contrib.contenttypes.models import ContentType

        model = get_object_or_404(ContentType, pk=kind).model_class()
        page = self._registry.get(model)
        if not (page and page.view_on_site and page.has_view_permission(request)):
            raise Http404
        return shortcut(request, kind, row)

    def roles_view(self, request):
        from . import roles

        if not request.user.has_perm("auth.view_group"):
            raise PermissionDenied
        rows = roles.grid()
        context = {
            **self.each_context(request),
            "title": gettext("Who may do what"),
            "roles": list(roles.ROLES),
            "rows": rows,
            "differs": any(cell.missing or cell.extra for _section, cells in rows for cell in cells),
        }
        return TemplateResponse(request, "admin/roles.html", context)
