"""Facts and figures: stated numbers with their sources, gaps that are no noughts, sums beside them, CSV and charts."""

import csv
import re
from datetime import date
from html import unescape
from io import StringIO
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils.html import strip_tags

import organisation.demo
from organisation.models import YearlyFigure
from publishing.lifecycle import ChangeKind
from tests.make import at
from tests.news.operations import beyond, operation, other

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
PAGE, CSV = "/about/figures/", "/about/figures/figures.csv"
ADD = "/admin/organisation/yearlyfigure/add/"


@pytest.fixture(autouse=True)
def today(clock):
    clock.set(NOW)


def figure(year, what="exchanges", number=None, **fields):
    source = {"source": "Annual report"} if number is not None else {}
    return YearlyFigure.objects.create(year=year, what=what, number=number, **{**source, **fields})


def html(client=None):
    response = (client or Client()).get(PAGE)
    assert response.status_code == 200
    return response.content.decode()


def rows(text, caption):
    """{first cell: the others} of the table with this caption."""
    table = next(one for one in re.findall(r"<table>.*?</table>", text, re.DOTALL) if caption in one)
    lines = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)[1:]
    cells = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", line, re.DOTALL) for line in lines]
    plain = [[" ".join(unescape(strip_tags(cell)).split()) for cell in line] for line in cells]
    return {line[0]: line[1:] for line in plain}


def stated(client=None):
    return rows(html(client), "Figures that SELEC has stated")


def added(client=None):
    return rows(html(client), "Sums of published operations")


def table_of(client=None):
    response = (client or Client()).get(CSV)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(response.content.decode("utf-8"))))


# What is stated


def test_a_year_without_a_figure_is_not_known_and_a_nought_is_a_nought():
    figure(2022, number=0)
    figure(2024, number=11320, source="Post of 2025", source_url="https://www.example.org/post")
    assert stated() == {
        "2022": ["0", "Annual report"],
        "2023": ["not known", "–"],
        "2024": ["11,320", "Post of 2025"],
        "2025": ["not known", "–"],
    }
    assert '<a href="https://www.example.org/post" rel="noopener">Post of 2025</a>' in html()


def test_each_source_is_said_to_be_of_its_figure_where_a_year_has_several():
    figure(2025, number=5)
    figure(2025, "joint", 6, source="Council paper")
    assert stated()["2025"] == [
        "5",
        "6",
        "Exchanges of information: Annual report Joint investigations: Council paper",
    ]


def test_what_is_known_beside_an_unknown_number_is_told():
    figure(2025, note="23 of one task force alone.", source="A paper")
    assert stated()["2025"] == ["not known 23 of one task force alone.", "A paper"]


def test_years_to_come_are_not_in_the_table_of_the_day_that_is_shown(person):
    figure(2011, number=1)
    figure(2016, number=2)
    client = Client()
    client.force_login(person("tara", "travel_in_time"))
    client.get("/?at=2014-05-05T10:00")
    assert list(stated(client)) == ["2011", "2012", "2013"]
    assert [row["year"] for row in table_of(client) if row["figure"] == "Exchanges of information"] == [
        "2011",
        "2012",
        "2013",
    ]


def test_the_demo_states_what_is_known_and_nothing_else():
    organisation.demo.load()
    found = stated()
    assert [found[year][:2] for year in ("2011", "2012", "2016")] == [
        ["11,320", "60"],
        ["16,722", "69"],
        ["23,967", "101"],
    ]
    assert found["2012"][2:4] == ["6", "792"]
    known = {"2011", "2012", "2016"}
    assert all(cell.startswith("not known") for year in {*found} - known for cell in found[year][:4])


def test_a_page_without_any_figure_is_a_page():
    assert "No figure is recorded yet." in html()
    assert table_of() == []


def test_tables_have_captions_and_every_heading_its_direction():
    figure(2024, number=5)
    operation("arrests 9", ended_on=date(2024, 6, 3))
    text = html()
    tables = re.findall(r"<table>.*?</table>", text, re.DOTALL)
    assert len(tables) == 2
    for table in tables:
        assert re.match(r"<table>\s*<caption>\w", table)
        assert re.findall(r"<th(?! scope=\"(?:col|row)\")[ >]", table) == []
        assert re.findall(r"<tr>\s*<td", table) == []
    assert [int(level) for level in re.findall(r"<h(\d)", text.split("<main")[1].split("</main")[0])] == [
        1,
        2,
        2,
        2,
    ]


