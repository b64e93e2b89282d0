"""What the pages of every kind of notice share."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from library.attached import files_of
from publishing import clock
from publishing.deadlines import State
from publishing.lifecycle import Standing
from publishing.pages import page_of
from publishing.views import edition_page, history, past_edition


def notice_list(request, model, template, crumbs):
    """What is open and will open, by deadline; with `?status=closed` the archive, by `&year=`."""
    at = request.moment or clock.now()
    public = model.objects.public(at)
    is_archive = request.GET.get("status") == "closed"
    context = {"crumbs": crumbs, "at": at, "is_archive": is_archive}
    if not is_archive:
        return render(
            request, template, {**context, "page": page_of(public.not_closed(at).soonest_first(), request)}
        )
    closed, year = public.closed(at), request.GET.get("year", "")
    shown = closed.of_year(year) if year else closed
    context |= {"years": closed.years(), "year": year, "page": page_of(shown.newest_first(), request)}
    return render(request, template, context)


def notice_page(request, edition, template, **context):
    """An earlier text, and one that was withdrawn, are in no state: they take no answers, whatever they say."""
    at = request.moment or clock.now()
    is_past = context.get("superseded") or edition.standing != Standing.PUBLIC
    state = "" if is_past else edition.state(at)
    context = {
        "notice": edition,
        "label": edition.label,
        "at": at,
        "state": state,
        "takes_answers": state in (State.OPEN, State.SOON),
        "acts": edition.changed_deadlines(request.moment),
        **context,
    }
    context["files"] = files_of(edition, request)
    return edition_page(request, edition, template, **context)


def notice_at(request, model):
    return get_object_or_404(model.objects.visible_to(request).select_related("item"))


def notice_history(request, model, crumbs):
    return history(request, model.objects.in_force(request.moment), crumbs=crumbs)


def past_notice(request, model, number):
    past, in_force = past_edition(request, model.objects.in_force(request.moment), number)
    return past, {"superseded": past != in_force, "edition_in_force": in_force}


def crumbs_to(section, name, leaf=""):
    """The way to the page: its section alone, or the section and the page itself."""
    top = {"label": section, "url": reverse(name) if leaf else ""}
    return [top, *([{"label": leaf, "url": ""}] if leaf else [])]
