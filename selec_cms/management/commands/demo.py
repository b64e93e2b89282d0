import os

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

import library.demo
import moving.demo
import news.demo
import notices.demo
import organisation.demo
import organisation.demo.section
import outreach.demo
from audit.models import record
from news.models import PressRelease
from publishing.models import Item
from search.files import read_files
from search.index import reindex
from search.spelling import relearn
from selec_cms import roles
from selec_cms.pins import Pin
from staff import demo_accounts

# Each demo account's role.
ACCOUNTS = {
    "communications": "Writer",
    "approver": "Approver",
    "hr": "HR",
    "procurement": "Procurement",
    "librarian": "Librarian",
    "auditor": "Auditor",
    "administrator": "Administrator",
}

IN_FOCUS = [
    "/resources/organised-crime-threat-assessment-for-southeast-europe/",
    "/news/operations/joint-investigation-sunshine/",
    "/about/history/",
]


class Command(BaseCommand):
    help = "Load demo content and demo accounts; under DEBUG only."

    def add_arguments(self, parser):
        parser.add_argument(
            "--first-run", action="store_true", help="only where nothing has been written yet"
        )
        parser.add_argument("--releases", type=int, default=0, metavar="N", help="add N releases more")

    def handle(self, first_run, releases, **_options):
        if not settings.DEBUG:
            raise CommandError("The demo's accounts share one password: it is refused outside DEBUG.")
        if not settings.DEMO_PASSWORD:
            raise CommandError("Set DEMO_PASSWORD, the password of the demo accounts.")
        if releases < 0:
            raise CommandError("The number of releases cannot be negative.")
        people = self.accounts()
        is_empty = not Item.objects.exists()
        if is_empty:
            self.content(people)
        elif not first_run and not releases:
            self.stdout.write("There is content already; nothing was added.")
        if releases:
            news.demo.multiply(releases, people["communications"], people["approver"])
            record("demo releases added", subject=f"{releases} releases")
        if is_empty or releases:
            self.index()
        self.welcome()

    @transaction.atomic
    def content(self, people):
        organisation.demo.load()
        organisation.demo.section.load(people)
        library.demo.load(people)
        organisation.demo.relate()
        news.demo.load(people["communications"], people["approver"])
        notices.demo.load(people)
        outreach.demo.load()
        moving.demo.load()
        for item in Item.objects.filter(address__in=IN_FOCUS):
            Pin.objects.create(place=Pin.Place.FOCUS, item=item)
        record("demo content loaded", subject=f"{PressRelease.objects.count()} editions of releases")

    def index(self):
        """What the worker would do within a minute."""
        reindex()
        while read_files(10):
            pass
        relearn()

    @transaction.atomic
    def accounts(self):
        roles.settle()
        people = {}
        users = get_user_model().objects
        for name, role in ACCOUNTS.items():
            fields = {"is_staff": True, "email": demo_accounts.address(name)}
            user, is_new = users.get_or_create(username=name, defaults=fields)
            people[name] = user
            if is_new:
                user.groups.add(Group.objects.get(name=role))
        keeps_password = people["administrator"].check_password(settings.DEMO_PASSWORD)
        if not keeps_password or not all(user.email for user in people.values()):
            for user in people.values():
                user.set_password(settings.DEMO_PASSWORD)
                user.email = user.email or demo_accounts.address(user.username)
                user.save()
        return people

    def welcome(self):
        address = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}/"
        self.stdout.write(f"\n  The site         {address}\n  The back office  {address}admin/")
        self.stdout.write(f"  Sign in as       {', '.join(ACCOUNTS)}")
        self.stdout.write(f"  Password         {settings.DEMO_PASSWORD}\n")
