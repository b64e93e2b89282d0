"""The desk's sections on the site's own running."""

import shutil
from functools import reduce
from operator import or_
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext

from audit.models import BROKEN, VERIFIED, Entry
from moving.likely import likely_target
from publishing import clock
from publishing.desk import Button, Line, Section, ago, editions_for, joined, section
from publishing.work import JOBS, last_seen, silent_jobs

from .accounts import gives_rights
from .health import LITTLE_SPACE, OK, WATCHED
from .missed import MissedAddress

MOST_MISSED = 8
LATEST = 8
LONGEST = 200  # letters of an entry
SIGNING = ["signed in", "signed out"]


@section(order=70)
def missed_addresses(person):
    if not person.has_perms(["news.change_pressrelease", "selec_cms.view_missedaddress"]):
        return None
    now, may_lead = clock.now(), person.has_perm("moving.add_oldaddress")
    lines = [_missed(missed, now, may_lead) for missed in MissedAddress.objects.all()[:MOST_MISSED]]
    return Section(
        gettext("Addresses that visitors miss"),
        lines,
        gettext("Visitors find every address that they ask for."),
    )


def _missed(missed, now, may_lead):
    likely = likely_target(missed.path) if may_lead else None
    detail = joined(
        gettext("%(number)s visits") % {"number": missed.hits} if missed.hits > 1 else gettext("one visit"),
        gettext("last %(ago)s") % {"ago": ago(missed.last_at, now)},
        missed.referrer and gettext("from %(page)s") % {"page": missed.referrer},
        likely
        and gettext("probably “%(title)s”, %(address)s") % {"title": likely.title, "address": likely.address},
    )
    url = f"{reverse('admin:selec_cms_missedaddress_changelist')}?{urlencode({'q': missed.path})}"
    return Line(missed.path, url, detail, button=likely and _button(missed, likely))


def _button(missed, likely):
    url = reverse("admin:selec_cms_missedaddress_lead", args=[missed.pk])
    return Button(gettext("Lead visitors there"), url, {"leads_to": likely.address})


@section(order=80)
def lately(person):
    """The log's latest entries but for signing in; of items, those that this person may see."""
    if not person.has_perm("audit.view_entry"):
        return None
    theirs = [Q(item__in=editions.values("item")) for editions in editions_for(person)]
    entries = Entry.objects.filter(reduce(or_, theirs, Q(item=None))).exclude(act__in=SIGNING)
    lines = [
        Line(
            joined(entry.actor_name or gettext("The system"), entry.act_in_words),
            reverse("admin:audit_entry_change", args=[entry.pk]),
            Truncator(joined(entry.subject, entry.reason)).chars(LONGEST),
            entry.at,
        )
        for entry in entries[:LATEST]
    ]
    return Section(gettext("Lately, in the audit log"), lines, gettext("Nothing is on record yet."))


@section(order=75)
def health(person):
    if not gives_rights(person):
        return None
    return Section(gettext("Health"), [database(), audit_log(), disk(), background_work(), *of_health_page()])


def database():
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()[0]
    return Line(
        gettext("Database: %(name)s") % {"name": names.get(connection.vendor, connection.vendor)},
        "",
        filesizeformat(size),
    )


def audit_log():
    """What `manage.py verify_audit` found last; a day's silence is worth a look."""
    last = Entry.objects.filter(act__in=[VERIFIED, BROKEN]).first()
    url = reverse("admin:audit_entry_changelist")
    if last is None:
        return Line(
            gettext("Audit log: never verified"), url, gettext("Run manage.py verify_audit."), is_urgent=True
        )
    is_whole = last.act == VERIFIED
    words = gettext("whole when last verified") if is_whole else gettext("broken")
    return Line(
        gettext("Audit log: %(words)s") % {"words": words}, url, last.reason, last.at, is_urgent=not is_whole
    )


def disk():
    folder = Path(settings.MEDIA_ROOT)
    existing = next(each for each in [folder, *folder.resolve().parents] if each.exists())
    usage = shutil.disk_usage(existing)
    detail = gettext("%(free)s free of %(total)s") % {
        "free": filesizeformat(usage.free),
        "total": filesizeformat(usage.total),
    }
    return Line(
        gettext("Disk of images and files"), "", detail, is_urgent=usage.free < usage.total * LITTLE_SPACE
    )


def background_work():
    """Nothing is published by the worker; but links, checks and mail wait for it."""
    now, seen = clock.now(), last_seen()
    waiting = silent_jobs(now)
    if not waiting:
        return Line(
            gettext("Background work: running"), "", gettext("last seen %(seen)s") % {"seen": ago(seen, now)}
        )
    if len(waiting) < len(JOBS):
        words = gettext("Look into the worker's log: %(waiting)s.") % {"waiting": ", ".join(waiting)}
        return Line(gettext("Background work: a job fails"), "", words, seen, is_urgent=True)
    when = (
        (gettext("It was last seen %(seen)s.") % {"seen": ago(seen, now)})
        if seen
        else gettext("It was never started.")
    )
    return Line(gettext("The worker does not run"), "", when, is_urgent=True)


def of_health_page():
    """What the page on health tells beyond the lines above, with its details."""
    now = clock.now()
    found = [one.check(now) for one in WATCHED if one.name in ("cache", "backup", "drill", "security_txt")]
    return [
        Line(f"{check.title}: {check.words}", reverse("health"), check.detail, is_urgent=check.state != OK)
        for check in found
    ]
