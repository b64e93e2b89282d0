"""Bars of years: lengths, gaps, and when there is none."""

import pytest

from organisation.chart import chart_of


def test_bars_are_as_long_as_their_numbers_and_an_unknown_year_is_a_marked_gap():
    chart = chart_of(
        "x", "X", [(2011, 50, "50"), (2012, None, "not known"), (2013, 100, "100"), (2014, 0, "0")]
    )
    known = [bar for bar in chart.bars if bar.is_known]
    assert [bar.width for bar in known] == ["31.00%", "62.00%", "0.00%"]
    gap = chart.bars[1]
    assert (gap.is_known, gap.words) == (False, "? not known")
    assert len({bar.top for bar in chart.bars}) == 4
    assert chart.height == 4 * 28


@pytest.mark.parametrize("numbers", [[], [5], [None, 5, None]])
def test_fewer_than_two_numbers_are_no_chart(numbers):
    assert chart_of("x", "X", [(2011 + place, number, "") for place, number in enumerate(numbers)]) is None


def test_numbers_that_are_all_nought_make_a_chart_without_bars():
    chart = chart_of("x", "X", [(2011, 0, "0"), (2012, 0, "0")])
    assert [bar.width for bar in chart.bars] == ["0.00%", "0.00%"]
