"""The back office's site: its first page is the desk, and a page shows who may do what."""

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse


class AdminSite(admin.AdminSite):
    site_header = "SELEC back office"
    site_title = "SELEC back office"
    index_title = "What happens next"

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
                "label": f"New {model._meta.verbose_name}",
                "url": reverse(admin_urlname(model._meta, "add"), current_app=self.name),
            }
            for model in beginnings
            if self.is_registered(model) and self._registry[model].has_add_permission(request)
        ]

    def get_urls(self):
        from publishing.checks import pages

        roles = path("roles/", self.admin_view(self.roles_view), name="roles")
        on_site = path("r/<int:kind>/<path:row>/", self.admin_view(self.on_site_view))
        return [roles, on_site, *pages.urls(self), *super().get_urls()]

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
            "title": "Who may do what",
            "roles": list(roles.ROLES),
            "rows": rows,
            "differs": any(cell.missing or cell.extra for _section, cells in rows for cell in cells),
        }
        return TemplateResponse(request, "admin/roles.html", context)
