"""What every kind's pages share: a page of one item, its public history, and old editions."""

from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from publishing.translations import translations_of

from .difference import difference, relations_of_text
from .gate import named_in
from .lifecycle import ChangeKind, Standing
from .linked_data import told_by
from .models import way_on
from .prepared import prepared
from .public_history import public_history
from .site import absolute

# What a template looks for longest is what it is not given.
ON_SOME_PAGES = dict.fromkeys(["superseded", "edition_in_force", "review_form"])


def edition_page(request, edition, template, describe=None, **context):
    """The page of one edition: 410 where it was removed; never kept where it is a preview.

    `describe`: as in linked_data.py.
    """
    is_preview = named_in(request, type(edition)) == edition.pk
    if link := getattr(request, "review_link", None):
        context["review_form"], edition.review_token = request.review_form, link.token
    for shown in (edition, context.get("edition_in_force", edition)):
        shown.moment, shown.request = request.moment, request
    if edition.standing == Standing.REMOVED and not is_preview:
        if way := way_on(edition, request.moment):
            return HttpResponseRedirect(way)
        return removed(request, edition)
    name = edition._meta.verbose_name_raw.split()[-1]
    if is_preview:
        context["back_office_url"] = reverse(admin_urlname(edition._meta, "change"), args=[edition.pk])
    shown = {name: edition, "preview": is_preview and bool(request.staff)}
    context = {**ON_SOME_PAGES, **shown, **editions_beside(edition, request), **context}
    is_the_page = edition.standing == Standing.PUBLIC and not is_preview and not context.get("superseded")
    told = _passed_on(edition, describe, context, request.moment) if is_the_page else {"shared": None}
    response = render(request, template, context | told)
    if is_preview:
        add_never_cache_headers(response)
    return response


def _passed_on(edition, describe, context, at):
    """Of the page of what is public: what machines are told of it, and its way into calendars."""
    told = told_by(edition, describe, context, at)
    told["whole_address"] = absolute(edition.get_absolute_url())
    return told | ({"calendar_url": edition.calendar_url} if edition.calendar_entries else {})


def edition_at(request, kind):
    """The edition that the request's address shows this person; 404 where it shows none."""
    if named_in(request, kind):
        return get_object_or_404(kind.objects.visible_to(request).select_related(*kind.shown_with))
    for edition in _in_force_at(kind, request.moment, request.path):
        return edition
    raise Http404


@prepared
def _in_force_at(kind, at, address):
    return kind.objects.in_force(at).filter(item__address=address).select_related(*kind.shown_with)


def editions_beside(edition, request):
    """What its page tells beside it: how many editions it has, the corrections up to this one, its translations."""
    public = public_history(edition, request)
    corrections = [
        one for one in public if one.change == ChangeKind.CORRECTION and one.number <= edition.number
    ]
    translations = translations_of(edition, request)
    corrected_at = corrections[0].publish_at if corrections else None
    beside = {"corrections": corrections, "corrected_at": corrected_at, "editions_count": len(public)}
    return beside | {"translations": translations}


def removed(request, edition):
    """Browsers keep a 410 for good where nothing is said: the page may be brought back."""
    response = render(request, "publishing/removed.html", {"edition": edition}, status=410)
    add_never_cache_headers(response)
    return response


def history(request, editions, **context):
    """Each edition that the public could read, newest first, with what changed from the one before.

    `editions` is a kind's queryset of what is in force; the history goes with its item.
    """
    edition = get_object_or_404(editions, item__address=request.path.removesuffix("history/"))
    if edition.standing == Standing.REMOVED:
        return removed(request, edition)
    past = edition.siblings.readable(request.moment).select_related("item").order_by("-number")
    past = list(past.prefetch_related(*relations_of_text(edition)))
    pairs = zip(past, [*past[1:], None], strict=True)
    entries = [{"edition": new, "changes": _changes(old, new)} for new, old in pairs]
    context |= {"edition": edition, "entries": entries, "shared": None}
    return render(request, "publishing/history.html", context)


def _changes(old, new):
    """None for the first edition, nor against a text that was removed."""
    is_comparable = old and Standing.REMOVED not in (old.standing, new.standing)
    return difference(old, new) if is_comparable else []


def past_edition(request, editions, number):
    """One edition that was public, and the one that is in force in its place."""
    address = request.path.removesuffix(f"history/{number}/")
    edition_in_force = get_object_or_404(editions, item__address=address)
    if edition_in_force.standing == Standing.REMOVED:
        raise Http404
    past = get_object_or_404(edition_in_force.siblings.readable(request.moment), number=number)
    return past, edition_in_force
