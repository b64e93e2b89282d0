"""Random lives of a site, told by processes that keep pages and by one that does not: the same, byte for byte.

One of those that keep pages asks the database for the state of the site each time, the others when something was
committed.
"""

import os
import re
import signal
from datetime import timedelta
from difflib import unified_diff
from multiprocessing import Pipe

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from hypothesis import HealthCheck, Phase, settings as how_long
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import integers, sampled_from

import organisation.demo
from library.models import Document
from news.models import Event, Operation, PressRelease
from notices.models import Internship, Tender, Vacancy
from organisation.models import Page, SocialAccount
from publishing.boundaries import next_boundary
from publishing.commits import committing
from publishing.lifecycle import Standing
from publishing.lists import LISTS
from selec_cms.page_cache import PageCache
from selec_cms.pins import Pin
from selec_cms.visitors import ForVisitors
from tests.library.files import document, version
from tests.make import at, whole
from tests.wsgi import ask

BEGIN = at("2026-10-24 23:58")  # clocks go back that night
KINDS = [PressRelease, Event, Operation, Page, Vacancy, Internship, Tender]
HOURS = [timedelta(seconds=one) for one in (0, 1, 60, 3600, 86_400, 72 * 3600, 30 * 86_400)]
FIXED = [
    "/",
    "/about/",
    "/about/member-states/",
    "/contacts/",
    "/sitemap.xml",
    "/news-sitemap.xml",
    "/feeds/",
]
FIXED += [
    "/search/?q=headline",
    "/search/?q=sentence&kind=news",
    "/api/v1/",
    "/news/events.ics",
    "/resources/",
]
WATCHED = ["/", "/news/press-releases/feed/"]  # with another one and what was written last, at each step
EXAMPLES, STEPS = int(os.environ.get("EXAMPLES") or 3), 25
NUMBER = integers(0, 10**6)
MOVES = {"Cache-Status", "X-Accel-Expires"}


class Process:
    """A fork with a page cache of so many megabytes."""

    def __init__(self, clock, megabytes, changes_file=""):
        connections.close_all()
        self.pipe, other = Pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                answer_all(other, clock, megabytes, changes_file)
            finally:
                os._exit(0)

    def ask(self, address, instant):
        self.pipe.send((address, instant))
        return self.pipe.recv()

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def answer_all(pipe, clock, megabytes, changes_file):
    visitors = ForVisitors() if megabytes else None
    settings.CHANGES_FILE = changes_file
    site = PageCache(WSGIHandler(), megabytes, visitors=visitors)
    while True:
        address, clock.instant = pipe.recv()
        pipe.send(ask(site, address))


def told(answer):
    """Lines of what is the same; the words of the policy come in any order."""
    headers = {name: value for name, value in answer.headers.items() if name not in MOVES}
    if answer.cache == "fwd=bypass":
        headers.pop("Expires", None)  # the second of the answer, of a page that nobody may keep
    policy = sorted(re.split("[; ]+", headers.pop("Content-Security-Policy", "")))
    lines = answer.body.decode("latin-1").split("\n")
    return [str(answer.status), *sorted(map(str, headers.items())), *policy, *lines]


class Lives(RuleBasedStateMachine):
    """Each example goes on with the site of the last."""

    clock = None
    processes = ()
    instant = BEGIN
    editions = []
    elsewhere = FIXED[1]
    hits = 0

    @rule(kind=sampled_from(KINDS), ahead=sampled_from(HOURS), open_for=sampled_from(HOURS[2:]))
    def publish(self, kind, ahead, open_for):
        hour = self.now() + ahead
        fields = {"closes_at": hour + open_for} if hasattr(kind, "closes_at") else {}
        fields |= {"pinned_until": hour + open_for} if kind is PressRelease else {}
        self.editions.append(whole(kind, publish_at=hour, **fields))

    @rule(place=NUMBER, ahead=sampled_from(HOURS), standing=sampled_from(Standing))
    def supersede(self, place, ahead, standing):
        if self.editions:
            place %= len(self.editions)
            before = self.editions[place]
            hour = max(self.now(), before.publish_at + timedelta(seconds=1)) + ahead
            fields = {"closes_at": before.closes_at} if hasattr(before, "closes_at") else {}
            more = {"change": "correction", "note": "It was eleven.", "standing": standing} | fields
            self.editions[place] = whole(type(before), after=before, publish_at=hour, **more)

    @rule(ahead=sampled_from(HOURS))
    def upload(self, ahead):
        row = Document.objects.first() or document({"at": self.now()})
        version(row, at=self.now() + ahead)

    @rule(
        number=NUMBER,
        ahead=sampled_from(HOURS),
        during=sampled_from(HOURS[1:]),
        place=sampled_from(Pin.Place),
    )
    def pin(self, number, ahead, during, place):
        if self.editions:
            item = self.editions[number % len(self.editions)].item
            since = self.now() + ahead
            Pin.objects.create(item=item, place=place, since=since, until=since + during)

    @rule(number=integers(1, 9))
    def change_settings(self, number):
        SocialAccount.objects.update_or_create(
            name="Videos", defaults={"url": f"https://www.example.org/{number}"}
        )

    @rule(by=integers(-1, 1))
    def wait_for_a_boundary(self, by):
        self.set_clock(next_boundary(self.now()) + timedelta(seconds=by))

    @rule(by=sampled_from([-86_400, -3600, -1, 1, 2, 3, 3600, 86_400]))
    def step(self, by):
        self.set_clock(self.now() + timedelta(seconds=by))

    @rule(number=NUMBER)
    def look_elsewhere(self, number):
        items = {path for one in self.editions if (path := one.item.address)}
        lists = {f"{one.url}{end}" for one in LISTS.values() for end in ("", "feed/", "feed.json", "?page=2")}
        addresses = sorted({*FIXED, *items, *(f"{path}history/" for path in items), *lists})
        Lives.elsewhere = addresses[number % len(addresses)]

    @invariant()
    def all_tell_the_same(self):
        last = [self.editions[-1].item.address] if self.editions else []
        for address in [*WATCHED, Lives.elsewhere, *last]:
            *keeping, plain = (one.ask(address, self.now()) for one in self.processes)
            keeping += [one.ask(address, self.now()) for one in self.processes[:-1]]  # once it is kept
            for kept in keeping:
                assert [*unified_diff(told(plain), told(kept), lineterm="", n=0)] == [], (address, kept.cache)
                Lives.hits += kept.cache == "hit"

    def now(self):
        return Lives.instant

    def set_clock(self, instant):
        with committing():  # a clock that was moved would else be noticed a second later
            Lives.instant = instant
            self.clock.set(instant)


@pytest.mark.django_db(transaction=True)
def test_processes_that_keep_pages_tell_at_every_step_what_one_tells_that_keeps_none(
    clock, settings, tmp_path
):
    path = settings.CHANGES_FILE = str(tmp_path / "changes")
    clock.set(BEGIN)
    organisation.demo.load()
    Lives.clock, Lives.instant, Lives.editions, Lives.hits = clock, BEGIN, [], 0
    Lives.processes = [Process(clock, *how) for how in [(2,), (2, path), (8, path), (0,)]]
    try:
        run_state_machine_as_test(
            Lives,
            settings=how_long(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
                database=None,
            ),
        )
    finally:
        for one in Lives.processes:
            one.close()
    assert Lives.hits > EXAMPLES * 10
