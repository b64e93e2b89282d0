"""In the back office: what is in force and fails a rule now."""

from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext

from .. import models as published
from ..checked import Checked, unchecked
from ..gate import may_view
from ..pages import page_of


def urls(admin_site):
    """For AdminSite.get_urls."""

    def failing(request):
        return failing_items(request, admin_site)

    return [path("checks/", admin_site.admin_view(failing), name="checks")]


def failing(person):
    """What fails now of all that `person` may see, the worst first."""
    seen = Q(pk__in=[])
    for kind in published.kinds():
        editions = kind.objects.in_force().seen_by(person)
        seen |= Q(kind=kind._meta.label_lower, edition__in=editions.values("pk"))
    failed = Q(stops__gt=0) | Q(warnings__gt=0)
    return Checked.objects.filter(seen, failed).order_by("-stops", "-warnings", "-id")


def failing_items(request, admin_site):
    kinds = [kind for kind in published.kinds() if may_view(request.user, kind)]
    if not kinds:
        raise PermissionDenied
    page = page_of(failing(request.user), request)
    context = {
        **admin_site.each_context(request),
        "title": gettext("What fails the checks now"),
        "page": page,
        "rows": rows_of(page),
        "unchecked_count": sum(unchecked(kind).count() for kind in kinds),
    }
    return TemplateResponse(request, "admin/checks.html", context)


def rows_of(page):
    """Each failing item with its edition and its page in the back office."""
    editions = {}
    for kind in published.kinds():
        label = kind._meta.label_lower
        numbers = [row.edition for row in page if row.kind == label]
        editions |= {(label, pk): edition for pk, edition in kind.objects.in_bulk(numbers).items()}
    return [_row(row, editions[row.kind, row.edition]) for row in page if (row.kind, row.edition) in editions]


def _row(row, edition):
    url = reverse(admin_urlname(edition._meta, "change"), args=[edition.pk])
    return {"edition": edition, "url": url, "findings": row.findings, "stops": row.stops, "at": row.at}
