"""The back office lists items, each by its latest edition, a discarded one only where there is no other."""

from itertools import product

import pytest

from news.models import PressRelease
from publishing.models import Status
from tests.make import at, make

pytestmark = pytest.mark.django_db
HISTORIES = [history for number in (1, 2, 3) for history in product([False, True], repeat=number)]


@pytest.mark.parametrize("history", HISTORIES)
def test_an_item_is_listed_once_by_the_last_edition_that_was_not_discarded(history):
    first = make(PressRelease, publish_at=at("2016-10-07 09:00"))
    other = make(PressRelease, publish_at=at("2016-10-08 09:00"))
    last = first
    for number, is_discarded in enumerate(history, 1):
        if number > 1:
            last = make(PressRelease, after=last)
        if is_discarded:
            PressRelease.objects.filter(item=first.item, number=number).update(status=Status.DISCARDED)
    left = [number for number, is_discarded in enumerate(history, 1) if not is_discarded]
    listed = PressRelease.objects.one_per_item().order_by("pk").values_list("item", "number")
    assert {*listed} == {(first.item_id, max(left, default=len(history))), (other.item_id, 1)}
    assert len(listed) == 2
