"""The back office of pages and questions, and of their order."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext

from publishing.admin import EditionAdmin
from publishing.forms import EditionForm
from publishing.lifecycle import Refused

from .models import Page
from .models.place import FIXED, MOVES, move, refusal, tree

ARROWS = {"up": "↑", "down": "↓", "in": "→", "out": "←"}


class PageForm(EditionForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        item = self.instance.item if self.instance.item_id else None
        if "kind" in self.fields and item and item.address:
            self.fields["kind"].disabled = True
            self.fields["kind"].help_text = gettext("Its address says so, and stays.")


@admin.register(Page)
class PageAdmin(EditionAdmin):
    form = PageForm
    change_list_template = "admin/organisation/pages.html"
    list_display = ["headline", "state", "kind", "topic", "edited_at", "edited_by"]
    list_filter = ["status", "standing", "kind", "topic"]
    fieldsets = [(None, {"fields": ["title", "kind", "topic", "summary", "body", "is_in_footer"]})]

    def get_urls(self):
        order = self.admin_site.admin_view(self.order_view)
        return [path("order/", order, name="organisation_page_order"), *super().get_urls()]

    def order_view(self, request):
        """Buttons that each make one step, so that no script and no mouse is needed."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        moved = request.GET.get("moved", "")
        if request.method == "POST":
            where, _colon, key = request.POST.get("move", "").partition(":")
            try:
                move(key, where, request.user)
            except Refused as sentence:
                messages.error(request, gettext("Nothing was moved. %(sentence)s") % {"sentence": sentence})
            return HttpResponseRedirect(
                f"{reverse('admin:organisation_page_order')}?moved={where}:{key[:20]}"
            )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Order of the About section"),
            "rows": self.rows(request, moved),
        }
        return TemplateResponse(request, "admin/organisation/order.html", context)

    def rows(self, request, moved=""):
        """Every page, those of the public and drafts; of what is limited to others, only that it is there."""
        pages = Page.objects.kept().select_related("item").defer("body")
        theirs = Page.objects.for_person(request.user).filter(pk__in=pages.values("pk"))
        seen = {str(one.item_id): one for one in theirs.defer("body")}
        top = tree(pages)
        return [self._row(node, top, seen, moved, depth) for node, depth in levels(top)]

    def _row(self, node, top, seen, moved, depth):
        is_shown = node.is_fixed or node.key in seen
        buttons = [
            {"where": where, "arrow": ARROWS[where], "words": words, "refused": refusal(node, where, top)}
            for where, words in MOVES.items()
        ]
        free = [one for one in buttons if not one["refused"]]
        is_moved = moved.endswith(f":{node.key}")
        focused = next((one for one in free if moved == f"{one['where']}:{node.key}"), free[:1] and free[0])
        for one in buttons:
            one["is_focused"] = is_moved and one is focused
        return {
            "key": node.key,
            "title": node.title if is_shown else gettext("A page that is limited to other people"),
            "url": reverse("admin:organisation_page_change", args=[seen[node.key].pk])
            if node.key in seen
            else "",
            "lang": node.lang if is_shown else "",
            "is_fixed": node.key in FIXED,
            "is_below": depth,
            "buttons": buttons,
        }


def levels(top):
    return [pair for node in top for pair in ((node, False), *((one, True) for one in node.below))]
