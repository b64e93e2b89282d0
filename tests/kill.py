"""Kills a web process (SIGKILL) at random moments of people's acts, and looks at what is left.

    .venv/bin/python tests/kill.py                 200 moments on SQLite and 200 on a real PostgreSQL
    .venv/bin/python tests/kill.py --moments 20    fewer

Each moment: a web process of its own gets one act by HTTP (approve, correct, withdraw; approve the correction or the
withdrawal, which takes over from what was public; upload an image, a file or its next version) and is killed after
a random part of the time that the act takes. Afterwards the item has to be as it was before or as the whole act
leaves it, the search to know the same of it, the audit chain whole, and each stored file that of a row and each
row's file there.
"""

import argparse
import io
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from operator import attrgetter
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.kill_uploads import BOUNDARY, SECRET, UPLOADS
from tests.web_process import WebProcess

HERE = Path(__file__).resolve().parent.parent
MEASURED = 3  # whole runs of each act, to know how long it takes


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--moments", type=int, default=200)
    options.add_argument("--seed", type=int, default=20161007)
    options.add_argument("--here", action="store_true", help="on the database of DATABASE_URL alone")
    chosen = options.parse_args()
    if chosen.here:
        return on_this_database(chosen.moments, random.Random(chosen.seed))
    sys.path.insert(0, str(HERE / "tests"))
    import machine

    with tempfile.TemporaryDirectory() as folder, machine.postgresql() as postgresql:
        addresses = {"SQLite": f"sqlite:///{folder}/kill.sqlite3", "PostgreSQL": postgresql}
        if not postgresql:
            sys.exit("needs PostgreSQL: apt install postgresql, or brew install postgresql")
        with ThreadPoolExecutor() as pool:
            return max(pool.map(lambda one: run(*one, folder, chosen), addresses.items()))


def run(name, address, folder, chosen):
    """Both at once, each told when it is over."""
    given = {"DATABASE_URL": address, "MEDIA_ROOT": f"{folder}/{name}", "SECRET_KEY": "kill", "DEBUG": "1"}
    command = [sys.executable, __file__, "--here", f"--moments={chosen.moments}", f"--seed={chosen.seed}"]
    done = subprocess.run(command, cwd=HERE, env=os.environ | given, check=False, stdout=subprocess.PIPE)
    print(f"== {name}\n{done.stdout.decode()}", end="", flush=True)
    return done.returncode


def on_this_database(moments, chance):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selec_cms.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    acts = Acts()
    times = {name: acts.measure(name) for name in acts.names}
    print("whole acts take  " + ", ".join(f"{name} {took * 1000:.0f} ms" for name, took in times.items()))
    outcomes, troubles = Counter(), []
    for number in range(moments):
        name = acts.names[number % len(acts.names)]
        outcome, trouble = acts.killed(name, chance.uniform(0, 2) * times[name])
        outcomes[f"{name}: {outcome}"] += 1
        troubles += [f"moment {number}, {name}: {one}" for one in trouble]
    return told(moments, outcomes, troubles, acts)


def told(moments, outcomes, troubles, acts):
    for outcome, number in sorted(outcomes.items()):
        print(f"  {outcome:<28}{number:>5}")
    ways = [f"{name}: {how}" for name in acts.names for how in ("undone", "done")]
    missed = [f"{way} was never met" for way in ways if not outcomes[way]]
    troubles += missed if moments >= 100 else []
    print(
        "\n".join(troubles) or f"{moments} moments: nothing half done, the chain whole, no orphan file.",
        flush=True,
    )
    return 1 if troubles else 0


