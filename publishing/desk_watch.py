"""The desk's sections on what was typed and not saved, what fails the checks, and dead links."""

from django.apps import apps
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext

from . import clock
from .checked import unchecked
from .checks.pages import failing, rows_of
from .desk import MOST, Line, Section, ago, editions_for, joined, line_on, may, section, url_of
from .models import ExternalLink, Reading, Writing, kinds
from .readings import current, unread

LONGEST = 120  # letters of a headline


@section(order=25)
def unsaved(person):
    now = clock.now()
    rows = still_open(person, list(Writing.objects.of(person).unsaved()[: MOST + 1]))
    is_writer = rows or any(True for _ in editions_for(person, "change"))
    lines = [taken_back(row, now) for row in rows]
    empty = gettext("All that you typed has been saved.")
    return Section(gettext("What you typed and did not save"), lines, empty) if is_writer else None


def still_open(person, rows):
    """Those in whose form this person may still be."""
    seen = set()
    for kind in kinds():
        label = kind._meta.label_lower
        numbers = [row.edition for row in rows if row.kind == label and row.edition]
        if numbers:
            found = kind.objects.seen_by(person).filter(pk__in=numbers).values_list("pk", flat=True)
            seen |= {(label, pk) for pk in found}
        if may(person, "add", kind):
            seen.add((label, None))
    return [row for row in rows if (row.kind, row.edition) in seen]


def taken_back(row, now):
    """A line that names the text by the headline that was typed."""
    kind = apps.get_model(row.kind)
    page, arguments = ("change", [row.edition]) if row.edition else ("add", [])
    url = f"{reverse(admin_urlname(kind._meta, page), args=arguments)}?typed={row.key}"
    headline = row.data.get("title", "").strip()
    words = gettext("A change to a %(kind)s") if row.edition else gettext("A new %(kind)s")
    what = words % {"kind": kind._meta.verbose_name}
    detail = joined(what if headline else "", gettext("typed %(ago)s") % {"ago": ago(row.typed_at, now)})
    return Line(Truncator(headline or what).chars(LONGEST), url, detail, row.typed_at)


@section(order=65)
def fails_the_checks(person):
    mine = [editions.model for editions in editions_for(person, "change")]
    if not mine:
        return None
    lines = [
        line_on(row["edition"], row["url"], row["findings"][0]["sentence"], is_urgent=row["stops"] > 0)
        for row in rows_of(failing(person)[: MOST + 1])
    ]
    waiting = sum(unchecked(kind).seen_by(person).count() for kind in mine)
    empty = (
        ngettext(
            "%(number)s live page is still to be checked.",
            "%(number)s live pages are still to be checked.",
            waiting,
        )
        % {"number": waiting}
        if waiting
        else gettext("No live page fails the checks.")
    )
    return Section(gettext("Live pages that fail the checks"), lines, empty, page=reverse("admin:checks"))


@section(order=66)
def dead_links(person):
    mine = [editions.model for editions in editions_for(person, "change")]
    lines = []
    for kind in mine:
        seen = current(kind).seen_by(person)
        readings = Reading.objects.filter(kind=kind._meta.label_lower, edition__in=seen.values("pk"))
        dead = readings.filter(links__is_dead=True).values_list("edition", "links__url")[: MOST + 1]
        editions = kind.objects.in_bulk({pk for pk, _url in dead})
        lines += [
            line_on(editions[pk], url_of(editions[pk]), gettext("leads to %(url)s") % {"url": url})
            for pk, url in dead
        ]
    is_known = not any(unread(kind).exists() for kind in mine)
    is_known = is_known and not ExternalLink.objects.in_use().filter(checked_at=None).exists()
    empty = (
        gettext("No link to another site is dead.")
        if is_known
        else gettext("Links to other sites are still to be visited.")
    )
    return Section(gettext("Links that lead nowhere"), lines, empty) if mine else None
