"""Addresses that visitors ask for in vain: what is missed most is worth a redirect."""

import logging
import re
from urllib.parse import urlsplit

from django.db import Error, models, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.short_wait import short_wait

MOST = 5000
PROBE = re.compile(
    r"\.(php\d?|aspx?|jsp|cgi|env|git|sql|bak|ya?ml|ini|log|sh|exe|action|do)\b|/wp-|/\.(?!well-known)|//"
    r"|xmlrpc|phpmyadmin|cgi-bin|/vendor/|/actuator|/solr/|/boaform|\.\./|[\0@]",
    re.IGNORECASE,
)
FOLDERS = (
    "/admin/",
    "/static/",
    "/files/",
    "/images/",
    "/review/",
    "/alerts/",
)  # the last two: addresses are keys


class MissedAddress(models.Model):
    """A path without its query, and the host of the last page that led there; nothing about who asked."""

    is_on_pages = False
    path = models.CharField(_("path"), max_length=300, unique=True)
    hits = models.PositiveIntegerField(_("visits"), default=1)
    first_at = models.DateTimeField(_("first missed"))
    last_at = models.DateTimeField(_("last missed"), db_index=True)
    referrer = models.CharField(_("came from"), max_length=100, blank=True)

    class Meta:
        ordering = ["-hits", "-last_at"]
        verbose_name, verbose_name_plural = _("missed address"), _("missed addresses")
        default_permissions = ("view", "delete")

    def __str__(self):
        return self.path


def is_kept(request):
    path = request.path
    is_asked_for = request.method == "GET" and not getattr(request, "staff", None)
    return is_asked_for and len(path) <= 300 and not path.startswith(FOLDERS) and not PROBE.search(path)


def count(request):
    """Note that this address was missed; whatever happens here, the visitor gets the page."""
    if not is_kept(request):
        return
    try:
        host = (urlsplit(request.headers.get("Referer", "")).hostname or "")[:100]
        with short_wait(), transaction.atomic():
            _count(request.path, host)
    except (Error, ValueError):
        logging.getLogger(__name__).warning("A missed address could not be counted.", exc_info=True)


def _count(path, host):
    known = MissedAddress.objects.filter(path=path)
    if known.update(hits=F("hits") + 1, last_at=Now(), referrer=host):
        return
    now = clock.now()
    row = MissedAddress(path=path, first_at=now, last_at=now, referrer=host)
    MissedAddress.objects.bulk_create([row], ignore_conflicts=True)
    if MissedAddress.objects.count() > MOST:
        _forget()


def _forget():
    """The least recent go, a hundred more than needed, so that it is not done at each new address."""
    ids = MissedAddress.objects.order_by("-last_at", "-pk").values("pk")[MOST - 100 :]
    MissedAddress.objects.filter(pk__in=[row["pk"] for row in ids]).delete()
