"""The index kept in step with every act is the one that would be made afresh; and it holds what the public may read."""

import random
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from library.models import Publication
from news.models import Operation, PressRelease
from notices.models import Tender, Vacancy
from organisation.models import CrimeArea
from publishing.clock import today
from publishing.lifecycle import Refused, Standing, Status
from publishing.models import kinds
from publishing.work import JOBS
from search.answers import answer
from search.facets import facets_of
from search.facts import Facts
from search.index import keep_in_step, reindex
from search.models import Entry, Spelling, Text
from tests.make import at, make, whole

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
KINDS = [PressRelease, Vacancy, Tender, Publication, Operation]


def rows():
    """All that the index holds, without its own numbers."""
    of_text = ["title", "label", "summary", "text", "title_words", "summary_words", "text_words"]
    own = [field.attname for field in Entry._meta.concrete_fields if not field.primary_key]
    names = [*own, *(f"text__{name}" for name in of_text)]
    return sorted(map(str, Entry.objects.order_by("kind", "edition").values(*names)))


def assert_that_the_database_agrees():
    """Its own index holds the words of every text that there is, and of no other."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")
        else:
            words = "title_words || ' 0between0 ' || summary_words || ' 0between0 ' || text_words"
            joined = "search_entry e JOIN search_text t ON t.id = e.text_id"
            same = f"anywhere_vector = to_tsvector('simple', {words})"
            cursor.execute(f"SELECT count(*) FROM {joined} WHERE ({same}) IS NOT TRUE")
            assert cursor.fetchone()[0] == 0
    assert Text.objects.count() == Entry.objects.count()


class Acts:
    """Any act on any item, as chance will have it; one that may not be made is refused, and changes nothing."""

    def __init__(self, chance, clock, people):
        self.chance, self.clock, self.people, self.now = chance, clock, people, NOW
        self.items = []

    def any(self):
        self.now += timedelta(hours=self.chance.randint(1, 30))
        self.clock.set(self.now)
        act = self.chance.choice([self.begin, *[self.move] * 7])
        try:
            act()
        except Refused:
            return False
        return True

    def begin(self):
        model = self.chance.choice(KINDS)
        draft = whole(model, status=Status.DRAFT, title=self.words(), summary=self.words())
        self.items.append(draft.item)

    def move(self):
        item, (ana, boris) = self.chance.choice(self.items), self.people
        edition = self.chance.choice(item.editions.order_by("number"))
        later = self.now + timedelta(hours=self.chance.randint(1, 90))
        verbs = {
            "submit": lambda: edition.submit(ana),
            "approve": lambda: edition.approve(boris, override="Yes."),
            "schedule": lambda: edition.approve(boris, later, override="Yes."),
            "publish_now": lambda: edition.publish_now(boris, "Fire."),
            "unschedule": lambda: edition.unschedule(boris, "Not yet."),
            "hand_back": lambda: edition.hand_back(boris, "Mend it."),
            "discard": lambda: edition.discard(ana, "No."),
            "start_draft": lambda: edition.start_draft(ana),
            "withdraw": lambda: edition.withdraw(ana, "It was wrong."),
            "remove": lambda: edition.remove(ana, "In error."),
            "edit": lambda: self.edit(edition, ana),
        }
        verbs[self.chance.choice([*verbs, "submit", "approve", "edit"])]()

    def edit(self, edition, by):
        if edition.is_editable:
            edition.title = self.words()
            edition.save_draft(by)

    def words(self):
        return " ".join(self.chance.choices(["heroin", "Bahadır", "seizures", "24/EJ/17", "migrants"], k=5))


@pytest.mark.parametrize("seed", range(6))
def test_after_any_acts_it_is_the_index_made_afresh(seed, clock, person):
    people = [person(name, is_superuser=True) for name in ("ana", "boris")]
    acts = Acts(random.Random(seed), clock, people)
    for _ in range(12):
        acts.begin()
    made = sum(acts.any() for _ in range(150))
    kept = rows()
    assert made > 40
    assert len(kept) > 5
    assert_that_the_database_agrees()
    reindex()
    assert rows() == kept
    assert_that_the_database_agrees()


def test_each_approved_edition_of_each_kind_has_an_entry_and_nothing_else_has():
    for kind in kinds():
        first = make(kind)
        make(kind, after=first, publish_at=at("2099-01-01 10:00"))
        make(kind, status=Status.IN_REVIEW)
    approved = {(k._meta.label_lower, one.pk) for k in kinds() for one in k.objects.filter(status="approved")}
    assert {*Entry.objects.values_list("kind", "edition")} == approved


def test_an_entry_is_public_exactly_when_its_edition_is():
    for kind in kinds():
        first = make(kind, publish_at=at("2020-01-01 10:00"))
        second = make(kind, after=first, publish_at=at("2021-01-01 10:00"))
        make(
            kind, after=second, publish_at=at("2022-01-01 10:00"), standing=Standing.WITHDRAWN, note="Wrong."
        )
    hours = "2019-12-31 10:00", "2020-01-01 10:00", "2020-12-31 23:59", "2021-01-01 10:00", "2022-01-01 10:00"
    for hour in map(at, hours):
        public = {(k._meta.label_lower, one.pk) for k in kinds() for one in k.objects.public(hour)}
        assert {*Entry.objects.public(hour).values_list("kind", "edition")} == public


def test_what_is_no_text_is_not_indexed():
    make(PressRelease, note="Zqnote", emergency_reason="Zqreason", legacy_title="Known", kind="fraud_alert")
    words = " ".join(Text.objects.values_list("text_words", flat=True))
    assert "known" in words
    assert "zq" not in words


def test_a_change_of_what_it_is_about_reaches_the_entry():
    area = CrimeArea.objects.create(name="Drugs", slug="drugs")
    release = make(PressRelease)
    release.crime_areas.add(area)
    assert Entry.objects.get().areas == "|drugs|"


def test_a_second_look_at_an_item_reads_no_text_again():
    release = make(PressRelease, title="As it was")
    PressRelease.objects.filter(pk=release.pk).update(title="Written past every act")
    keep_in_step(release.item)
    assert Text.objects.get().title == "As it was"


def test_however_many_editions_an_item_has_an_act_costs_the_search_as_many_queries():
    def taken(item):
        with CaptureQueriesContext(connection) as queries:
            keep_in_step(item)
        return len(queries)

    last = make(Tender, publish_at=at("2020-01-01 10:00"))
    few = taken(last.item)
    for year in range(2021, 2030):
        last = make(Tender, after=last, publish_at=at(f"{year}-01-01 10:00"))
    assert taken(last.item) == few < 12


def test_the_database_has_every_trigger_that_fills_its_index():
    """A migration that alters the table of texts makes SQLite build it anew, without them."""
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search_text%ed'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'search%'",
    }
    expected = {
        "sqlite": {"search_text_added", "search_text_deleted"},
        "postgresql": {"search_entry_added", "search_filetext_added"},
    }
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor])
        assert {row[0] for row in cursor.fetchall()} == expected[connection.vendor]


@pytest.mark.parametrize("act", ["unschedule", "approve", "withdraw"])
def test_an_act_between_two_batches_is_in_the_index_that_was_made_afresh(act, person, monkeypatch, clock):
    clock.set(NOW)
    ana, boris = (person(name, is_superuser=True) for name in ("ana", "boris"))
    years = (2027, 2027, 2020)
    editions = [whole(PressRelease, publish_at=at(f"{year}-01-01 10:00")) for year in years]
    draft = whole(PressRelease, title="Ammunition 3", status=Status.IN_REVIEW, submitted_by=ana)
    acts = {
        "unschedule": lambda: [
            PressRelease.objects.get(pk=one.pk).unschedule(boris, "No.") for one in editions[:2]
        ],
        "approve": lambda: draft.approve(boris, at("2027-02-01 10:00"), override="Yes."),
        "withdraw": lambda: editions[2].withdraw(ana, "Wrong.").approve(boris, at("2027-03-01 10:00")),
    }
    waiting, before = [acts[act]], rows()
    monkeypatch.setattr("search.index.BATCH", 1)
    reindex(lambda number: waiting and waiting.pop()())
    kept = rows()
    assert not waiting
    assert kept != before
    reindex()
    assert rows() == kept
    assert_that_the_database_agrees()


def test_a_text_that_is_stored_anew_while_somebody_searches_is_no_error(rf):
    make(PressRelease, title="Ammunition")
    request = rf.get("/search/", {"q": "ammunition"})
    request.moment = request.staff = None
    facts = Facts(today())
    found = answer(facets_of(request, facts), facts, request)
    reindex()
    assert len(found.rows) == 1
    assert found.results_on(found.rows) == []


def test_an_index_whose_making_was_killed_finds_everything_still(monkeypatch):
    class Killed(BaseException):
        pass

    def kill(_number):
        raise Killed

    for number in range(3):
        make(PressRelease, title=f"Ammunition {number}")
    kept = rows()
    monkeypatch.setattr("search.index.BATCH", 1)
    with pytest.raises(Killed):
        reindex(kill)
    assert rows() == kept
    assert_that_the_database_agrees()


def test_what_was_stored_past_all_acts_is_indexed_by_the_worker():
    for kind in kinds():
        make(kind, title="Ammunition")
    Text.objects.all().delete()
    job = JOBS["index what the search misses"]
    assert [job.run(), job.run()] == [len(kinds()), 0]
    assert len(Entry.objects.public()) == len(kinds())


def test_made_afresh_it_forgets_what_is_approved_no_more():
    gone = make(PressRelease, title="Ammunition", publish_at=at("2099-01-01 10:00"))
    PressRelease.objects.filter(pk=gone.pk).update(status=Status.IN_REVIEW)
    reindex()
    assert not Text.objects.exists()


def test_the_command_makes_the_index_afresh_with_its_words():
    make(PressRelease, title="Ammunition")
    Text.objects.all().delete()
    call_command("reindex")
    assert Client().get("/search/?q=ammunition").context["page"].paginator.count == 1
    assert Spelling.objects.filter(form="amunition", word="ammunition").exists()
