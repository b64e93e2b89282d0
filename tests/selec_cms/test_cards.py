"""Cards hold any headline, are drawn of what is public alone, and are never shown again without asking."""

import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given, settings, strategies as some
from PIL import Image, ImageFont

from news.models import Event, PressRelease
from notices.models import Vacancy
from organisation.models import Page
from publishing.lifecycle import Standing, Status
from publishing.models import kinds
from selec_cms import cards
from selec_cms.cards import Card, address
from tests.make import at, make, whole

NOW = at("2026-11-20 12:00")
SECOND = timedelta(seconds=1)
HEADLINES = {
    "short": "Go",
    "long": ("Eight tonnes of marijuana were seized in a joint investigation of seven countries; " * 4)[:250],
    "one word": "W" * 250,
    "Greek": ("Ελληνική Δημοκρατία ενισχύει τη συνεργασία κατά της λαθραίας διακίνησης " * 4)[:250],
    "Cyrillic": ("Министерството на вътрешните работи на Република България " * 5)[:250],
    "of the region": "Gürbüz Bahadır, Oğuz Akın, Cristian Duţă, Țăndărei, Đorđe ŠAKIĆ, Gyűjtő, Shqipëri, Ћ Ѓ Љ",
    "nothing": " \n ",
}


def drawn(card):
    return Image.open(BytesIO(card.png())).convert("RGB")


def ink(picture, box):
    """Whether anything is drawn there."""
    return len(picture.crop(box).getcolors(99999)) > 1


@pytest.mark.parametrize("headline", HEADLINES.values(), ids=HEADLINES)
def test_a_card_keeps_its_margins_whatever_it_says(headline):
    picture = drawn(Card(headline, "Press release " * 9, "Cancelled: 30 September – 2 October 2027 " * 9))
    assert picture.size == (1200, 630)
    assert picture.getpixel((0, 0)) == (0x0C, 0x23, 0x48)
    left, right, top = (0, 0, 76, 630), (1124, 0, 1200, 630), (0, 0, 1200, 76)
    below_the_headline, foot = (0, 460, 1200, 490), (0, 590, 1200, 630)
    assert [ink(picture, box) for box in (left, right, top, below_the_headline, foot)] == [False] * 5
    assert ink(picture, (80, 140, 1120, 460)) == bool(headline.strip())


@settings(max_examples=60, deadline=None)
@given(some.text(max_size=250))
def test_any_text_is_set_in_lines_that_fit_and_none_of_it_is_lost_where_it_fits(text):
    size, lines = cards.set_in(text, cards.WIDEST, cards.TALLEST)
    font = cards.font(cards.SERIF, size)
    assert all(font.getlength(line) <= cards.WIDEST for line in lines)
    assert len(lines) * size * cards.LEADING <= cards.TALLEST
    if not lines or not lines[-1].endswith("…"):
        assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)


def test_the_fonts_have_every_letter_of_the_region():
    letters = "ĂÂÎȘȚŞŢăâîșțşţĐđČčĆćŠšŽžËëÇçĞğİıŐőŰűÀÁÂÄĲÖØÜßαάΐώϋΩΆЂЃЄЇЉЊЋЌЏџЎўЖЩЪЮЯѝѐ“”„’–—…€№·«»"
    for name in (cards.SERIF, cards.SANS):
        font = ImageFont.truetype(cards.FONTS / name, 40)
        nothing = bytes(font.getmask("\uffff"))
        assert [letter for letter in letters if bytes(font.getmask(letter)) == nothing] == []


def test_the_colours_are_those_of_the_stylesheet():
    sheet = Path("static/site.css").read_text()
    tokens = {"deep": cards.DEEP, "on-deep": cards.ON_DEEP, "on-deep-quiet": cards.QUIET}
    tokens |= {"on-deep-mark": cards.MARK, "deep-line": cards.LINE}
    for name, colour in tokens.items():
        assert re.search(rf"--{name}: (light-dark\()?{colour}[,;]", sheet), name


@pytest.mark.django_db
@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_a_card_is_there_as_long_as_its_edition_is_public(kind, clock):
    client, hours = Client(), [NOW, NOW + timedelta(days=1)]
    draft = make(kind, status=Status.DRAFT)
    first = make(kind, publish_at=hours[0])
    make(kind, after=first, publish_at=hours[1], standing=Standing.WITHDRAWN, note="Why")
    expected = {hours[0] - SECOND: 404, hours[0]: 200, hours[1] - SECOND: 200, hours[1]: 404}
    for hour, status in expected.items():
        clock.set(hour)
        assert client.get(address(first)).status_code == status, hour
        assert client.get(address(draft)).status_code == 404


@pytest.mark.django_db
def test_what_is_no_card_answers_as_any_address_of_nothing():
    edition = make(PressRelease)
    addresses = ["/cards/nothing/1.png", "/cards/user/1.png", f"/cards/event/{edition.pk}.png"]
    answers = [Client().get(path) for path in [*addresses, "/cards/pressrelease/99999999999999999999.png"]]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert Client().post(address(edition)).status_code == 405


@pytest.mark.django_db
def test_whoever_kept_a_card_asks_again_and_is_told_in_short_that_it_is_the_same(clock):
    clock.set(NOW)
    client, edition = Client(), make(PressRelease, title="First")
    card = client.get(address(edition))
    assert (card["Content-Type"], card["Cache-Control"]) == ("image/png", "public, no-cache")
    again = client.get(address(edition), headers={"If-None-Match": card["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", card["ETag"])
    assert again["Cache-Control"] == "public, no-cache"
    assert client.get(address(make(PressRelease, title="Second")))["ETag"] != card["ETag"]
    make(PressRelease, after=edition, publish_at=NOW, standing=Standing.WITHDRAWN)
    assert client.get(address(edition), headers={"If-None-Match": card["ETag"]}).status_code == 404


@pytest.mark.django_db
def test_what_staff_see_of_another_moment_is_kept_by_nobody(person, clock):
    clock.set(NOW)
    coming = make(PressRelease, publish_at=NOW + timedelta(days=9))
    staff = Client()
    staff.force_login(person("ana", "travel_in_time", "view_pressrelease"))
    staff.get("/?at=2027-01-01T12:00")
    answer = staff.get(address(coming))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert Client().get(address(coming)).status_code == 404


WORDS = [
    (
        PressRelease,
        {"kind": "statement", "publish_at": at("2016-10-07 09:00")},
        ("Statement", "7 October 2016"),
    ),
    (
        Event,
        {"kind": "council", "ordinal": 19, "starts_on": date(2027, 5, 12)},
        ("19th Council session", "12 May 2027"),
    ),
    (Event, {"starts_on": date(2027, 5, 12), "decision": "cancelled"}, ("Meeting", "Cancelled: 12 May 2027")),
    (Event, {"decision": "postponed"}, ("Meeting", "Postponed")),
    (Event, {}, ("Meeting", "")),
    (Vacancy, {"closes_at": at("2026-12-01 16:00")}, ("Vacancy", "Deadline: 1 December 2026")),
    (Page, {"kind": "question", "topic": "media"}, ("For the media", "")),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "fields", "words"), WORDS)
def test_a_card_says_what_it_is_and_when(kind, fields, words):
    edition = whole(kind, **fields)
    assert (edition.kind_in_words, edition.when) == words


def test_the_house_has_a_card_of_its_own():
    answer = Client().get("/cards/selec.png")
    assert Image.open(BytesIO(answer.content)).size == cards.SIZE
