"""The pages of operations. Their numbers are facts: what is added up elsewhere comes from the same rows."""

from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy as _

from organisation.models import MemberState
from organisation.relations import relations_of
from publishing.crumbs import trail
from publishing.filters import BY_OWN_YEAR
from publishing.keeping import copy_of, kept
from publishing.kept_of import read_parts
from publishing.lists import PublicList
from publishing.views import edition_at, edition_page, history, past_edition

from .events import INDEX
from .filters import BY_AREA, BY_PARTNER, BY_STATE, OfStates, by_kind
from .models import Operation, PressRelease
from .sums import sums


class States(OfStates):
    """Whether a state leads or takes part, it is found under its name."""

    relations = ("lead_states", "member_states")

    def having(self, editions, value, at):
        return editions.of_states(MemberState.objects.filter(slug=value))

    def counted(self, editions, at):
        numbers = {}
        for relation in self.relations:
            rows = editions.order_by().exclude(**{relation: None})
            for slug, name, pk in rows.values_list(f"{relation}__slug", f"{relation}__name", "pk"):
                numbers.setdefault((slug, name), set()).add(pk)
        return [(slug, name, len(found)) for (slug, name), found in numbers.items()]


OPERATIONS = PublicList(
    "news:operations",
    _("Operations"),
    Operation,
    lambda request: Operation.objects.public(request.moment).with_year(),
    [
        BY_OWN_YEAR,
        by_kind(Operation),
        BY_AREA,
        States(BY_STATE.name, BY_STATE.label, told=BY_STATE.told),
        BY_PARTNER,
    ],
    lambda rows, at, part: rows.latest_first(),
)


def operations(request):
    found = OPERATIONS.found(request)
    page = found.page(request, found.ordered.defer("body").prefetch_related("results"))
    added = copy_of(request, (found.key, "sums"), lambda: sums(found.rows, request.moment))
    context = {"page": page, "sums": added, "crumbs": _crumbs(), **found.context}
    return render(request, "news/operations.html", context)


def operation(request, slug):
    return _page(request, edition_at(request, Operation))


def operation_history(request, slug):
    return history(
        request, Operation.objects.in_force(request.moment), crumbs=_crumbs(gettext("What changed"))
    )


def past_operation(request, slug, number):
    past, in_force = past_edition(request, Operation.objects.in_force(request.moment), number)
    return _page(request, past, superseded=past != in_force, edition_in_force=in_force)


def carried_by(release, request):
    """The operation that a release carries, as it is public at the moment that is shown; None where it is not."""
    return _carried(request, release.operation_id, request.moment) if release.operation_id else None


@kept
def _carried(item, at):
    public = Operation.objects.public(at).filter(item=item)
    return public.select_related("item").defer("body").prefetch_related("results").first()


def _page(request, operation, **context):
    read_parts(operation, request)
    releases = PressRelease.objects.public(request.moment).filter(operation=operation.item_id)
    return edition_page(
        request,
        operation,
        "news/operation.html",
        releases=releases.newest_first().defer("body"),
        crumbs=_crumbs(operation.code_name),
        **relations_of(operation, request),
        **context,
    )


def _crumbs(leaf=""):
    return trail(INDEX, (gettext("Operations"), "news:operations"), leaf=leaf)
