"""How the site and what it needs are: for a load balancer, for people, for the desk.

The answer is 503 only where another process should be asked instead: its database cannot be reached, or is not
migrated. All else is a warning: the site goes on without it, and no balancer could mend it. Everybody is told each
state, of the dates only the one that security.txt tells as well; what is behind it is for who looks after the site.
"""

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache as shared_cache
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import Error
from django.db.migrations.loader import MigrationLoader
from django.http import HttpResponse, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from organisation.models import Contact
from outreach.models import Letter, Message
from publishing import clock
from publishing.desk import ago
from publishing.work import last_seen, silent_jobs

from .accounts import gives_rights
from .backups import BACKUP, DRILL, FAILED, INCOMPLETE, contents

OK, WARNING, FAILING, UNKNOWN = "ok", "warning", "failing", "unknown"
WORDS = {
    OK: _("in order"),
    WARNING: _("needs a look"),
    FAILING: _("out of order"),
    UNKNOWN: _("cannot be told"),
}
OLD_BACKUP, OLD_DRILL = timedelta(days=2), timedelta(days=15)  # made every night, and tried every week
LONG_WAIT = timedelta(minutes=15)
EXPIRES_SOON = timedelta(days=30)
LITTLE_SPACE = 0.1  # of the disk
PROBE = "health"  # one object of this name in a store that several machines share


@dataclass(frozen=True)
class Check:
    """`detail` is for who looks after the site; `at` is an instant that anybody may know."""

    name: str
    title: str
    state: str
    detail: str = ""
    at: datetime | None = None

    @property
    def words(self):
        return WORDS[self.state]


@dataclass(frozen=True)
class Watched:
    """`run(now)` gives (state, detail) or (state, detail, at); one that fails by itself is in state `worst`."""

    name: str
    title: str
    run: object = field(repr=False)
    worst: str = WARNING

    def check(self, now):
        try:
            return Check(self.name, self.title, *self.run(now))
        except Exception as error:  # whatever is wrong with a part is told, and hides no other
            return Check(self.name, self.title, self.worst, type(error).__name__)


def unless(trouble, detail):
    return (WARNING if trouble else OK), detail


def migrations(_now):
    missing = sorted(_known_migrations() - {*contents.migrations()})
    return (FAILING if missing else OK), ", ".join(missing)


@cache
def _known_migrations():
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def storage(_now):
    """Whether a file can be written, and there is room for more."""
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"well")
    if not isinstance(default_storage, FileSystemStorage):
        default_storage.save(PROBE, ContentFile(b"well"))
    usage = shutil.disk_usage(folder)
    words = {"free": filesizeformat(usage.free), "total": filesizeformat(usage.total)}
    return unless(usage.free < usage.total * LITTLE_SPACE, gettext("%(free)s free of %(total)s") % words)


def kept(_now):
    """Whether the shared cache gives back what it was given."""
    key = f"health-{uuid4().hex}"
    shared_cache.set(key, key, 60)
    found = shared_cache.get(key)
    shared_cache.delete(key)
    return unless(found != key, "" if found == key else gettext("It does not give back what it was given."))


def worker(now):
    silent, seen = silent_jobs(now), last_seen()
    when = gettext("last seen %(seen)s") % {"seen": ago(seen, now)} if seen else gettext("never started")
    which = gettext("silent: %(jobs)s") % {"jobs": ", ".join(silent)}
    return unless(silent, f"{when}; {which}" if silent else when)


def queue(now):
    """What waits to be mailed, and for how long the first of it does."""
    length, first = waiting()
    if not length:
        return OK, gettext("nothing waits")
    words = gettext("%(number)s wait, the first one was written %(ago)s")
    return unless(first < now - LONG_WAIT, words % {"number": length, "ago": ago(first, now)})


def waiting():
    """(number, instant of the first) of messages and letters that are to be mailed."""
    firsts = [Message.objects.waiting().order_by("at").values_list("at", flat=True)]
    firsts += [Letter.objects.waiting().order_by("made_at").values_list("made_at", flat=True)]
    found = [instant for rows in firsts if (instant := rows.first())]
    return sum(rows.count() for rows in firsts), min(found, default=None)


def backup(now):
    return _regular(now, BACKUP, INCOMPLETE, OLD_BACKUP, gettext("files were missing in it"))


def drill(now):
    return _regular(now, DRILL, FAILED, OLD_DRILL, gettext("a later one failed"))


def _regular(now, name, failure, old, words):
    last, failed = last_seen(name), last_seen(failure)
    if last is None:
        return WARNING, gettext("never: run manage.py %(name)s") % {"name": name.replace(" ", "_")}
    has_failed = bool(failed) and failed >= last - timedelta(seconds=1)
    detail = gettext("last %(ago)s") % {"ago": ago(last, now)}
    return unless(has_failed or last < now - old, f"{detail}; {words}" if has_failed else detail)


def security_txt(now):
    contact = Contact.objects.for_security(clock.today(now)).first()
    if contact is None or not contact.addresses:
        return WARNING, gettext("nobody stands by it: give the contact for security a day")
    left = contact.expires_at - now
    words = gettext("expires in %(span)s") % {"span": clock.span(left)}
    return *unless(left < EXPIRES_SOON, words), contact.expires_at


WATCHED = [
    Watched("migrations", _("Schema of the database"), migrations, FAILING),
    Watched("cache", _("Shared cache"), kept),
    Watched("storage", _("Files and images"), storage),
    Watched("worker", _("Background work"), worker),
    Watched("queue", _("Mail that waits"), queue),
    Watched("backup", _("Backup"), backup),
    Watched("drill", _("Restore drill"), drill),
    Watched("security_txt", _("Contact for security"), security_txt),
]


def checks():
    process = Check("process", _("This process"), OK)
    try:
        now = clock.now()
    except Error as error:
        down = Check("database", _("Database"), FAILING, type(error).__name__)
        return [process, down, *(Check(one.name, one.title, UNKNOWN) for one in WATCHED)]
    return [process, Check("database", _("Database"), OK), *(one.check(now) for one in WATCHED)]


def overall(found):
    states = [check.state for check in found]
    return next((state for state in (FAILING, WARNING) if state in states), OK)


@require_safe
@never_cache
@vary_on_headers("Accept", "Cookie")
def health(request):
    found = checks()
    state = overall(found)
    may_know = bool(request.staff) and state != FAILING and gives_rights(request.staff)
    status = 503 if state == FAILING else 200
    if request.GET.get("format") == "json" or _prefers_json(request):
        told = {check.name: _told(check, may_know) for check in found}
        return JsonResponse({"status": state, "checks": told}, status=status)
    context = {"checks": found, "state": state, "words": WORDS[state], "may_know": may_know}
    # Without the frame that stands round pages: that asks the database, which may be what is missing.
    return HttpResponse(render_to_string("health.html", context), status=status)


def _prefers_json(request):
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _told(check, may_know):
    told = {"status": check.state}
    if check.at:
        told["at"] = check.at.isoformat()
    return told | ({"detail": check.detail} if may_know else {})
