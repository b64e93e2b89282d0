from datetime import date

import pytest

from organisation.known_date import KnownDate, Precision
from organisation.models import Membership, MemberState, StateName

DAY = date(2018, 10, 7)
EARLIER, LATER = date(2018, 10, 6), date(2018, 10, 8)


@pytest.mark.parametrize(
    ("known", "words", "machine"),
    [
        (KnownDate(DAY, Precision.DAY), "07 October 2018", "2018-10-07"),
        (KnownDate(date(2000, 5, 1), Precision.MONTH), "May 2000", "2000-05"),
        (KnownDate(date(2003, 1, 1), Precision.YEAR), "2003", "2003"),
        (KnownDate(DAY, Precision.UNKNOWN), "date not known, no later than 07 October 2018", ""),
        (KnownDate(), "date not known", ""),
        (KnownDate(None, Precision.YEAR), "date not known", ""),
    ],
)
def test_a_date_tells_no_more_than_is_known(known, words, machine):
    assert (str(known), known.machine) == (words, machine)


def test_only_a_date_without_any_day_is_false():
    assert not KnownDate()
    assert KnownDate(DAY, Precision.UNKNOWN)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("dates", "on", "is_in_effect"),
    [
        ({"began_on": DAY}, EARLIER, False),
        ({"began_on": DAY}, DAY, True),
        ({"began_on": None}, date(1, 1, 1), True),
        ({"began_on": None}, LATER, True),
        ({"ended_on": DAY}, EARLIER, True),
        ({"ended_on": DAY}, DAY, False),
        ({"ended_on": DAY}, LATER, False),
        ({"began_on": DAY, "ended_on": LATER}, DAY, True),
        ({"began_on": DAY, "ended_on": LATER}, LATER, False),
        ({"began_on": DAY, "began_precision": Precision.UNKNOWN}, EARLIER, False),
    ],
)
def test_a_row_is_in_effect_from_its_first_day_up_to_its_end(dates, on, is_in_effect):
    state = MemberState.objects.create(name="Ruritania", slug="ruritania", iso="RU")
    Membership.objects.create(state=state, **dates)
    assert Membership.objects.in_effect(on).exists() is is_in_effect


@pytest.mark.django_db
def test_an_end_that_is_still_to_come_is_not_told():
    state = MemberState.objects.create(name="Ruritania", slug="ruritania", iso="RU")
    Membership.objects.create(state=state, began_on=EARLIER, ended_on=LATER)
    assert [row.has_ended for row in Membership.objects.begun(DAY)] == [False]
    assert [row.has_ended for row in Membership.objects.begun(LATER)] == [True]
    assert not Membership.objects.begun(date(2018, 10, 5)).exists()


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ((None, DAY), (DAY, None), False),
        ((None, LATER), (DAY, None), True),
        ((None, None), (DAY, LATER), True),
        ((EARLIER, DAY), (LATER, None), False),
        ((DAY, None), (LATER, None), True),
    ],
)
def test_two_rows_overlap_where_one_day_belongs_to_both(one, other, overlap):
    rows = [StateName(began_on=began, ended_on=ended) for began, ended in (one, other)]
    assert rows[0].overlaps(rows[1]) is overlap
    assert rows[1].overlaps(rows[0]) is overlap