# What is added up


def test_sums_stand_apart_from_what_is_stated_and_years_without_operations_are_not_known():
    figure(2015, "joint", 7)
    figure(2017, "joint", 8)
    operation("arrests 9", "vehicles 105", beyond("vehicles 390"), ended_on=date(2015, 6, 3))
    operation("arrests 1", ended_on=date(2015, 7, 3))
    operation("heroin 80 kg", began_on=date(2018, 7, 3))
    operation("arrests 23")
    assert {year: cells[0] for year, cells in stated().items()}["2015"] == "7"
    found = added()
    assert found["2015"] == ["2", "10", "Vehicles: 105"]
    assert found["2016"] == ["none published", "not known", "not known"]
    assert found["2018"] == ["1", "not known", "Heroin: 80 kg"]
    assert found["Year not known"] == ["1", "23", "not known"]
    assert next(iter(found)) == "2015"


def test_operations_before_and_after_all_stated_years_are_shown_too():
    operation("arrests 9", ended_on=date(2005, 6, 3))
    operation("arrests 9", ended_on=date(2026, 6, 3))
    assert [*added()] == [str(year) for year in range(2005, 2027)]


def test_operations_of_which_no_day_is_known_are_shown_where_nothing_else_is():
    operation("arrests 9")
    assert added() == {"Year not known": ["1", "9", "not known"]}


# CSV


def test_the_csv_has_every_figure_with_its_source_and_says_what_is_not_known():
    figure(2024, number=11320, source="Post, of 2025", source_url="https://www.example.org/post")
    figure(2024, "joint", note="Not counted.")
    first = operation("wanted 11", ended_on=date(2024, 3, 1), is_final=False)
    operation(
        "wanted 12",
        "cannabis over 8.4 t",
        after=first,
        is_final=False,
        change=ChangeKind.CORRECTION,
        note="Slip.",
        publish_at=at("2026-05-03 00:30"),
    )
    found = {(row["year"], row["figure"]): row for row in table_of()}
    assert found["2024", "Exchanges of information"] == {
        **dict.fromkeys(["unit", "exactness", "corrected_on", "note"], ""),
        "year": "2024",
        "figure": "Exchanges of information",
        "number": "11320",
        "state": "final",
        "basis": "stated by SELEC",
        "source": "Post, of 2025",
        "source_url": "https://www.example.org/post",
    }
    unknown = found["2024", "Joint investigations"]
    assert (unknown["number"], unknown["state"], unknown["note"]) == ("", "not known", "Not counted.")
    wanted = found["2024", "Persons wanted"]
    assert (wanted["number"], wanted["state"], wanted["corrected_on"]) == ("12", "provisional", "2026-05-03")
    cannabis = found["2024", "Cannabis"]
    assert (cannabis["number"], cannabis["unit"], cannabis["exactness"]) == ("8400", "kg", "more than")
    arrests = found["2025", "Arrests"]
    assert (arrests["number"], arrests["state"]) == ("", "not known")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula_for_a_spreadsheet(start):
    formula = f"{start}HYPERLINK(1)"
    figure(2025, number=5, source=formula, note=formula)
    operation(other(formula, 5, "pieces"), ended_on=date(2025, 6, 3))
    cells = [cell for row in table_of() for cell in row.values()]
    assert any("HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if cell.lstrip()[:1] in "=+-@" and "HYPERLINK" in cell] == []


def test_the_svg_is_well_formed_named_and_without_any_style_of_its_own():
    organisation.demo.load()
    operation("arrests 9", ended_on=date(2015, 6, 3))
    operation("arrests 10", ended_on=date(2018, 6, 3))
    text = html()
    pictures = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert len(pictures) == 3
    for picture in pictures:
        drawn = ElementTree.fromstring(picture)  # noqa: S314  our own page
        assert drawn.get("role") == "img"
        names = drawn.get("aria-labelledby").split()
        assert all(f'id="{name}"' in text for name in names)
        assert "The table below has its numbers." in picture
        assert drawn.findall(".//pattern")[0].get("id") in picture.split("url(#")[1]
        assert not [one for one in drawn.iter() if "style" in one.attrib]
    assert len(re.findall(r'\bid="([^"]+)"', text)) == len({*re.findall(r'\bid="([^"]+)"', text)})
    assert " style=" not in text


def test_the_about_section_leads_to_the_figures(client):
    assert f'href="{PAGE}"' in client.get("/about/").content.decode()
