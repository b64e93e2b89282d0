import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from organisation import demo
from organisation.map import map_on
from organisation.map.draw import DRAWN, HEIGHT, SHAPES, WIDTH, cut, simplified, text
from organisation.models import MemberState, Partner
from tests.make import at

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
HEAVIEST_SHAPES, HEAVIEST_PAGE = 60_000, 60_000  # bytes
IN_2016 = "2016-10-07 12:00"


@pytest.fixture
def shown(clock, client):
    """shown("/", moment): {code: (name, class, address)} of the page's map at that moment."""
    demo.load()

    def read(address, moment="2026-11-20 12:00"):
        clock.set(at(moment))
        found = client.get(address).context["map"]["countries"]
        return {one.code: (one.name, one.kind, one.url) for one in found}

    return read


def members(countries):
    return {code for code, (_name, kind, _url) in countries.items() if kind == "member"}


@pytest.mark.parametrize("address", ["/", "/about/member-states/"])
def test_the_map_shows_the_membership_and_the_names_of_the_moment(address, shown):
    now, then = shown(address), shown(address, IN_2016)
    eleven = set("AL BA BG GR HU MD ME MK RO RS TR".split())
    assert members(now) == eleven
    assert members(then) == eleven | {"HR"}
    assert (now["TR"][0], then["TR"][0]) == ("Türkiye", "Turkey")
    assert "HR" not in now
    assert now["RO"][2] == "/about/member-states/romania/"


def test_the_day_that_is_shown_counts_and_not_today(clock):
    demo.load()
    clock.set(at("2026-11-20 12:00"))
    day = date(2016, 10, 7)
    assert "HR" in {one.code for one in map_on(day, MemberState.objects.members(day))["countries"]}


def test_the_map_shows_partners_of_the_moment_each_by_its_higher_status(shown):
    now, then = shown("/"), shown("/", IN_2016)
    assert now["SK"] == ("Slovakia", "operational", "/about/partners/slovakia/")
    assert (then["SK"][1], now["AT"][1], now["IT"][1]) == ("observer", "observer", "operational")
    assert "BY" not in now  # it lies outside the drawing
    assert {"GB", "US", "JP", ""} & {*now} == set()


def test_who_has_merely_applied_is_not_on_the_map(shown):
    demo.load()
    partner = Partner.objects.create(name="Slovenia", slug="slovenia", iso="SI")
    status = partner.statuses.create(status="applied", applied_on=date(2024, 1, 1))
    assert "SI" not in shown("/")
    partner.statuses.filter(pk=status.pk).update(status="observer", applied_on=None)
    assert shown("/")["SI"][1] == "observer"


def test_every_state_that_was_ever_a_member_is_drawn(shown):
    states = {one.iso for one in MemberState.objects.all()}
    assert states == set("AL BA BG GR HR HU MD ME MK RO RS SI TR".split())
    for code in states:
        country = json.loads(DRAWN.read_text())["states"][code]
        assert country["path"].startswith("M")
        assert 0 < country["label"][0] < WIDTH
        assert 0 < country["label"][1] < HEIGHT


def test_a_state_that_is_not_drawn_stands_in_the_list_alone(shown, client):
    shown("/")
    MemberState.objects.filter(iso="RO").update(iso="ZZ")
    assert "ZZ" not in shown("/about/member-states/")
    assert ">Romania</a>" in client.get("/about/member-states/").content.decode()


def test_what_is_drawn_is_what_the_script_draws_and_its_source_and_terms_are_said():
    assert DRAWN.read_text(encoding="utf-8") == text()
    assert SHAPES.stat().st_size < HEAVIEST_SHAPES
    said = json.loads(SHAPES.read_text(encoding="utf-8"))["about"]
    assert "Natural Earth" in said
    assert "public domain" in said


def test_a_line_keeps_what_is_far_from_it_alone_and_is_cut_at_the_edge():
    assert simplified([(0, 0), (5, 4.2), (10, 9), (20, 0)]) == [(0, 0), (10, 9), (20, 0)]
    assert simplified([(0, 0), (5, 0.2), (20, 0)]) == [(0, 0), (20, 0)]
    square = cut([(-100, 10), (50, 10), (50, 60), (-100, 60)])
    assert {x for x, _y in square} == {-8, 50}
    assert cut([(-100, 10), (-50, 10), (-50, 60)]) == []


@pytest.mark.parametrize("address", ["/", "/about/member-states/"])
def test_a_page_with_the_map_weighs_less_than_it_may_with_all_that_it_loads(address, shown, client):
    shown(address)
    page = client.get(address).content
    assert b"<svg viewBox" in page
    sheet = gzip.compress(Path("static/site.css").read_bytes())  # as whitenoise serves it
    assert len(page) + len(sheet) < HEAVIEST_PAGE
    assert b"style=" not in page


def test_without_members_and_partners_no_map_is_shown(client):
    page = client.get("/about/member-states/").content.decode()
    assert 'class="map"' not in page
