"""The back office of every kind of edition: a list of items, moves with their reasons, history."""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _

from audit.admin import EntryAdmin
from audit.models import Entry

from . import clock, item_pages
from .checks import findings, fingerprint
from .difference import difference, words_of
from .form_fields import LANGUAGE, FormFields
from .forms import EditionForm, MoveForm
from .item_list import ItemList
from .lifecycle import MOVES, Overtaken, Refused, Status, moves_of, refusal
from .models import Item
from .parts import Parts
from .rich_text import RichTextField, RichTextFormField
from .state import state_in_words
from .writing import typed_fields
from .writing_admin import WritingAdmin


class EditionAdmin(FormFields, WritingAdmin):
    """A kind's admin is a subclass with its fields; every rule is asked of the model."""

    form = EditionForm
    list_display = ["headline", "state", "edited_at", "edited_by"]
    list_filter = ["status", "standing"]
    list_select_related = ["edited_by", "item"]
    search_fields = ["title", "item__slug"]
    ordering = ["-edited_at", "-id"]
    list_per_page = 50
    show_full_result_count = False
    actions = None
    told_at_once = ()  # names of rules whose findings stand above the form itself
    view_on_site = False
    hours_have_seconds = True  # a deadline may be 11:59:59
    add_form_template = change_form_template = "admin/publishing/change_form.html"
    edition_fieldsets = [
        (
            _("This edition"),
            {"fields": ["opened_version", "change", "note", "publish_at", "review_on", *LANGUAGE]},
        )
    ]

    @admin.display(description=_("headline"), ordering="title")
    def headline(self, edition):
        title, lang = edition.title, edition.lang
        return format_html('<span lang="{}">{}</span>', lang, title) if lang else title

    @admin.display(description=_("State"))
    def state(self, edition):
        return edition.state_words

    def get_changelist(self, request, **kwargs):
        return ItemList

    def get_queryset(self, request):
        editions = super().get_queryset(request).for_person(request.user)
        is_list = request.resolver_match and request.resolver_match.url_name.endswith("_changelist")
        return editions.one_per_item().defer(*self.long_fields()) if is_list else editions

    def long_fields(self):
        return [field.name for field in self.model._meta.concrete_fields if isinstance(field, RichTextField)]

    def get_fieldsets(self, request, obj=None):
        fieldsets = [*self.fieldsets, *self.edition_fieldsets]
        if obj and obj.number > 1:
            return fieldsets
        later_only = {"change", "note"}
        return [
            (name, {**options, "fields": [one for one in options["fields"] if one not in later_only]})
            for name, options in fieldsets
        ]

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        guarded, weighty = self.admin_site.admin_view, self.admin_site.weighty_view
        move = path("<int:pk>/move/<slug:verb>/", weighty(self.move_view), name=f"{name}_move")
        pages = [
            path(f"<int:pk>/{page}/", guarded(self.item_page), {"page": page}, name=f"{name}_{page}")
            for page in item_pages.PAGES
        ]
        return [move, *pages, *super().get_urls()]

    def url_of(self, page, edition):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=[edition.pk])

    # Reading and writing an edition

    @method_decorator(csp_update({"style-src": [UNSAFE_INLINE]}))  # the editor styles its own parts
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A save locks the item first, as every move does: of two, the second sees what the first stored."""
        if request.method != "POST":
            return self.edition_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            if object_id and object_id.isdecimal() and len(object_id) < 18:
                own = self.model.objects.filter(pk=object_id).values("item")
                Item.objects.select_for_update().filter(pk__in=own).first()
            return self.edition_view(request, object_id, form_url, extra_context)

    def edition_view(self, request, object_id, form_url, extra_context):
        edition = self.get_object(request, object_id) if object_id and object_id.isdecimal() else None
        if edition is None:
            context = {**self.writing_context(request), **(extra_context or {})}
            return super().changeform_view(request, object_id, form_url, context)
        if not self.has_view_permission(request, edition):
            raise PermissionDenied
        context = {**self.about(request, edition), **self.writing_context(request, edition)}
        context |= extra_context or {}
        if edition.is_editable and self.has_change_permission(request, edition):
            return super().changeform_view(request, object_id, form_url, context)
        if request.method == "POST":
            below = gettext("Your text is below: copy it before you leave the page.")
            messages.error(request, f"{edition.overtaken()} {below}")
            context["typed"] = typed_fields(request.POST)
        return self.page(request, "read.html", edition, fields=self.read_fields(edition), **context)

    def about(self, request, edition):
        siblings = list(
            edition.siblings.select_related("edited_by", "submitted_by").defer(*self.long_fields())
        )
        moves = [(move, refusal(edition, move.verb, request.user)) for move in moves_of(edition)]
        returned = Entry.objects.of_item(edition.item).filter(edition=edition.number)
        last = returned.exclude(act="saved").first()
        return {
            "edition": edition,
            "state": state_in_words(siblings, clock.now()),
            "moves": [(move, self.label(move, edition)) for move, refused in moves if not refused],
            "refused_moves": [(move, refused) for move, refused in moves if refused],
            "returned": last if last and last.act == "returned" and edition.is_editable else None,
            "later": next((one for one in siblings if one.number > edition.number), None),
            "history_page": self.url_of("history", edition),
            "said": Entry.objects.of_item(edition.item).filter(
                edition=edition.number, act__in=item_pages.SAID
            ),
            "named_people": list(edition.item.named_people.all()),
            "at_once": findings(edition, request.user, only=self.told_at_once) if self.told_at_once else [],
            "own_pages": item_pages.open_to(request.user, edition),
        }

    def label(self, move, edition):
        is_restored = edition.superseded_at or edition.status == Status.DISCARDED
        is_restored = move.verb == "start_draft" and is_restored
        return gettext("Restore: start a draft from this text") if is_restored else move.label

    def read_fields(self, edition):
        """(label, value, is_rich) of each filled field, in the form's order."""
        rows = []
        for _name, options in self.get_fieldsets(None, edition):
            for name in options["fields"]:
                field = next((one for one in edition._meta.get_fields() if one.name == name), None)
                if field is not None and name != "publish_at":
                    is_rich = isinstance(field, RichTextField)
                    rows.append((field.verbose_name, self._shown(edition, field), is_rich))
        return [row for row in rows if row[1]]

    def _shown(self, edition, field):
        if isinstance(field, Parts):
            return "\n".join(str(row) for row in field.value_from_object(edition))
        if field.many_to_many:
            return ", ".join(str(row) for row in getattr(edition, field.name).all())
        value = getattr(edition, field.name)
        return words_of(edition, field) if value else value

    def save_model(self, request, obj, form, change):
        obj.save_draft(request.user)
        for name, field in form.fields.items():
            if isinstance(field, RichTextFormField) and field.losses:
                words = gettext("Taken out of “%(field)s”, since pages may not hold it: %(taken)s.")
                taken = {"field": form[name].label, "taken": ", ".join(field.losses)}
                messages.warning(request, words % taken)

    def log_addition(self, request, obj, message):
        """The audit log has it already."""

    log_change = log_addition

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_change(request, obj)

    def response_change(self, request, obj):
        if "_preview" in request.POST:
            return HttpResponseRedirect(obj.preview_url)
        if "_submit" in request.POST:
            obj.submit(request.user)
            return self.moved(request, obj)
        messages.success(request, gettext("Saved."))
        return HttpResponseRedirect(self.url_of("change", obj))

    # Moves

    def move_view(self, request, pk, verb):
        """Asks for what the move needs, then makes it: on the version that the person had before them."""
        edition = get_object_or_404(self.get_queryset(request).select_related("item"), pk=pk)
        if MOVES.get(verb) not in moves_of(edition) or not self.has_view_permission(request, edition):
            raise PermissionDenied
        move, refused = MOVES[verb], refusal(edition, verb, request.user)
        found = self.findings_for(move, edition, request) if not refused else []
        form = MoveForm(move, edition, request.POST or None, findings=found)
        if request.GET.get("version", str(edition.version)) != str(edition.version):
            refused = str(edition.overtaken())
        elif not refused and form.is_bound and form.is_valid():
            edition.version = form.cleaned_data["version"]
            try:
                done = getattr(edition, verb)(request.user, **form.arguments()) or edition
            except Overtaken as overtaken:
                refused = str(overtaken)
            except Refused as sentence:
                found = self.findings_for(move, edition, request)
                shown = {**request.POST.dict(), "read": fingerprint(found)}
                form = MoveForm(move, edition, shown, findings=found)
                form.add_error(None, str(sentence))
            else:
                return self.moved(request, done)
        context = {"move": move, "label": self.label(move, edition), "refused": refused, "findings": found}
        return self.page(request, "move.html", edition, form=form, **context)

    def findings_for(self, move, edition, request):
        return findings(edition, request.user) if move.publishes or move.verb == "submit" else []

    def moved(self, request, edition):
        siblings = edition.siblings.select_related("edited_by", "submitted_by")
        state = state_in_words(list(siblings), clock.now())
        messages.success(request, gettext("Done. %(state)s.") % {"state": state})
        return HttpResponseRedirect(self.url_of("change", edition))

    def item_page(self, request, pk, page):
        edition = get_object_or_404(self.get_queryset(request).select_related("item"), pk=pk)
        if page not in item_pages.open_to(request.user, edition):
            raise PermissionDenied
        return item_pages.PAGES[page](self, request, edition)

    # History

    def history_view(self, request, object_id, extra_context=None):
        edition = self.get_object(request, object_id) if object_id.isdecimal() else None
        if edition is None:
            raise Http404
        if not self.has_view_permission(request, edition):
            raise PermissionDenied
        people = ("edited_by", "submitted_by", "approved_by")
        editions = list(edition.siblings.select_related(*people).order_by("-number"))
        old, new = (self._picked(request, name, editions) for name in ("old", "new"))
        if not (old or new):  # what this edition changes
            earlier = [one for one in editions if one.number < edition.number]
            old = next((one for one in earlier if one.status == Status.APPROVED), None)
            new = edition
        context = {
            "editions": editions,
            "entries": Entry.objects.of_item(edition.item),
            "old": old,
            "new": new,
        }
        if old and new:
            context["changes"] = difference(*sorted([old, new], key=lambda one: one.number))
        return self.page(request, "history.html", edition, **context)

    def _picked(self, request, name, editions):
        return next((one for one in editions if str(one.number) == request.GET.get(name)), None)

    def page(self, request, template, edition, /, **context):
        title = format_html(gettext("{} · edition {}"), edition.title, edition.number)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **context}
        context |= {"edition": edition, "page_url": self.url_of("change", edition)}
        context["history_page"] = self.url_of("history", edition)
        return TemplateResponse(request, f"admin/publishing/{template}", context)


admin.site.unregister(Entry)


@admin.register(Entry)
class ItemEntryAdmin(EntryAdmin):
    """The log, without what was done to items that are limited to other people."""

    def get_queryset(self, request):
        return (
            super().get_queryset(request).exclude(item__in=Item.objects.closed_to(request.user).values("pk"))
        )
