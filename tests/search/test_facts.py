"""What is public without being an edition is found, too."""

from html import escape

import pytest
from django.test import Client

from news.models import PressRelease
from organisation.models import Contact, CrimeArea, TaskForce
from search.sections import sections
from search.spelling import learn
from tests.make import make
from tests.search.asking import ask

pytestmark = pytest.mark.django_db


def test_a_state_is_found_by_each_name_that_it_has_had_by_the_day_and_shown_by_its_own(writer):
    import organisation.demo

    organisation.demo.load()
    assert facts(ask("romania"))[0] == "Romania"
    assert facts(ask("romania zagreb")) == []
    assert facts(ask("turkey"))[0] == facts(ask("türkiye"))[0] == "Türkiye"
    client = Client()
    client.force_login(writer)
    assert facts(ask("turkey", client, at="2016-10-07T12:00"))[0] == "Turkey"
    assert not {"Turkey", "Türkiye"} & {*facts(ask("türkiye", client))}
    assert facts(ask("north macedonia", client)) == []


def test_with_a_typo_it_is_found_as_well():
    import organisation.demo

    organisation.demo.load()
    make(PressRelease, title="Meeting in Romania")
    learn()
    assert facts(ask("romaina"))[0] == "Romania"


def test_the_name_of_a_fact_is_no_typo_of_another_word():
    CrimeArea.objects.create(name="Heroine", slug="heroine")
    make(PressRelease, title="Haroine")
    learn()
    answer = ask("heroine")
    assert facts(answer) == ["Heroine"]
    assert not answer.context["answer"].instead_of


def facts(answer):
    return [fact.title for fact in answer.context["answer"].facts]


def test_what_is_no_edition_is_found_by_its_name_before_its_text():
    import organisation.demo

    organisation.demo.load()
    CrimeArea.objects.create(name="Zqarea", slug="zqarea", description="About zqforce and zqdetail.")
    Contact.objects.update_or_create(purpose="press", defaults={"name": "Zqoffice"})
    TaskForce.objects.create(name="Zqforce", sub_groups="Zqgroup")
    TaskForce.objects.create(name="Zqcoming", established_on="2099-01-01")
    found = {words: facts(ask(words)) for words in ("zqforce", "zqdetail", "zqgroup", "zqoffice", "zqcoming")}
    assert found == {
        "zqforce": ["Zqforce", "Zqarea"],
        "zqdetail": ["Zqarea"],
        "zqgroup": ["Zqforce"],
        "zqoffice": ["Press"],
        "zqcoming": [],
    }


@pytest.mark.parametrize(("address", "names"), sections().items())
def test_a_section_is_found_by_its_name_and_is_at_its_address(address, names):
    page, name = Client().get(address).content.decode(), str(names[-1])
    assert f"<h1>{escape(name)}</h1>" in page or f">{escape(name)}<" in page
    assert name in facts(ask(name))


def test_facts_have_pages():
    import organisation.demo

    organisation.demo.load()
    for words in ("press", "drugs", "europol", "romania", "task force", "figures"):
        for fact in ask(words).context["answer"].facts:
            assert Client().get(fact.url).status_code == 200
