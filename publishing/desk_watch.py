"""The desk's sections on what was typed and not saved, what fails the checks, and dead links."""

from django.apps import apps
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.urls import reverse

from . import clock
from .checks.pages import failing, rows_of
from .desk import MOST, Line, Section, ago, editions_for, section, url_of
from .models import Reading, Writing
from .readings import current


@section(order=25)
def unsaved(person):
    now, lines = clock.now(), []
    for writing in Writing.objects.of(person).unsaved()[: MOST + 1]:
        kind = apps.get_model(writing.kind)
        page, arguments = ("change", [writing.edition]) if writing.edition else ("add", [])
        url = f"{reverse(admin_urlname(kind._meta, page), args=arguments)}?typed={writing.key}"
        name = f"A {'change to a' if writing.edition else 'new'} {kind._meta.verbose_name}"
        lines.append(Line(name, url, f"typed {ago(writing.typed_at, now)}", writing.typed_at))
    is_writer = lines or any(True for _ in editions_for(person, "change"))
    empty = "All that you typed has been saved."
    return Section("What you typed and did not save", lines, empty) if is_writer else None


@section(order=65)
def fails_the_checks(person):
    if not any(True for _ in editions_for(person, "change")):
        return None
    lines = [
        Line(row["edition"].title, row["url"], row["findings"][0]["sentence"], is_urgent=row["stops"] > 0)
        for row in rows_of(failing(person)[: MOST + 1])
    ]
    return Section("Live pages that fail the checks", lines, "No live page fails the checks.")


@section(order=66)
def dead_links(person):
    kinds = [editions.model for editions in editions_for(person, "change")]
    lines = []
    for kind in kinds:
        seen = current(kind).seen_by(person)
        readings = Reading.objects.filter(kind=kind._meta.label_lower, edition__in=seen.values("pk"))
        dead = readings.filter(links__is_dead=True).values_list("edition", "links__url")[: MOST + 1]
        editions = kind.objects.in_bulk({pk for pk, _url in dead})
        lines += [Line(editions[pk].title, url_of(editions[pk]), f"leads to {url}") for pk, url in dead]
    return Section("Links that lead nowhere", lines, "No link to another site is dead.") if kinds else None
