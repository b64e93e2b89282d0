"""What browsers report of pages that broke the site's policy: counted, and nothing is known of whose browser it was."""

import json
import logging
from urllib.parse import urlsplit

from django.db import Error, models, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from publishing import clock
from publishing.limits import QUICK, Limit
from publishing.short_wait import short_wait

GROUP = "policy"  # the name by which a policy (settings.py) has its reports sent here
MOST = 1000  # rows
LONGEST_BODY, MOST_IN_ONE = 64 * 1024, 20
LIMIT = Limit("policy reports", (60, 60), counted_in=QUICK)
WEB = {"http", "https", "ws", "wss"}
# Extensions put things of their own into pages: nothing that the site could change.
OF_EXTENSIONS = ("extension", "about", "chrome", "moz", "safari", "ms-browser", "resource", "user-script")


class PolicyReport(models.Model):
    """`page` is the pattern of an address (about/<slug:slug>/), never one itself: some addresses are keys."""

    is_on_pages = False
    directive = models.CharField(_("directive"), max_length=60)
    blocked = models.CharField(_("blocked"), max_length=120)
    page = models.CharField(_("page"), max_length=200)
    times = models.PositiveIntegerField(_("times"), default=1)
    first_at = models.DateTimeField("first reported")
    last_at = models.DateTimeField("last reported", db_index=True)

    class Meta:
        ordering = ["-last_at", "-pk"]
        verbose_name, verbose_name_plural = _("policy report"), _("policy reports")
        default_permissions = ("view", "delete")
        constraints = [
            models.UniqueConstraint(fields=["directive", "blocked", "page"], name="policy_report_once")
        ]

    def __str__(self):
        return f"{self.directive}: {self.blocked} on /{self.page}"


@csrf_exempt  # browsers send reports by themselves, with neither a cookie nor a token
@require_POST
def receive(request):
    """Always the same empty answer: nobody waits for it. Too much, too often, or nonsense is dropped."""
    body = request.read(LONGEST_BODY + 1)
    if len(body) <= LONGEST_BODY and not LIMIT.wait(request):
        for told in reports_in(body)[:MOST_IN_ONE]:
            count(request, told)
    return HttpResponse(status=204)


def reports_in(body):
    """What is told in either of the two forms in which browsers write: `report-uri` and `report-to`."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return []
    rows = sent if isinstance(sent, list) else [sent]
    told = [row.get("body", row.get("csp-report")) for row in rows if isinstance(row, dict)]
    return [one for one in told if isinstance(one, dict)]


def count(request, told):
    """Note one report; whatever happens here, the browser gets its answer."""
    try:
        row = row_of(request.get_host(), told)
        if row:
            with short_wait(), transaction.atomic():
                _count(row)
    except (Error, ValueError):
        logging.getLogger(__name__).warning("A policy report could not be counted.", exc_info=True)


def row_of(host, told):
    """{field: text}; None for what is not about a page of ours, or is an extension's doing."""
    page = urlsplit(_text(told, "documentURL", "document-uri"))
    blocked = _blocked(_text(told, "blockedURL", "blocked-uri"))
    directive = _text(told, "effectiveDirective", "effective-directive", "violated-directive").split(" ")[0]
    if page.netloc != host or not directive or blocked.startswith(OF_EXTENSIONS):
        return None
    try:
        route = resolve(page.path).route
    except Resolver404:
        return None
    return {"directive": directive[:60], "blocked": blocked[:120], "page": route[:200]}


def _text(told, *names):
    value = next((told[name] for name in names if isinstance(told.get(name), str)), "")
    return "".join(letter for letter in value[:2000] if letter.isprintable())


def _blocked(url):
    """The host alone of an address; "inline", "eval", "data" and their like as they stand."""
    parts = urlsplit(url)
    return parts.hostname or "" if parts.scheme in WEB else parts.scheme or url or "unknown"


def _count(row):
    if PolicyReport.objects.filter(**row).update(times=F("times") + 1, last_at=Now()):
        return
    now = clock.now()
    PolicyReport.objects.bulk_create([PolicyReport(**row, first_at=now, last_at=now)], ignore_conflicts=True)
    if PolicyReport.objects.count() > MOST:
        _forget()


def _forget():
    """The least recent go, a hundred more than needed, so that it is not done at each new report."""
    ids = PolicyReport.objects.order_by("-last_at", "-pk").values_list("pk", flat=True)[MOST - 100 :]
    PolicyReport.objects.filter(pk__in=list(ids)).delete()
