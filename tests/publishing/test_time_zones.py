"""Each zone that staff may choose, read by dateutil: at every turn of its clocks it says what Python says."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from icalendar import Calendar

from publishing.forms import ZONES
from publishing.time_zones import FIRST, _turns, time_zone

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def as_read(name):
    calendar = Calendar()
    calendar.add_component(time_zone(name))
    return tzical(StringIO(calendar.to_ical().decode())).get(name)


@pytest.mark.parametrize("name", sorted({*ZONES, "America/New_York", "Africa/Casablanca"} - {"UTC"}))
def test_a_zone_is_read_as_it_is(name):
    zone, read = ZoneInfo(name), as_read(name)
    instants = [FIRST + timedelta(days=30 * number) for number in range(12 * 110)]
    instants += [turn.at + step for turn in _turns(zone) for step in (-2 * HOUR, -SECOND, 2 * HOUR)]
    instants += [turn.at for turn in _turns(zone) if turn.before < turn.after.utcoffset()]
    for instant in instants:
        local = instant.astimezone(zone)
        plain = local.replace(tzinfo=None)
        assert plain.replace(tzinfo=read).utcoffset() == local.utcoffset(), plain


def test_a_rule_that_holds_for_good_is_told_as_one():
    text = time_zone("Europe/Bucharest").to_ical().decode()
    assert "DTSTART:19970330T030000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n" in text
    assert "DTSTART:19971026T040000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n" in text
    assert len(text) < 3000


def test_clocks_go_forward_at_the_hour_that_they_showed_before():
    """RFC 5545 has this zone as its example."""
    text = time_zone("America/New_York").to_ical().decode()
    forward = "BEGIN:DAYLIGHT\r\nDTSTART:20070311T020000\r\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\r\n"
    assert forward in text
    assert "BEGIN:STANDARD\r\nDTSTART:20071104T020000\r\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\r\n" in text
    assert datetime(2007, 3, 11, 7, tzinfo=UTC) in [one.at for one in _turns(ZoneInfo("America/New_York"))]
