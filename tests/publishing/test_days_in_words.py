"""Days and instants in words are kept by what they are and where they are shown."""

from datetime import date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone

from tests.make import at


def shown(value, form):
    return Template(f'{{{{ value|date:"{form}" }}}}').render(Context({"value": value}))


def test_one_instant_is_shown_by_each_zone():
    instant = at("2016-10-07 09:00")
    for zone, expected in [("Europe/Bucharest", "09:00"), ("UTC", "06:00"), ("Europe/Bucharest", "09:00")]:
        with timezone.override(zone):
            assert shown(instant, "H:i") == expected


def test_the_two_instants_of_an_hour_that_clocks_show_twice_differ():
    with timezone.override("Europe/Bucharest"):
        for hour in ("00:30", "01:30", "00:30"):
            instant = datetime.fromisoformat(f"2026-10-25 {hour}+00:00")
            assert shown(instant, "H:i, U") == f"03:30, {instant.timestamp():.0f}"


@pytest.mark.parametrize(
    ("value", "expected"), [(date(2016, 10, 7), "07 October 2016"), ("", ""), (None, "")]
)
def test_a_day_is_in_words_and_nothing_is_nothing(value, expected):
    assert shown(value, "d F Y") == expected
