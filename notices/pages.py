"""What the pages of every kind of notice share."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from library.referred import files_of
from publishing.deadlines import State
from publishing.filters import BY_YEAR, Parts
from publishing.lifecycle import Standing
from publishing.lists import PublicList
from publishing.moment import shown_at
from publishing.public_history import up_to
from publishing.views import edition_page, history, past_edition

OPEN, CLOSED = "open", "closed"
STATUS = Parts(
    "status",
    _("Open or closed"),
    parts={
        OPEN: (_("Open"), lambda notices, at: notices.not_closed(at)),
        CLOSED: (_("Closed"), lambda notices, at: notices.closed(at)),
    },
)


def notices(name, label, kind, filters):
    """A list of what is open and will open, by deadline; with `?status=closed` the archive, newest first."""
    return PublicList(
        name,
        label,
        kind,
        lambda request: kind.objects.public(request.moment).with_year(),
        [STATUS, BY_YEAR, *filters],
        lambda rows, at, part: rows.newest_first() if part == CLOSED else rows.soonest_first(),
        calendar=f"{name}_deadlines",
    )


def notice_list(request, notices, template, crumbs):
    found, at = notices.found(request), shown_at(request)
    context = {"page": found.page(request), "crumbs": crumbs, "at": at, **found.context}
    return render(request, template, {**context, "is_archive": found.part == CLOSED})


def notice_page(request, edition, template, describe=None, **context):
    """An earlier text, and one that was withdrawn, are in no state: they take no answers, whatever they say."""
    at = shown_at(request)
    is_past = context.get("superseded") or edition.standing != Standing.PUBLIC
    state = "" if is_past else edition.state(at)
    context = {
        "notice": edition,
        "label": edition.label,
        "at": at,
        "state": state,
        "takes_answers": state in (State.OPEN, State.SOON),
        "acts": edition.deadlines_changed_among(up_to(edition, request)),
        **context,
    }
    context["files"] = files_of(edition, request)
    return edition_page(request, edition, template, describe, **context)


def notice_history(request, model, crumbs):
    return history(request, model.objects.in_force(request.moment), crumbs=crumbs)


def past_notice(request, model, number):
    past, in_force = past_edition(request, model.objects.in_force(request.moment), number)
    return past, {"superseded": past != in_force, "edition_in_force": in_force}
