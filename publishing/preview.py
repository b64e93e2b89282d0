"""The public page as it will look with what is typed: the real view, and nothing stored."""

from copy import copy

from django.db import DatabaseError, transaction
from django.http import Http404, QueryDict
from django.urls import resolve

from .lifecycle import Refused
from .models import Item
from .parts import parts_of


def preview(request, form):
    """(the page's HTML, sentences on the fields that could not be taken), for a bound form.

    What is valid of it is saved, the page rendered, and all of that rolled back. The page is empty
    where the edition cannot be stored so, or was saved or submitted by somebody in this very moment.
    """
    form.is_valid()
    invalid = [
        f"{form.fields[name].label}: {' '.join(errors)}" if name in form.fields else " ".join(errors)
        for name, errors in form.errors.items()
    ]
    with transaction.atomic():
        try:
            page = _rendered(request, form)
        except (DatabaseError, ValueError, Http404, Refused):
            page = ""
        transaction.set_rollback(True)
    return page, invalid


def _rendered(request, form):
    edition = form.instance
    with transaction.atomic():
        if not edition.item_id:
            edition.item = Item.objects.create(kind=edition._meta.label_lower)
        edition.save()
        for field in [*edition._meta.many_to_many, *parts_of(edition)]:
            if field.name in form.cleaned_data:
                field.save_form_data(edition, form.cleaned_data[field.name])
    response = _ask(request, edition)
    if hasattr(response, "render"):
        response.render()
    return response.content.decode(response.charset)


def _ask(request, edition):
    """What the kind's own view answers to a visitor to whom this edition were public."""
    path = edition.preview_url.partition("?")[0]
    inner = copy(request)
    inner.method, inner.path, inner.path_info = "GET", path, path
    inner.GET, inner.POST = QueryDict(), QueryDict()
    inner.moment, inner.staff, inner.shown_edition = None, None, edition
    inner.is_typed = True
    inner.resolver_match = match = resolve(path)
    return match.func(inner, *match.args, **match.kwargs)
