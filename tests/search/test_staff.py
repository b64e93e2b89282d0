"""What visitors look for in vain, for those who write."""

import pytest
from django.test import Client

from audit.models import Entry
from publishing.desk import sections_for
from search.models import VainSearch
from tests.make import at
from tests.search.asking import ask

pytestmark = pytest.mark.django_db
TITLE = "Searches that find nothing"


@pytest.fixture
def searches(clock):
    for words, days in {"zagreb": 4, "sofia": 3, "tirana": 2}.items():
        for day in range(5 - days, 5):
            clock.set(at(f"2026-11-2{day} 10:00"))
            ask(words)


def lines_for(person):
    return [line for section in sections_for(person) if section.title == TITLE for line in section.lines]


def test_they_stand_on_the_desk_of_writers_the_most_frequent_first(searches, person):
    ana = person("ana", "change_pressrelease", "view_vainsearch")
    lines = lines_for(ana)
    assert [line.text for line in lines] == ["“zagreb”", "“sofia”"]
    assert [line.detail for line in lines] == ["on 4 days · last today", "on 3 days · last today"]
    client = Client()
    client.force_login(ana)
    assert "zagreb" in client.get(lines[0].url).content.decode()
    assert "sofia" not in client.get(lines[0].url).content.decode()


def test_others_do_not_have_them(searches, person):
    assert (
        lines_for(person("boris", "change_pressrelease"))
        == lines_for(person("cora", "view_vainsearch"))
        == []
    )


def test_they_can_be_forgotten_and_that_is_on_record(searches, person):
    client = Client()
    client.force_login(person("ana", "view_vainsearch", "delete_vainsearch"))
    chosen = VainSearch.objects.get(words="sofia")
    client.post("/admin/search/vainsearch/", {"action": "forget", "_selected_action": [chosen.pk]})
    assert [one.words for one in VainSearch.objects.frequent()] == ["zagreb"]
    assert Entry.objects.filter(actor_name="ana").exists()


def test_nobody_adds_or_changes_one(searches, person):
    client = Client()
    client.force_login(person("root", is_superuser=True))
    assert client.get("/admin/search/vainsearch/add/").status_code == 403
    assert client.get("/admin/search/vainsearch/").status_code == 200
