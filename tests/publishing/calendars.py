"""Calendars as two readers have them: icalendar, which also wrote them, and vobject, which did not."""

import re

import vobject
from django.test import Client
from icalendar import Calendar

SITE = "https://www.selec.example"


def answer(path, **headers):
    return Client().get(path, headers=headers)


def calendar(path):
    """As vobject reads it, after what RFC 5545 says of its bytes."""
    response = answer(path)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8"), path
    assert_lines(response.content)
    read = vobject.readOne(response.content.decode())
    read.validate(raiseException=True)
    assert_calendar(Calendar.from_ical(response.content))
    return read


def entries(path):
    return [one for one in calendar(path).components() if one.name == "VEVENT"]


def titles(path):
    return [one.summary.value for one in entries(path)]


def assert_lines(content):
    """3.1: lines end with CRLF, and are folded where they would be longer than 75 octets, never within a letter."""
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
        assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", line)


def assert_calendar(read):
    """3.6 and 3.6.1: what there has to be, what once alone; each zone that is named is defined."""
    assert (read["version"], read["prodid"]) == ("2.0", "-//SELEC//SELEC CMS//EN")
    assert read.subcomponents
    assert read.get_missing_tzids() == set()
    uids = [one["uid"] for one in read.events]
    assert len(uids) == len({*uids})
    for one in read.events:
        assert one.get("dtstamp")
        assert one.get("dtstart")
        assert one["status"] in ("TENTATIVE", "CONFIRMED", "CANCELLED")
        if one.get("dtend"):
            assert type(one["dtend"].dt) is type(one["dtstart"].dt)
            assert one["dtend"].dt > one["dtstart"].dt
        for value in one.values():
            assert not isinstance(value, list), "once alone"