class Acts:
    """People's acts by HTTP against a web process that can be killed."""

    approvals = ["approve", "replace", "take down"]  # of a first edition, a correction, a withdrawal
    names = [*approvals, "correct", "withdraw", *UPLOADS]

    def __init__(self):
        from django.contrib.auth import get_user_model

        from tests.signing_in import signed_in

        self.cookies = {}
        users = get_user_model().objects
        for name in ("writer", "approver"):
            user = users.create_user(name, is_staff=True, is_superuser=True)
            client = signed_in(user)
            self.cookies[name] = f"sessionid={client.cookies['sessionid'].value}; csrftoken={SECRET}"
            setattr(self, name, user)
        self.after = {}

    # The acts: what they need before, and the request

    def prepare(self, name):
        """An edition ready for the act, or a file; None for the upload of a new one."""
        from news.models import PressRelease

        if name in UPLOADS:
            return file_of(self.writer) if name == "version" else None
        release = PressRelease(title="A headline", summary="In short.", body="<p>Text.</p>")
        release.save_draft(self.writer)
        release.submit(self.writer)
        if name == "approve":
            return release
        release.approve(self.approver, override="Many alike.")
        if name == "withdraw":
            return release
        if name == "take down":
            return release.withdraw(self.writer, "It was wrong.")
        correction = release.start_draft(self.writer)
        if name == "replace":
            correction.title, correction.change, correction.note = "Better", "correction", "It was wrong."
            correction.save_draft(self.writer)
            correction.submit(self.writer)
        return correction

    def request(self, name, edition):
        """(who, path, content type, body) of the request that makes the act."""
        from publishing.checks import findings, fingerprint

        form = "application/x-www-form-urlencoded"
        if name in UPLOADS:
            path, body = UPLOADS[name]
            path = path.format(edition and edition.pk)
            return ("writer", path, f"multipart/form-data; boundary={BOUNDARY}", body())
        page = f"/admin/news/pressrelease/{edition.pk}"
        fields = {"csrfmiddlewaretoken": SECRET, "version": edition.version, "override": "Many alike."}
        if name in self.approvals:
            shown = fields | {"read": fingerprint(findings(edition, self.approver))}
            return ("approver", f"{page}/move/approve/", form, urlencode(shown).encode())
        if name == "withdraw":
            reason = urlencode(fields | {"reason": "It was wrong."}).encode()
            return ("writer", f"{page}/move/withdraw/", form, reason)
        text = {"title": "A better one", "kind": "news", "summary": "In short.", "body": "<p>Better.</p>"}
        text |= {
            "change": "correction",
            "note": "It was wrong.",
            "opened_version": edition.version,
            "_submit": "1",
        }
        return ("writer", f"{page}/change/", form, urlencode(fields | text).encode())

    # Running and killing

    def measure(self, name):
        """Seconds that the whole act takes; notes what it leaves."""
        times = []
        for _ in range(MEASURED):
            edition = self.prepare(name)
            with closing(WebProcess()) as process:
                began = time.monotonic()
                status = process.send(*self.request(name, edition), self.cookies)
                times.append(time.monotonic() - began)
            if status != 302:
                sys.exit(f"{name} was answered by {status}: nothing is proved.")
            self.after[name] = shape(edition)
        return sorted(times)[MEASURED // 2]

    def killed(self, name, delay):
        """("done" or "undone", troubles) of an act whose process is killed `delay` seconds after it was asked."""
        edition = self.prepare(name)
        before, rows = shape(edition), uploaded()
        request = self.request(name, edition)
        process = WebProcess()
        asking = threading.Thread(target=process.try_to_send, args=[*request, self.cookies])
        asking.start()
        time.sleep(delay)
        process.close()
        asking.join()
        settle()
        if name in UPLOADS:
            return ("done" if uploaded() > rows else "undone"), [*chain(), *files()]
        now = shape(edition)
        half = [] if now in (before, self.after[name]) else [f"half done: {now}"]
        return ("undone" if now == before else "done"), [*half, *index(edition), *chain(), *files()]


# What is left


def shape(edition):
    """An item's editions and what its log says was done, without what differs from run to run."""
    from audit.models import Entry

    if not hasattr(edition, "siblings"):
        return None
    rows = edition.siblings.order_by("number")
    told = attrgetter("number", "status", "standing", "change", "title")
    editions = [(*told(one), bool(one.publish_at), bool(one.superseded_at)) for one in rows]
    acts = Entry.objects.of_item(edition.item).order_by("number").values_list("act", "edition")
    return editions, list(acts), bool(type(edition.item).objects.get(pk=edition.item_id).address)


def index(edition):
    """What the search has of an item's approved editions, where it is something else than they say."""
    from search.index import GATE
    from search.models import Entry

    said = edition.siblings.filter(status="approved").order_by("number").values_list("title", *GATE)
    found = Entry.objects.filter(item=edition.item_id).order_by("number").values_list("text__title", *GATE)
    return [] if [*said] == [*found] else [f"the search knows {[*found]} instead of {[*said]}"]


def file_of(person):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from library.content import file_from
    from library.models import Document

    document = Document(title="A table")
    document.begin(person)
    document.save()
    document.add_version(file_from(SimpleUploadedFile("a.csv", b"country,seizures\n")), person)
    return document


def uploaded():
    from library.models import Image, Version

    return Image.objects.count() + Version.objects.count()


def chain():
    from audit.models import first_broken_link

    broken = first_broken_link()
    return [broken] if broken else []


def files():
    """Files without a row once the sweep has run, as it does when a process starts again; rows without a file."""
    from django.conf import settings
    from django.core.management import call_command

    from library.models import Document, Image, Version

    call_command("sweep_media", minutes=0, stdout=io.StringIO())
    named = {image.original.name for image in Image.objects.all()} | {
        one.file.name for one in Version.objects.all()
    }
    root = Path(settings.MEDIA_ROOT)
    kept = {
        str(path.relative_to(root))
        for path in root.rglob("*")
        if path.is_file() and path.parts[-2] != "locks"
    }
    bare = Document.objects.filter(versions=None)
    return [
        *(f"orphan {name}" for name in kept - named),
        *(f"missing {name}" for name in named - kept),
        *(f"without a version {document}" for document in bare),
    ]


def settle():
    """On PostgreSQL the dead process's connection ends a moment later."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute(others)
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main())
