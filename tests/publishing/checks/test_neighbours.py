import pytest

from news.models import PressRelease
from publishing.checks import findings
from publishing.lifecycle import Status
from publishing.readings import Reading, Shingle, read_texts, unread
from tests.make import make

pytestmark = pytest.mark.django_db
WORDS = "officers of seven states searched houses in the border region and seized cigarettes weapons and cash".split()
BODY = f"<p>In Bucharest {' '.join(WORDS)} on 7 October 2016 while {' '.join(reversed(WORDS))}, said the Director.</p>"
OTHER = "<p>A training on document fraud brought together forty experts from customs and police for four whole days in Skopje, hosted by the Ministry.</p>"  # noqa: E501


def neighbours(edition, by):
    return [one for one in findings(edition, by) if one.rule == "neighbour"]


def draft(**fields):
    return PressRelease(**{"title": "An unheard of headline", "summary": "S.", "body": OTHER, **fields})


@pytest.mark.parametrize(
    "title",
    [
        "Operation Nova: 410 kg of heroin seized",
        "OPERATION NOVA - 12 kg of heroin seized",
        "Operation “Nová”: heroin of 410 kg seized",
        "Operation Nova: 410 kg of pure heroin seized",
    ],
)
@pytest.mark.parametrize("is_read", [True, False])
def test_nearly_the_same_headline_warns_and_links_to_the_other_item(title, is_read, writer):
    other = make(
        PressRelease, title="Operation Nova: 410 kg of heroin seized", status=Status.DRAFT, body=BODY
    )
    if is_read:
        read_texts(10)
    [warning] = neighbours(draft(title=title), writer)
    assert not warning.stops
    assert warning.url == f"/admin/news/pressrelease/{other.pk}/change/"
    assert other.title in warning.sentence


@pytest.mark.parametrize(
    "title", ["Operation Nova ends", "Task Force Mirage meets", "Heroin", "2016", "Нова"]
)
def test_another_headline_does_not_warn(title, writer):
    make(PressRelease, title="Operation Nova: 410 kg of heroin seized", body=BODY)
    read_texts(10)
    assert neighbours(draft(title=title), writer) == []


def test_nearly_the_same_text_warns_whatever_its_numbers(writer):
    make(PressRelease, title="One", body=BODY)
    read_texts(10)
    changed = BODY.replace("7 October 2016", "9 October 2017").replace("Bucharest", "Sofia")
    [warning] = neighbours(draft(body=changed), writer)
    assert "% of the same text" in warning.sentence
    assert neighbours(draft(), writer) == []


def test_an_item_is_no_neighbour_of_itself_and_what_is_gone_is_none(writer):
    live = make(PressRelease, title="Operation Nova ends", body=BODY)
    make(PressRelease, title="Operation Nova ends", body=BODY, status=Status.DISCARDED)
    read_texts(10)
    copy = make(PressRelease, after=live, title=live.title, body=BODY, status=Status.DRAFT)
    assert neighbours(copy, writer) == []


def test_nobody_is_shown_what_they_may_not_see(writer, person):
    make(PressRelease, title="Operation Nova ends", status=Status.DRAFT)
    same = draft(title="Operation Nova ends")
    for is_read in range(2):
        assert len(neighbours(same, writer)) == 1, is_read
        assert neighbours(same, person(f"stranger {is_read}")) == []
        assert neighbours(same, None) == []
        read_texts(10)


def test_a_text_is_read_once_for_each_version_and_forgotten_afterwards():
    edition = make(PressRelease, status=Status.DRAFT, body=BODY)
    assert (read_texts(10), read_texts(10)) == (1, 0)
    edition.body = OTHER
    edition.save()
    assert unread(PressRelease).get() == edition
    assert read_texts(10) == 1
    PressRelease.objects.filter(pk=edition.pk).update(status=Status.DISCARDED)
    assert read_texts(10) == 0
    assert not Reading.objects.exists()
    assert not Shingle.objects.exists()


def test_without_neighbours_nothing_is_compared(writer):
    same = draft(title="Operation Nova ends")
    make(PressRelease, title="Operation Nova ends")
    assert [one for one in findings(same, writer, with_neighbours=False) if one.rule == "neighbour"] == []
