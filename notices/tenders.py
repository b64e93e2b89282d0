"""The pages of tenders."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_safe

from library.referred import files_of
from publishing.conditional import open_data
from publishing.crumbs import trail
from publishing.filters import Filter
from publishing.kept_of import kept_of, read_parts
from publishing.moment import shown_at
from publishing.site import absolute
from publishing.views import edition_at

from .models import Tender
from .ocds import release_package
from .pages import notice_history, notice_list, notice_page, notices, past_notice
from .time_line import time_line

PROCUREMENT = notices(
    "notices:procurement",
    _("Procurement"),
    Tender,
    [
        Filter("procedure", _("Procedure"), "procedure", names=dict(Tender.Procedure.choices)),
        Filter("contract", _("Contract type"), "contract", names=dict(Tender.Contract.choices)),
    ],
)


def procurement(request):
    return notice_list(request, PROCUREMENT, "notices/procurement.html", _crumbs())


def tender(request, slug):
    return _page(request, edition_at(request, Tender))


def tender_history(request, slug):
    return notice_history(request, Tender, _crumbs(gettext("What changed")))


def past_tender(request, slug, number):
    past, context = past_notice(request, Tender, number)
    return _page(request, past, **context)


@open_data
@require_safe
def tender_ocds(request, slug):
    """For machines: what is public of it, as the Open Contracting Data Standard has it."""
    address = request.path.removesuffix("ocds.json")
    tender = get_object_or_404(Tender.objects.public(request.moment), item__address=address)
    at = shown_at(request)
    package = release_package(tender, at, files_of(tender, request), absolute)
    return JsonResponse(package, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _page(request, tender, **context):
    at = shown_at(request)
    read_parts(tender, request)
    line = kept_of(tender, request, "line", lambda: time_line(tender, at))
    context |= {"stage": tender.stage(at), "lots": tender.lots_at(at), "line": line}
    crumbs = _crumbs(tender.reference or tender.title)
    return notice_page(request, tender, "notices/tender.html", crumbs=crumbs, **context)


def _crumbs(leaf=""):
    return trail((gettext("Procurement"), "notices:procurement"), leaf=leaf)
