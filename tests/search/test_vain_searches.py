"""Searches that found nothing are counted, and nothing is known of who searched."""

import pytest
from django.test import Client

from publishing.work import JOBS
from search.models import VainSearch
from tests.make import at
from tests.search.asking import ask

pytestmark = pytest.mark.django_db


DAYS = [at(f"2026-01-0{day} 10:00") for day in (1, 2, 3)]


def test_a_search_without_result_is_noted_without_anything_personal(texts, clock):
    for day, words in zip(DAYS, ("Zagreb  Šibenik", "zagreb sibenik", "Zagreb, Sibenik"), strict=True):
        clock.set(day)
        ask(words)
    [noted] = VainSearch.objects.all()
    assert (noted.words, noted.times) == ("zagreb sibenik", 3)
    assert {one.name for one in VainSearch._meta.get_fields()} == {"id", "key", "words", "times", "last_on"}
    for words in (
        "ana.pop@example.org",
        "0040 721 234 567",
        "+40-21-303-60-09",
        "www.example.org/x",
        "heroin",
        "",
        "!!",
    ):
        ask(words)
    assert VainSearch.objects.count() == 1


def test_what_was_looked_for_on_one_day_or_two_can_be_read_by_nobody(settings, clock):
    for day in DAYS[:2]:
        clock.set(day)
        for _ in range(5):
            ask("zagreb")
    [noted] = VainSearch.objects.all()
    assert not VainSearch.objects.frequent()
    assert "zagreb" not in str(vars(noted))
    settings.SECRET_KEY = "another"
    ask("zagreb")
    assert len({one.key for one in VainSearch.objects.all()}) == 2


def test_what_staff_and_filters_do_not_find_is_not_noted(texts, writer):
    ask("heroin", year="1999")
    client = Client()
    client.force_login(writer)
    client.get("/search/?q=zagreb")
    assert not VainSearch.objects.exists()


def test_noted_searches_are_bounded(monkeypatch):
    monkeypatch.setattr("search.vain_searches.MOST", 110)
    for number in range(112):
        ask(f"nothing word{'x' * number}")
    assert VainSearch.objects.count() <= 110


def test_a_flood_of_new_searches_drives_out_none_that_was_looked_for_more_often(monkeypatch, clock):
    monkeypatch.setattr("search.vain_searches.MOST", 110)
    for day in DAYS[:2]:
        clock.set(day)
        ask("zagreb")
    clock.set(DAYS[2])
    for number in range(112):
        ask(f"nothing word{'x' * number}")
    ask("zagreb")
    assert [one.words for one in VainSearch.objects.frequent()] == ["zagreb"]


def test_noted_searches_are_forgotten(clock):
    clock.set(at("2026-01-01 10:00"))
    ask("zagreb")
    clock.set(at("2026-06-30 10:00"))
    assert JOBS["forget searches in vain"].run() == 0
    clock.set(at("2026-07-01 10:00"))
    assert JOBS["forget searches in vain"].run() == 1
    assert not VainSearch.objects.exists()
