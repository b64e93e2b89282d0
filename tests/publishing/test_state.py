from datetime import timedelta

import pytest

from news.models import PressRelease
from publishing.clock import span
from publishing.gate import is_in_force
from publishing.lifecycle import ChangeKind, Standing, Status
from publishing.state import state_in_words
from tests.make import at, make

pytestmark = pytest.mark.django_db
NOW = at("2026-10-07 05:48")


def words(*editions):
    return state_in_words(PressRelease.objects.filter(item=editions[0].item), NOW)


def test_an_items_state_is_said_in_words():
    live = make(PressRelease)
    assert words(live) == "Live"
    draft = make(PressRelease, after=live, status=Status.DRAFT)
    assert words(draft) == "Live · draft of changes by old writer"
    assert words(make(PressRelease, status=Status.DRAFT)) == "Draft by old writer"
    assert words(make(PressRelease, status=Status.IN_REVIEW)) == "In review, submitted by old writer"
    assert words(make(PressRelease, status=Status.DISCARDED)) == "Discarded"


def test_what_is_to_come_is_said_with_its_hour():
    coming = make(PressRelease, publish_at=at("2026-10-07 09:00"))
    assert words(coming) == "Scheduled for 7 Oct 2026 09:00 Bucharest, in 3 h 12 min"
    live = make(PressRelease)
    make(PressRelease, after=live, publish_at=at("2026-10-07 09:00"), change=ChangeKind.CORRECTION)
    assert words(live) == "Live · correction scheduled for 7 Oct 2026 09:00 Bucharest, in 3 h 12 min"
    gone = make(PressRelease)
    make(PressRelease, after=gone, publish_at=at("2026-10-06 09:00"), standing=Standing.WITHDRAWN)
    assert words(gone) == "Withdrawn"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "less than a minute"), (60, "1 min"), (3600, "1 h"), (86400, "1 day"), (187200 + 60, "2 days 4 h")],
)
def test_a_span_is_said_in_two_units(seconds, said):
    assert span(timedelta(seconds=seconds)) == said


@pytest.mark.parametrize(
    "moment", ["2020-05-04 09:59", "2020-05-04 10:00", "2021-01-01 09:59", "2021-01-01 10:00"]
)
def test_the_gate_says_the_same_of_a_row_as_of_a_query(moment):
    first = make(PressRelease)
    make(PressRelease, after=first, publish_at=at("2021-01-01 10:00"))
    make(PressRelease, after=PressRelease.objects.get(number=2), status=Status.DRAFT)
    rows = PressRelease.objects.order_by("pk")
    said = [row for row in rows if is_in_force(row, at(moment))]
    assert said == list(rows.in_force(at(moment)))
