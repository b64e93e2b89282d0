"""Searches that found nothing: counted for the desk, and nothing is known of who searched.

Somebody may look for a person by name, several times in a row: the days count, and words can be read once they were
looked for on OFTEN of them. Until then there is only a number made of them with the site's secret key.
"""

import logging
import re
from datetime import timedelta

from django.db import Error, models, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.short_wait import short_wait

MOST = 2000
OFTEN = 3  # days
KEPT_DAYS = 180  # since the last time
# What may be a person's: an e-mail address, a number of more than six digits, an address on the web.
PERSONAL = re.compile(r"@|://|www\.|(?:\d[\s()./-]*){7,}", re.IGNORECASE)


class VainSearchQuerySet(models.QuerySet):
    def frequent(self):
        return self.exclude(words="")


class VainSearch(models.Model):
    """The words, folded, empty while they were looked for on fewer days than OFTEN; how many, and the last one."""

    is_on_pages = False
    key = models.CharField(max_length=64, unique=True)
    words = models.CharField(_("words"), max_length=100, blank=True)
    times = models.PositiveIntegerField(_("times"), default=1)
    last_on = models.DateField(_("last on"), db_index=True)

    objects = VainSearchQuerySet.as_manager()

    class Meta:
        ordering = ["-times", "-last_on", "words"]
        verbose_name, verbose_name_plural = _("search without result"), _("searches without result")
        default_permissions = ("view", "delete")

    def __str__(self):
        return self.words


def note(query):
    """Count a search that found nothing; whatever happens here, the visitor gets the page."""
    words = query.words
    if not words or len(words) > 100 or PERSONAL.search(query.typed):
        return
    try:
        with short_wait(), transaction.atomic():
            _count(words)
    except Error:
        logging.getLogger(__name__).warning("A search without result could not be counted.", exc_info=True)


def _count(words):
    today, key = clock.today(), salted_hmac("search.vain", words, algorithm="sha256").hexdigest()
    known = VainSearch.objects.filter(key=key)
    if known.exclude(last_on=today).update(times=F("times") + 1, last_on=today):
        known.filter(times__gte=OFTEN, words="").update(words=words)
    if known.exists():
        return
    VainSearch.objects.bulk_create([VainSearch(key=key, last_on=today)], ignore_conflicts=True)
    if VainSearch.objects.count() > MOST:
        _forget()


def forget_old():
    """Delete what nobody has looked for in a long time; returns how many."""
    until = clock.today() - timedelta(days=KEPT_DAYS)
    return VainSearch.objects.filter(last_on__lt=until).delete()[0]


def _forget():
    """What was looked for least goes, a hundred more than needed, so that it is not done at each new search."""
    ids = VainSearch.objects.order_by("-times", "-last_on", "-pk").values_list("pk", flat=True)[MOST - 100 :]
    VainSearch.objects.filter(pk__in=list(ids)).delete()
