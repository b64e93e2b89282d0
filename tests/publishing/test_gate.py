"""When an item last said something new, as feeds, sitemaps and search engines are told."""

from datetime import timedelta

import pytest

from publishing.lifecycle import ChangeKind, Standing, Status
from publishing.models import kinds
from tests.make import at, make

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
SECOND = timedelta(seconds=1)
FIRST, SECOND_HOUR, THIRD = (at(f"2026-11-{day} 10:00") for day in ("01", "05", "09"))
LIVES = {
    "one edition": ([{}], FIRST),
    "an update": ([{}, {"change": ChangeKind.UPDATE}], SECOND_HOUR),
    "a correction": ([{}, {"change": ChangeKind.CORRECTION, "note": "Slip"}], SECOND_HOUR),
    "a minor change": ([{}, {"change": ChangeKind.MINOR}], FIRST),
    "an update, then a minor change": (
        [{}, {"change": ChangeKind.UPDATE}, {"change": ChangeKind.MINOR}],
        SECOND_HOUR,
    ),
    "a draft of an update": ([{}, {"change": ChangeKind.UPDATE, "status": Status.DRAFT}], FIRST),
    "withdrawn": ([{}, {"standing": Standing.WITHDRAWN, "note": "Why"}], FIRST),
    "withdrawn and restored": ([{}, {"standing": Standing.WITHDRAWN}, {"change": ChangeKind.UPDATE}], THIRD),
    "minor from the first": ([{"change": ChangeKind.MINOR}], FIRST),
}


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize(("editions", "expected"), LIVES.values(), ids=LIVES)
def test_what_is_told_as_the_last_update_is_the_last_edition_that_says_something_new(
    kind, editions, expected, clock
):
    clock.set(NOW)
    last = None
    for fields, hour in zip(editions, (FIRST, SECOND_HOUR, THIRD), strict=False):
        last = make(kind, after=last, publish_at=hour, **fields)
    told = kind.objects.in_force().with_updated().get(item=last.item)
    assert told.updated_at == expected


def test_an_update_to_come_counts_from_its_second_on_and_for_its_own_edition_alone(clock):
    kind = kinds()[0]
    first = make(kind, publish_at=FIRST)
    make(kind, after=first, publish_at=THIRD, change=ChangeKind.UPDATE)
    clock.set(THIRD - SECOND)
    assert kind.objects.public().with_updated().get().updated_at == FIRST
    clock.set(THIRD)
    assert kind.objects.public().with_updated().get().updated_at == THIRD
    assert kind.objects.public(THIRD - SECOND).with_updated(THIRD - SECOND).get().updated_at == FIRST
    assert kind.objects.with_updated().get(pk=first.pk).updated_at == FIRST


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize(
    ("editions", "expected"),
    [
        ([{}], 0),
        ([{}, {"change": ChangeKind.MINOR}], 1),
        ([{"change": ChangeKind.MINOR}, {"change": ChangeKind.UPDATE}], 1),
        ([{}, {"change": ChangeKind.UPDATE}, {"change": ChangeKind.CORRECTION, "note": "Slip"}], 2),
        ([{}, {"change": ChangeKind.UPDATE}, {"change": ChangeKind.MINOR}], 2),
        (
            [{}, {"standing": Standing.WITHDRAWN, "change": ChangeKind.MINOR}, {"change": ChangeKind.UPDATE}],
            2,
        ),
        ([{}, {"change": ChangeKind.UPDATE, "status": Status.DISCARDED}], 0),
    ],
)
def test_how_many_editions_were_public_before_is_counted(kind, editions, expected, clock):
    clock.set(NOW)
    last = None
    for fields, hour in zip(editions, (FIRST, SECOND_HOUR, THIRD), strict=False):
        last = make(kind, after=last, publish_at=hour, **fields)
    assert kind.objects.in_force().with_sequence().get(item=last.item).sequence == expected
